import type { PlainPage } from './plain-page.ts';

const again = [{ href: '/sign-in', text: 'Sign in again' }];

/** No provider is set up: the two other ways in. */
export const noProvider: PlainPage = {
  title: 'Sign in',
  paragraphs: [
    'This Hearback has no single sign-on yet. Ask whoever runs it for a sign-in link; it works once and for seven days.',
    'Programs and terminals use a token: send it as “Authorization: Bearer …”.',
    'To set up single sign-on, give the server HEARBACK_OIDC_ISSUER, HEARBACK_OIDC_CLIENT_ID and HEARBACK_OIDC_CLIENT_SECRET.',
  ],
};

export const signedOut: PlainPage = {
  title: 'You are signed out',
  paragraphs: ['This browser no longer knows you.'],
  links: again,
};

export const linkUsed: PlainPage = {
  title: 'This link no longer works',
  paragraphs: [
    'A sign-in link works once and for seven days. This one was used already, has run out, or was not copied whole.',
    'Ask whoever runs this Hearback for a new one.',
  ],
};

export const providerAway: PlainPage = {
  title: 'Single sign-on cannot be reached',
  paragraphs: [
    'The identity provider did not answer as it should. Nothing is wrong with your account here.',
    'Try again in a minute. Whoever runs this Hearback finds the reason in its log.',
  ],
  links: again,
};

export const foreignAddress: PlainPage = {
  title: 'This is not the address of this Hearback',
  paragraphs: ['Signing in works at its own address only. Whoever runs it sets that address as HEARBACK_URL.'],
};

const left: PlainPage = {
  title: 'You cannot sign in here any more',
  paragraphs: ['You are marked as having left this workspace. If that is a mistake, ask one of its stewards.'],
};

const startedElsewhere: PlainPage = {
  title: 'This sign-in did not start here',
  paragraphs: [
    'It took longer than ten minutes, was opened in another browser, or was not yours. Nothing was changed.',
  ],
  links: again,
};

const wrongProvider: PlainPage = {
  title: 'The answer came from another provider',
  paragraphs: [
    'Somebody else than the identity provider of this Hearback answered, so it was not believed. Nothing was changed.',
  ],
  links: again,
};

const failures: Readonly<Record<string, PlainPage>> = {
  left,
  not_for_people: {
    title: 'This is the account of a program',
    paragraphs: ['Its e-mail address belongs to a service account here, and those use tokens.'],
  },
  email_of_another: {
    title: 'Your e-mail address is somebody else’s here',
    paragraphs: [
      'Somebody signs in with it through another account of the same provider. Ask a steward of the workspace.',
    ],
  },
  choose_workspace: {
    title: 'Which workspace?',
    paragraphs: [
      'There are several here. Open the address that your team gave you: it ends with ?workspace= and its short name.',
    ],
  },
  state_mismatch: startedElsewhere,
  state_not_found: startedElsewhere,
  state_invalid: startedElsewhere,
  issuer_mismatch: wrongProvider,
  issuer_missing: wrongProvider,
  access_denied: {
    title: 'You were not signed in',
    paragraphs: ['The identity provider says that it was cancelled or not allowed.'],
    links: again,
  },
};

/** What a failed sign-in says. The provider's own words are not repeated: they could be anybody's. */
export function failureWords(code: string): PlainPage {
  return (
    failures[code] ?? {
      title: 'Signing in did not work',
      paragraphs: ['The identity provider’s answer could not be used. Nothing was changed.'],
      links: again,
    }
  );
}
