import { COMMON_STEMS } from './common-passwords.ts';

const LEAST = 12;
const MOST = 200;
const SEQUENCES = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'qwertzuiop', 'asdfghjkl', 'zxcvbnm'];
const REPLACED: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
};

/** Without what people put around a word: capitals, digits and signs at the ends, usual replacements inside. */
function stems(password: string): string[] {
  const lower = password.toLowerCase();
  const core = lower.replace(/^[^a-z@$]+/, '').replace(/[^a-z]+$/, '');
  const plain = core.replace(/[@43!10$57]/g, (sign) => REPLACED[sign] as string).replace(/[^a-z]/g, '');
  return [core.replace(/[^a-z]/g, ''), plain, lower.replace(/[^a-z]/g, '')];
}

/** The text that another is made of by repeating, or itself. */
function unit(text: string): string {
  for (let length = 1; length <= text.length / 2; length++) {
    const part = text.slice(0, length);
    if (text.length % length === 0 && part.repeat(text.length / length) === text) return part;
  }
  return text;
}

function isMostlySequence(password: string): boolean {
  const lower = password.toLowerCase();
  let covered = 0;
  for (let at = 0; at + 4 <= lower.length; ) {
    const part = lower.slice(at, at + 4);
    const back = [...part].reverse().join('');
    if (SEQUENCES.some((row) => row.includes(part) || row.includes(back)) || new Set(part).size === 1) {
      covered += 4;
      at += 4;
    } else at++;
  }
  return covered * 3 >= lower.length * 2;
}

/**
 * What is wrong with a password, as a sentence; null: it will do. At least 12 characters with letters and digits (PCI DSS
 * 8.3.6), and not what the lists of leaked passwords begin with.
 *
 * @param own texts it must not be made of: login and name
 */
export function passwordProblem(password: string, own: readonly string[]): string | null {
  const length = [...password].length;
  if (length < LEAST) return `at least ${LEAST} characters; this has ${length}`;
  if (length > MOST) return `at most ${MOST} characters`;
  if (!/\p{L}/u.test(password)) return 'needs a letter';
  if (!/\p{N}/u.test(password)) return 'needs a digit';
  if (new Set(password.toLowerCase()).size < 5) return 'needs more different characters';
  if (isMostlySequence(password)) return 'is a row of keys or digits, which is tried first';
  const words = stems(password);
  const found = words.find((stem) => COMMON_STEMS.has(stem) || COMMON_STEMS.has(unit(stem)));
  if (found !== undefined) return 'is on the lists of common passwords';
  const lower = password.toLowerCase();
  const mine = own.map((text) => text.toLowerCase()).find((text) => text.length >= 4 && lower.includes(text));
  return mine === undefined ? null : 'must not hold the login or the name';
}
