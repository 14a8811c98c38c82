import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { Button } from '../ui/button.tsx';
import { useLanguage } from '../ui/messages/language.tsx';
import { Trouble } from '../ui/notices.tsx';
import { fetchPersonas, signInAs } from './personas.ts';
import styles from './sign-in.module.css';

/** Where nobody is signed in. On the demo one chooses who to be; elsewhere it says how to get in. */
export function SignIn() {
  const { say } = useLanguage();
  const personas = useQuery({ queryKey: ['personas'], queryFn: fetchPersonas, staleTime: Infinity });
  const people = personas.data ?? [];
  const go = useSignIn();
  return (
    <>
      <title>{`${say.signIn.title} · ${say.brand}`}</title>
      <h1>{say.signIn.title}</h1>
      {personas.isPending ? null : people.length === 0 ? (
        <div className="lede stack">
          <p>{say.signIn.lede}</p>
          <p>{say.signIn.remedy}</p>
        </div>
      ) : (
        <>
          <p className="lede">{say.signIn.demoLede}</p>
          <ul className={`strips ${styles['people']}`} aria-label={say.signIn.personas}>
            {people.map(({ person_id, name, roles }) => (
              <li key={person_id}>
                <p>
                  <b>{name}</b>
                  <span className="meta quiet small">{roles.join(', ')}</span>
                </p>
                <Button onPress={() => go.mutate(person_id)} isDisabled={go.isPending}>
                  {say.signIn.choose(name.split(' ')[0] ?? name)}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      {go.isError ? <Trouble error={go.error} /> : null}
    </>
  );
}

/** Signs in and stays on the page that asked for it; the sign-in page itself leads to the loop. */
function useSignIn() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  return useMutation({
    mutationFn: signInAs,
    onSuccess: async () => {
      await queries.resetQueries();
      if (path === '/sign-in') await navigate({ to: '/' });
    },
  });
}
