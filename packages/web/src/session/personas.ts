import { Problem } from '@hearback/client';

/** Somebody whom a visitor of the demo may be. */
export type Persona = { readonly person_id: string; readonly name: string; readonly roles: readonly string[] };

/** Whom one may be; nobody where this is no demo. It is no part of the API: only a demo answers here. */
export async function fetchPersonas(): Promise<readonly Persona[]> {
  const response = await fetch('/demo/personas').catch(() => undefined);
  const isThere = response?.ok && response.headers.get('content-type')?.startsWith('application/json');
  if (!isThere) return [];
  const { items } = (await response.json()) as { items: readonly Persona[] };
  return items;
}

export async function signInAs(personId: string): Promise<void> {
  const response = await fetch('/demo/sign-in', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ person: personId }),
  });
  if (!response.ok) throw new Problem((await response.json()) as ConstructorParameters<typeof Problem>[0]);
}
