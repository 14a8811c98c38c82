import type { TestHouse } from './harness.ts';

/** A browser without a screen: keeps cookies by host, follows redirects when asked, sends Origin with forms as browsers do. */
export type Browser = {
  /** One request, no redirect followed. Addresses of the house are answered in process, all others over HTTP. */
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** Follows redirects until something else comes, or until `stop` says that this address is where to stay. */
  go(url: string, init?: RequestInit, stop?: (next: URL) => boolean): Promise<{ url: URL; response: Response }>;
  cookie(name: string): string | undefined;
  setCookie(host: string, name: string, value: string): void;
};

const houseHosts = new Set(['127.0.0.1', 'localhost']);

export function openBrowser(house: TestHouse): Browser {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (host: string): Map<string, string> => {
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };

  const keep = (host: string, response: Response): void => {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const name = pair.slice(0, pair.indexOf('=')).trim();
      const gone = attributes.some((attribute) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute));
      if (gone) jarOf(host).delete(name);
      else jarOf(host).set(name, pair.slice(pair.indexOf('=') + 1));
    }
  };

  const once = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const { host } = new URL(url);
    const headers = new Headers(init.headers);
    const cookies = [...jarOf(host)].map(([name, value]) => `${name}=${value}`).join('; ');
    if (cookies !== '' && !headers.has('cookie')) headers.set('cookie', cookies);
    const request = new Request(url, { ...init, headers, redirect: 'manual' });
    const response = houseHosts.has(host) ? await house.hearback.app.fetch(request) : await fetch(request);
    keep(host, response);
    return response;
  };

  return {
    fetch: once,
    go: async (url, init, stop = () => false) => {
      let at = new URL(url);
      let response = await once(url, init);
      for (let hop = 0; hop < 20; hop += 1) {
        const location = response.headers.get('location');
        if (response.status < 300 || response.status > 399 || location === null) return { url: at, response };
        const next = new URL(location, at);
        if (stop(next)) return { url: next, response };
        at = next;
        response = await once(at.href);
      }
      throw new Error(`Too many redirects at ${at.href}`);
    },
    cookie: (name) => [...jars.values()].map((jar) => jar.get(name)).find((value) => value !== undefined),
    setCookie: (host, name, value) => {
      jarOf(host).set(name, value);
    },
  };
}
