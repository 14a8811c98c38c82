import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from '../ui/button.tsx';
import { useLanguage } from '../ui/messages/language.tsx';
import { Trouble } from '../ui/notices.tsx';
import { fetchPersonas, type Persona, signInAs } from './personas.ts';
import styles from './persona-list.module.css';

/** Whom one may be in a demo; undefined until it is known, empty elsewhere. */
export function usePersonas(): readonly Persona[] | undefined {
  return useQuery({ queryKey: ['personas'], queryFn: fetchPersonas, staleTime: Infinity }).data;
}

/** The people of the sample workspace: one press and one is somebody else. */
export function PersonaList({ personas }: { personas: readonly Persona[] }) {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const go = useMutation({
    mutationFn: signInAs,
    // Whoever reads now may see other things: nothing of before is kept.
    onSuccess: () => queries.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'personas' }),
  });
  return (
    <>
      <ul className={`strips ${styles['people']}`} aria-label={say.signIn.personas}>
        {personas.map(({ person_id, name, roles }) => (
          <li key={person_id}>
            <p>
              <b>{name}</b>
              <span className="quiet small">{say.roles(roles)}</span>
            </p>
            <Button onPress={() => go.mutate(person_id)} isDisabled={go.isPending}>
              {say.signIn.choose(name.split(' ')[0] ?? name)}
            </Button>
          </li>
        ))}
      </ul>
      {go.isError ? <Trouble error={go.error} /> : null}
    </>
  );
}
