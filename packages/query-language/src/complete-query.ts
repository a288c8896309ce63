import { serviceNames } from '@scopemap/net';
import { FIELDS, type Field, fieldNamed } from './fields.ts';
import { quoteText } from './print-query.ts';
import type { Span } from './query.ts';

/** Live values, most wanted first; `count` is shown beside them. */
export interface KnownValue {
  readonly text: string;
  readonly count?: number;
}

/** What completion may offer for the values of fields whose values are the user's own. */
export interface Vocabulary {
  readonly zones: readonly KnownValue[];
  readonly hosts: readonly KnownValue[];
  readonly exporters: readonly KnownValue[];
}

export interface Completion {
  /** What is put in the place of `replaces`. */
  readonly insert: string;
  readonly label: string;
  readonly about: string;
  readonly kind: 'field' | 'value';
}

export interface Completions {
  readonly replaces: Span;
  /** At most twelve. */
  readonly items: readonly Completion[];
}

const MOST = 12;
const EXAMPLES: Readonly<Partial<Record<Field['kind'], readonly string[]>>> = {
  'yes-no': ['yes', 'no'],
  protocol: ['tcp', 'udp', 'icmp', 'esp', 'gre'],
  age: ['24h', '7d', '30d', '90d'],
  port: ['22', '80', '443', '1433', '3389', '5432'],
};

/** What may stand at the cursor. Never throws; what cannot be completed has no items. */
export function completeQuery(text: string, cursor: number, vocabulary: Vocabulary): Completions {
  const before = text.slice(0, cursor);
  const started = /(?:^|[\s(])-?([^\s"()]*(?:"[^"]*)?)$/.exec(before)?.[1] ?? '';
  const head = /^(?:(src|dst)\.)?([A-Za-z]+)(?:[:=<>]=?|!=)/i.exec(started);
  const field = head ? fieldNamed(head[2] as string) : undefined;
  if (!head) return { replaces: { from: cursor - started.length, to: cursor }, items: fieldItems(started) };
  const typed = started.slice(head[0].length).split(',').at(-1) as string;
  const replaces = { from: cursor - typed.length, to: cursor };
  return { replaces, items: field ? valueItems(field, typed.replaceAll('"', ''), vocabulary) : [] };
}

function fieldItems(typed: string): Completion[] {
  const lower = typed.toLowerCase();
  const names = FIELDS.flatMap((field) =>
    (field.sided ? [field.name, `src.${field.name}`, `dst.${field.name}`] : [field.name]).map((name) => ({
      name,
      field,
    })),
  );
  const matching = names.filter(({ name }) => name.startsWith(lower) && (lower !== '' || !name.includes('.')));
  return matching
    .slice(0, MOST)
    .map(({ name, field }) => ({ insert: `${name}:`, label: `${name}:`, about: field.about, kind: 'field' as const }));
}

function valueItems(field: Field, typed: string, vocabulary: Vocabulary): Completion[] {
  const lower = typed.toLowerCase();
  const known = valuesOf(field, vocabulary).filter(({ text }) => text.toLowerCase().includes(lower));
  // Those that begin with what was typed come first; the order of the vocabulary otherwise stays.
  const begins = ({ text }: KnownValue) => (text.toLowerCase().startsWith(lower) ? 0 : 1);
  return known
    .sort((a, b) => begins(a) - begins(b))
    .slice(0, MOST)
    .map(({ text, count }) => ({
      insert: quoteText(text),
      label: text,
      about: count === undefined ? '' : String(count),
      kind: 'value',
    }));
}

function valuesOf(field: Field, { zones, hosts, exporters }: Vocabulary): KnownValue[] {
  if (field.words) return Object.keys(field.words).map((text) => ({ text }));
  switch (field.name) {
    case 'zone':
      return [...zones, { text: 'none' }];
    case 'host':
      return [...hosts];
    case 'exporter':
      return [...exporters];
    case 'svc':
      return Array.from(serviceNames(), (text) => ({ text }));
    default:
      return (EXAMPLES[field.kind] ?? []).map((text) => ({ text }));
  }
}
