import { randomInt } from 'node:crypto';
import { tokenHash } from './secrets.ts';

const COUNT = 10;
/** Without what looks alike. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';

const part = () => Array.from({ length: 5 }, () => SIGNS[randomInt(SIGNS.length)]).join('');

/** Ten codes like `k3f9a-x7m2p-q4r8s`, with 74 random bits each. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () => `${part()}-${part()}-${part()}`);
}

/** What is stored of a code; capitals, blanks and dashes do not count. */
export function recoveryCodeHash(code: string): Buffer {
  return tokenHash(code.toLowerCase().replaceAll(/[\s-]/g, ''));
}
