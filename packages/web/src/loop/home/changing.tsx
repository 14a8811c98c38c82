import { useQuery } from '@tanstack/react-query';
import { homeQuery } from '../../data/api.ts';
import { useLanguage } from '../../ui/messages/language.tsx';
import { Trouble, Waiting } from '../../ui/notices.tsx';
import { SaidDidList } from './said-did.tsx';

/** What is changing because somebody said something. */
export function Changing() {
  const { say } = useLanguage();
  const home = useQuery(homeQuery);
  if (home.isPending) return <Waiting />;
  if (home.isError) return <Trouble error={home.error} onAgain={() => void home.refetch()} heading="h1" />;
  return (
    <>
      <title>{`${say.changing.title} · ${say.brand}`}</title>
      <h1>{say.changing.title}</h1>
      <p className="lede">{say.changing.lede}</p>
      <section className="section read">
        <SaidDidList items={home.data.said_did} now={new Date(home.data.as_of)} />
      </section>
    </>
  );
}
