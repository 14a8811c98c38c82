import { Link, useSearch } from '@tanstack/react-router';
import { useLanguage } from '../../ui/messages/language.tsx';
import styles from './inbox-list.module.css';
import { type Filters, filtersIn } from './inbox-search.ts';

/** What the list can be narrowed to; each is in the address, so that a view can be kept and sent. */
export function InboxFilters({ historical }: { historical: number }) {
  const { say, write } = useLanguage();
  const filters = filtersIn(useSearch({ from: '/triage' }));
  const words = say.inbox.filters;
  return (
    <ul className={styles['filters']} aria-label={words.label}>
      <Filter name="assignee" value="me" filters={filters} text={words.mine} />
      <Filter name="kind" value="signal" filters={filters} text={words.signals} />
      <Filter name="kind" value="problem" filters={filters} text={words.problems} />
      {historical > 0 || filters.queue ? (
        <Filter name="queue" value="historical" filters={filters} text={words.historical(write.number(historical))} />
      ) : null}
    </ul>
  );
}

type Props<Name extends keyof Filters> = {
  readonly name: Name;
  readonly value: NonNullable<Filters[Name]>;
  readonly filters: Filters;
  readonly text: string;
};

function Filter<Name extends keyof Filters>({ name, value, filters, text }: Props<Name>) {
  const isOn = filters[name] === value;
  const { [name]: _before, ...others } = filters;
  return (
    <li>
      <Link
        className={isOn ? 'tag mine' : 'tag'}
        to="/triage"
        search={isOn ? others : { ...filters, [name]: value }}
        preload={false}
        activeProps={{}}
        aria-current={isOn ? 'true' : undefined}
      >
        {text}
        {isOn ? <span aria-hidden="true">×</span> : null}
      </Link>
    </li>
  );
}
