import { useRouterState } from '@tanstack/react-router';
import { useLanguage } from '../ui/messages/language.tsx';
import { PersonaList, usePersonas } from './persona-list.tsx';

/** Where nobody is signed in. On the demo one chooses who to be; elsewhere the server's own page leads in, and back here. */
export function SignIn() {
  const { say } = useLanguage();
  const personas = usePersonas();
  const here = useRouterState({ select: ({ location }) => location.href });
  return (
    <>
      <title>{`${say.signIn.title} · ${say.brand}`}</title>
      <h1>{personas && personas.length > 0 ? say.signIn.demoTitle : say.signIn.title}</h1>
      {personas === undefined ? null : personas.length > 0 ? (
        <>
          <p className="lede">{say.signIn.demoLede}</p>
          <PersonaList personas={personas} />
        </>
      ) : (
        <div className="lede stack">
          <p>{say.signIn.lede}</p>
          <p>
            <a className="btn main big" href={`/sign-in?to=${encodeURIComponent(here)}`}>
              {say.signIn.title}
            </a>
          </p>
          <p>{say.signIn.remedy}</p>
        </div>
      )}
    </>
  );
}
