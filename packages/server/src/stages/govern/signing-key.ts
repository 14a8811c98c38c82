import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
  createHash,
} from 'node:crypto';
import path from 'node:path';
import { readOrMakeSecretFile } from '../../platform/auth/index.ts';

/** Signs checkpoints (Ed25519). `id` is the first 16 hex digits of the public key's SHA-256. */
export type SigningKey = {
  readonly id: string;
  sign(bytes: Uint8Array): Buffer;
  verify(bytes: Uint8Array, signature: Uint8Array): boolean;
};

function keyOf(privateKey: KeyObject): SigningKey {
  const publicKey = createPublicKey(privateKey);
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return {
    id: createHash('sha256').update(der).digest('hex').slice(0, 16),
    sign: (bytes) => sign(null, bytes, privateKey),
    verify: (bytes, signature) => verify(null, bytes, publicKey, signature),
  };
}

/**
 * The installation's signing key: HEARBACK_SIGNING_KEY (PKCS #8 PEM) where it is set, else a 0600 file in the data folder,
 * made at the first start. Without a folder (tests in memory) it lasts as long as the process.
 */
export function loadSigningKey(home: string | undefined, setting: string | undefined): SigningKey {
  if (setting) return keyOf(createPrivateKey(setting));
  const make = (): string =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const pem = home === undefined ? make() : readOrMakeSecretFile(path.join(home, 'signing', 'key.pem'), make);
  return keyOf(createPrivateKey(pem));
}
