// Webhooks coming in, signed the Standard Webhooks way: who sent these bytes, and when. It decides nothing about what they
// say, and it never reads them before it has checked them.
export { hookSecretOf, type HookVerdict, verifyHook } from './verify.ts';
