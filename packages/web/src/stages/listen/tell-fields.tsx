import { useQuery } from '@tanstack/react-query';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { Choice } from '../../ui/choice.tsx';
import { useLanguage } from '../../ui/messages/language.tsx';
import { type Draft, type DraftField, numberIn } from './draft.ts';
import { kindsQuery } from './listen-queries.ts';
import styles from './tell.module.css';

type Props = { readonly draft: Draft; readonly change: (part: Partial<Omit<Draft, 'key'>>) => void };

/** What it is, in the workspace's own kinds; the chosen one is explained. */
export function KindField({ draft, change }: Props) {
  const { say } = useLanguage();
  const kinds = useQuery(kindsQuery);
  const items = kinds.data?.items ?? [];
  if (items.length === 0) return null;
  const chosen = items.find(({ key }) => key === draft.kind);
  return (
    <Choice
      label={say.tell.kind}
      options={items.map(({ key, name }) => ({ value: key, name }))}
      value={draft.kind === '' ? null : draft.kind}
      onChange={(kind) => change({ kind })}
      {...(chosen ? { hint: chosen.definition } : {})}
    />
  );
}

/** The line by which it is found. */
export function LineField({ draft, change }: Props) {
  const { say } = useLanguage();
  return (
    <TextField
      name="title"
      className="field"
      isRequired
      value={draft.title}
      onChange={(title) => change({ title })}
      maxLength={200}
    >
      <Label>{say.tell.line}</Label>
      <Input className="input" autoComplete="off" />
      <FieldError className="error">
        {({ validationErrors, validationDetails }) =>
          validationDetails.valueMissing ? say.tell.lineMissing : validationErrors.join(' ')
        }
      </FieldError>
    </TextField>
  );
}

export function HappenedField({ draft, change, isKept }: Props & { isKept: boolean }) {
  const { say } = useLanguage();
  return (
    <TextField
      name="description"
      className="field"
      value={draft.description}
      onChange={(description) => change({ description })}
      maxLength={20_000}
    >
      <Label>{say.tell.happened}</Label>
      <TextArea className="input said" rows={6} />
      <Text slot="description" className="hint">
        {say.tell.hint} {isKept ? say.tell.draftKept : null}
      </Text>
      <FieldError className="error" />
    </TextField>
  );
}

/** Who and how much it costs, as far as one knows. */
export function ImpactFields(props: Props) {
  const { say } = useLanguage();
  return (
    <div className={styles['impact']}>
      <NumberField {...props} field="people" name="people" label={say.tell.people} complaint={say.tell.peopleWrong} />
      <NumberField
        {...props}
        field="hours"
        name="hours_per_week"
        label={say.tell.hours}
        complaint={say.tell.hoursWrong}
      />
    </div>
  );
}

type NumberProps = Props & {
  readonly field: 'people' | 'hours';
  readonly name: string;
  readonly label: string;
  readonly complaint: string;
};

function NumberField({ draft, change, field, name, label, complaint }: NumberProps) {
  const isRight = (text: string) => {
    const number = numberIn(text);
    return number >= 0 && number <= 1_000_000 && (field === 'hours' || Number.isInteger(number));
  };
  return (
    <TextField
      name={name}
      className="field"
      value={draft[field]}
      onChange={(text) => change({ [field]: text })}
      validate={(text) => (text.trim() === '' || isRight(text) ? true : complaint)}
    >
      <Label>{label}</Label>
      <Input className="input" inputMode="decimal" autoComplete="off" />
      <FieldError className="error" />
    </TextField>
  );
}

const more: readonly DraftField[] = ['reproduction', 'environment', 'workaround'];

/** What helps whoever looks into it, and nobody has to say. */
export function MoreFields({ draft, change }: Props) {
  const { say } = useLanguage();
  return (
    <details className={styles['more']} open={more.some((field) => draft[field] !== '') || undefined}>
      <summary>{say.tell.more}</summary>
      {(['reproduction', 'environment', 'workaround'] as const).map((field) => (
        <TextField
          key={field}
          name={field}
          className="field"
          value={draft[field]}
          onChange={(text) => change({ [field]: text })}
          maxLength={5_000}
        >
          <Label>{say.tell.moreFields[field]}</Label>
          <TextArea className="input" rows={2} />
          <FieldError className="error" />
        </TextField>
      ))}
    </details>
  );
}
