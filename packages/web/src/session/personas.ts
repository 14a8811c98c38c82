import { Problem } from '@hearback/client';

/** Somebody whom a visitor of the demo may be. */
export type Persona = { readonly person_id: string; readonly name: string; readonly roles: readonly string[] };

// The demo alone has these, so they are in no document of the API.
const personasPath = '/api/v1/demo/personas';
const signInPath = '/api/v1/demo/sign-in';

/** Whom one may be; nobody where this is no demo. */
export async function fetchPersonas(): Promise<readonly Persona[]> {
  const response = await fetch(personasPath).catch(() => undefined);
  if (!response?.ok) return [];
  const { items } = (await response.json()) as { items: readonly Persona[] };
  return items;
}

export async function signInAs(personId: string): Promise<void> {
  const response = await fetch(signInPath, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ person_id: personId }),
  });
  if (!response.ok) throw new Problem((await response.json()) as ConstructorParameters<typeof Problem>[0]);
}
