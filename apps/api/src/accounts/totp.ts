import { Secret, TOTP } from 'otpauth';

const PERIOD = 30;

function generator(secret: string, login: string): TOTP {
  return new TOTP({
    issuer: 'Scopemap',
    label: login,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD,
    secret: Secret.fromBase32(secret),
  });
}

/** A new secret (160 bits, RFC 4226 section 4) in base 32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What the QR code of an authenticator says. */
export function totpUri(secret: string, login: string): string {
  return generator(secret, login).toString();
}

/** The time step of a code that holds now, one step early or late (RFC 6238 section 5.2); null: it does not. */
export function totpStep(secret: string, code: string, now: Date): number | null {
  const token = code.replaceAll(/\s/g, '');
  const delta = generator(secret, '').validate({ token, timestamp: now.getTime(), window: 1 });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD) + delta;
}
