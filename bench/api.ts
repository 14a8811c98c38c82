/** Somebody with a token who talks to a server over HTTP. Whatever is refused ends the bench with the answer's words. */
export type Api = {
  get<Body>(path: string): Promise<Body>;
  post<Body>(path: string, body: unknown, version?: number): Promise<Body>;
  patch<Body>(path: string, body: unknown, version: number): Promise<Body>;
};

export function createApi(url: string, token: string): Api {
  const call = async <Body>(method: string, path: string, body?: unknown, version?: number): Promise<Body> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    return JSON.parse(text) as Body;
  };
  return {
    get: (path) => call('GET', path),
    post: (path, body, version) => call('POST', path, body, version),
    patch: (path, body, version) => call('PATCH', path, body, version),
  };
}

type Page<Item> = { readonly items: readonly Item[]; readonly next_cursor: string | null };

/** Every item of a list, page by page. */
export async function everyItem<Item>(api: Api, path: string): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page<Item> = await api.get(`${path}?limit=100${query}`);
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return items;
}
