import { createHash } from 'node:crypto';

/** A page of words, for whoever is not signed in: no script, no address of others, the same in every state of the web build. */
export type PlainPage = {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly links?: readonly { readonly href: string; readonly text: string }[];
  /** Buttons that post one field of one form each. */
  readonly buttons?: readonly {
    readonly action: string;
    readonly name: string;
    readonly value: string;
    readonly text: string;
  }[];
};

const style = `
:root { color-scheme: light dark; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 34rem; margin: 12vh auto; padding: 0 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
form { margin: 0.5rem 0; }
button { font: inherit; padding: 0.5rem 0.9rem; min-width: 18rem; text-align: start; cursor: pointer; }
`;

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The page as an answer. */
export function plainPage(page: PlainPage, status: number, cookies: readonly string[] = []): Response {
  const { title, paragraphs, links = [], buttons = [] } = page;
  const body = [
    `<h1>${escaped(title)}</h1>`,
    ...paragraphs.map((text) => `<p>${escaped(text)}</p>`),
    ...buttons.map(
      ({ action, name, value, text }) =>
        `<form method="post" action="${escaped(action)}"><input type="hidden" name="${escaped(name)}" value="${escaped(value)}">` +
        `<button type="submit">${escaped(text)}</button></form>`,
    ),
    ...links.map(({ href, text }) => `<p><a href="${escaped(href)}">${escaped(text)}</a></p>`),
  ].join('\n');
  const html =
    `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>${escaped(title)} · Hearback</title>\n` +
    `<style>${style}</style>\n</head>\n<body>\n<main>\n${body}\n</main>\n</body>\n</html>\n`;
  return withCookies(
    new Response(html, {
      status,
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': policy,
        'Cache-Control': 'no-store',
      },
    }),
    cookies,
  );
}

/** Sends the browser on. */
export function redirectTo(location: string, status: 302 | 303, cookies: readonly string[] = []): Response {
  return withCookies(
    new Response(null, { status, headers: { Location: location, 'Cache-Control': 'no-store' } }),
    cookies,
  );
}

export function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
  return response;
}
