import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../data/api.ts';
import { Button } from '../ui/button.tsx';
import { useLanguage } from '../ui/messages/language.tsx';
import { switchTheme } from '../ui/theme.ts';
import { PersonaList, usePersonas } from './persona-list.tsx';

/** Who one is here, and the way out. */
export function You() {
  const { say } = useLanguage();
  const me = useQuery(meQuery);
  const personas = usePersonas() ?? [];
  if (!me.data) return null;
  const { name, roles, person_id, workspace } = me.data;
  const others = personas.filter((persona) => persona.person_id !== person_id);
  return (
    <>
      <title>{`${say.you.title(name)} · ${say.brand}`}</title>
      <p className="crumb">{workspace.name}</p>
      <h1>{say.you.title(name)}</h1>
      <p className="lede">{say.you.lede(say.roles(roles))}</p>
      <form className="btns section" method="post" action="/sign-out">
        <Button onPress={switchTheme}>{say.nav.themeLong}</Button>
        <Button type="submit">{say.you.signOut}</Button>
      </form>
      {others.length > 0 ? (
        <section className="section" aria-labelledby="others">
          <h2 id="others">{say.you.others}</h2>
          <PersonaList personas={others} />
        </section>
      ) : null}
    </>
  );
}
