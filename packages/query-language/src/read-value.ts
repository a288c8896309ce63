import { parsePrefix, parseService, protocolName, protocolNumber, serviceNames } from '@scopemap/net';
import type { Field } from './fields.ts';
import { nearest } from './nearest.ts';
import { QueryError } from './query-error.ts';
import type { Word } from './scanner.ts';
import type { Value } from './value.ts';

const DAY_MS = 86_400_000;

/** Letters behind a length of time, in milliseconds. */
const AGE_UNITS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  d: DAY_MS,
  w: 7 * DAY_MS,
  m: 30 * DAY_MS,
  y: 365 * DAY_MS,
};

const FACTORS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

const READERS: Readonly<Record<Field['kind'], (field: Field, word: Word) => Value>> = {
  text: (_, { text }) => ({ type: 'text', text }),
  zone: (_, { text, quoted }) => (!quoted && text === 'none' ? { type: 'word', word: 'none' } : { type: 'text', text }),
  prefix: readPrefix,
  word: readWord,
  port: readPort,
  protocol: readProtocol,
  service: readService,
  day: readDay,
  age: readAge,
  quantity: readQuantity,
  'yes-no': readYesNo,
};

/** The value that a word means for a field. Throws `QueryError` that says what the field takes. */
export function readValue(field: Field, word: Word): Value {
  return READERS[field.kind](field, word);
}

function refuse(field: Field, word: Word, expectation: string, expected: readonly string[] = []): never {
  throw new QueryError(`${field.name}: "${word.text}" is not ${expectation}`, word, expected);
}

function readPrefix(field: Field, word: Word): Value {
  const prefix = parsePrefix(word.text);
  return prefix
    ? { type: 'prefix', prefix }
    : refuse(field, word, 'an address or a CIDR prefix (bits behind the length must be zero)');
}

function readWord(field: Field, word: Word): Value {
  const known = Object.keys(field.words ?? {});
  const lower = word.text.toLowerCase();
  if (known.includes(lower)) return { type: 'word', word: lower };
  const close = nearest(lower, known);
  return refuse(field, word, `one of ${known.join(', ')}`, close.length > 0 ? close : known);
}

function readPort(field: Field, word: Word): Value {
  const match = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(word.text);
  const from = Number(match?.[1]);
  const to = match?.[2] === undefined ? from : Number(match[2]);
  if (!match || from > 65_535 || to > 65_535)
    return refuse(field, word, 'a port from 0 to 65535, or a range such as 8000-8099');
  return from <= to ? { type: 'range', from, to } : refuse(field, word, 'a range: its end lies before its beginning');
}

function readProtocol(field: Field, word: Word): Value {
  const number = protocolNumber(word.text);
  return number === null
    ? refuse(field, word, 'a protocol such as tcp, udp, icmp, esp or a number', ['tcp', 'udp', 'icmp'])
    : { type: 'number', number, text: protocolName(number) };
}

function readService(field: Field, word: Word): Value {
  const matches = parseService(word.text);
  return matches
    ? { type: 'service', service: { text: word.text.trim().toLowerCase(), matches } }
    : refuse(
        field,
        word,
        'a port, protocol or service name such as 443, 443/tcp or https',
        nearest(word.text, serviceNames()),
      );
}

function readDay(field: Field, word: Word): Value {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(word.text) ? Date.parse(word.text) : Number.NaN;
  const isDay = !Number.isNaN(day) && new Date(day).toISOString().startsWith(word.text);
  return isDay ? { type: 'day', day } : refuse(field, word, 'a day written YYYY-MM-DD');
}

function readAge(field: Field, word: Word): Value {
  const match = /^([0-9]{1,4})([hdwmy])$/i.exec(word.text);
  const unit = AGE_UNITS[(match?.[2] ?? '').toLowerCase()];
  if (!match || unit === undefined)
    return refuse(field, word, 'a length of time such as 24h, 7d, 4w or 1y', ['7d', '30d']);
  return { type: 'age', age: Number(match[1]) * unit, text: word.text.toLowerCase() };
}

function readQuantity(field: Field, word: Word): Value {
  const match = /^([0-9]{1,15}(?:\.[0-9]{1,3})?)([kmgt]?)$/i.exec(word.text);
  const factor = FACTORS[(match?.[2] ?? '').toLowerCase()];
  if (!match || factor === undefined) return refuse(field, word, 'a number such as 500, 10k, 1.5M or 2G');
  return { type: 'number', number: Math.round(Number(match[1]) * factor), text: word.text };
}

function readYesNo(field: Field, word: Word): Value {
  const yes = { yes: true, true: true, no: false, false: false }[word.text.toLowerCase()];
  return yes === undefined ? refuse(field, word, 'yes or no', ['yes', 'no']) : { type: 'yes-no', yes };
}
