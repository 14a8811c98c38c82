// Who is asking, and how they got in: tokens of our own, browser sessions and single sign-on by better-auth, and the caller that
// services ask for permission. It knows no person's name by itself: people are a stage's records, reached through ports.
export { createAdmit } from './admission.ts';
export { createAuthenticate, requireOurOrigin, type SessionLookup } from './authenticate.ts';
export { Caller, forbidden, type Identified, type Member, type PersonDirectory } from './caller.ts';
export { ProviderUnusable } from './oidc-provider.ts';
export { plainPage, redirectTo, withCookies } from './plain-page.ts';
export { readOrMakeSecretFile, readSessionSecret } from './secret.ts';
export { createSessions, type Sessions, workspaceCookieFor } from './sessions.ts';
export { callbackPath, createSingleSignOn, type SingleSignOn } from './single-sign-on.ts';
export type { GroupsToTeams, KnownPerson, Persona, SignInPeople } from './sign-in-ports.ts';
export { failureWords, foreignAddress, linkUsed, noProvider, providerAway, signedOut } from './sign-in-words.ts';
export { createTokens, type MadeToken, type TokenKind, type TokenRow, type Tokens } from './tokens.ts';
