import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

/** The key of an installation (Ed25519, RFC 8032). */
export interface SigningKey {
  readonly privateKey: KeyObject;
  /** SubjectPublicKeyInfo in PEM (RFC 7468). */
  readonly publicKeyPem: string;
  readonly fingerprint: string;
}

/** A new private key, PKCS #8 in PEM. */
export function generateSigningKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Throws TypeError when the text is no private Ed25519 key. */
export function readSigningKey(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new TypeError('the signing key is not an Ed25519 key');
  const publicKeyPem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
  return { privateKey, publicKeyPem, fingerprint: keyFingerprint(publicKeyPem) };
}

/** SHA-256 of the key's DER form, as pairs of hex digits: what people compare by eye. Throws when the text is no public key. */
export function keyFingerprint(publicKeyPem: string): string {
  const der = createPublicKey(publicKeyPem).export({ type: 'spki', format: 'der' });
  return (createHash('sha256').update(der).digest('hex').match(/../g) as string[]).join(':');
}

export function signBytes({ privateKey }: SigningKey, bytes: Uint8Array): string {
  return sign(null, bytes, privateKey).toString('base64');
}

/** False for a signature of other bytes or by another key, and for what is no key or signature at all. */
export function isSignedBy(publicKeyPem: string, bytes: Uint8Array, signature: string): boolean {
  try {
    const key = createPublicKey(publicKeyPem);
    return key.asymmetricKeyType === 'ed25519' && verify(null, bytes, key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
