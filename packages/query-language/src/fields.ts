import { CATEGORY_WORDS, CONFIDENCE_WORDS, METHOD_WORDS, STATE_WORDS, STATUS_WORDS, type Words } from './words.ts';

/** `src` is the client, `dst` the server. On a relationship without direction a sided term looks at both ends. */
export type Side = 'src' | 'dst';

export type FieldKind =
  | 'text'
  | 'zone'
  | 'prefix'
  | 'word'
  | 'port'
  | 'protocol'
  | 'service'
  | 'day'
  | 'age'
  | 'quantity'
  | 'yes-no';

export interface Field {
  /** The name that is printed. */
  readonly name: string;
  /** Other names that are read. */
  readonly aliases: readonly string[];
  readonly kind: FieldKind;
  /** It speaks of one end of a relationship, so that `src.` and `dst.` may stand before it. */
  readonly sided: boolean;
  /** Words that are allowed, for the kind `word`. */
  readonly words?: Words;
  /** One line for the list of completions. */
  readonly about: string;
}

const FIELD_TABLE = [
  {
    name: 'host',
    aliases: ['name'],
    kind: 'text',
    sided: true,
    about: 'part of a host name, or an address',
  },
  {
    name: 'ip',
    aliases: ['addr', 'address', 'net'],
    kind: 'prefix',
    sided: true,
    about: 'address or prefix: 10.10.0.0/16',
  },
  { name: 'zone', aliases: [], kind: 'zone', sided: true, about: 'zone name, or none' },
  {
    name: 'cat',
    aliases: ['category', 'scope'],
    kind: 'word',
    sided: true,
    words: CATEGORY_WORDS,
    about: 'scope category: cde, connected, security, out, undetermined, external, in-scope',
  },
  { name: 'port', aliases: [], kind: 'port', sided: false, about: 'port of the service: 443 or 8000-8099' },
  { name: 'proto', aliases: ['protocol'], kind: 'protocol', sided: false, about: 'tcp, udp, icmp, esp or a number' },
  { name: 'svc', aliases: ['service'], kind: 'service', sided: false, about: 'service: https, 443/tcp, postgresql' },
  {
    name: 'status',
    aliases: ['review'],
    kind: 'word',
    sided: false,
    words: STATUS_WORDS,
    about: 'review status: violation, unreviewed, approved, ordinary',
  },
  {
    name: 'state',
    aliases: ['contact'],
    kind: 'word',
    sided: false,
    words: STATE_WORDS,
    about: 'contact: established, attempted, denied, unknown',
  },
  {
    name: 'method',
    aliases: [],
    kind: 'word',
    sided: false,
    words: METHOD_WORDS,
    about: 'how the direction was decided',
  },
  {
    name: 'confidence',
    aliases: [],
    kind: 'word',
    sided: false,
    words: CONFIDENCE_WORDS,
    about: 'how sure the direction is: certain, high, medium, low, none',
  },
  { name: 'directed', aliases: [], kind: 'yes-no', sided: false, about: 'is it known who the server is: yes, no' },
  { name: 'justified', aliases: ['approved'], kind: 'yes-no', sided: false, about: 'has a business need: yes, no' },
  { name: 'scanner', aliases: [], kind: 'yes-no', sided: false, about: 'the client behaved like a scanner: yes, no' },
  { name: 'new', aliases: [], kind: 'age', sided: false, about: 'first seen within: new:7d' },
  { name: 'first', aliases: [], kind: 'day', sided: false, about: 'first seen: first>=2026-09-01' },
  { name: 'seen', aliases: ['last'], kind: 'day', sided: false, about: 'last seen: seen>=2026-09-01' },
  { name: 'bytes', aliases: ['octets'], kind: 'quantity', sided: false, about: 'octets: bytes>10M' },
  { name: 'packets', aliases: [], kind: 'quantity', sided: false, about: 'packets: packets>1k' },
  { name: 'flows', aliases: [], kind: 'quantity', sided: false, about: 'flow records: flows<5' },
  { name: 'exporter', aliases: ['observer'], kind: 'text', sided: false, about: 'part of an exporter name or address' },
] as const satisfies readonly Field[];

export type FieldName = (typeof FIELD_TABLE)[number]['name'];

/** Every field, in the order in which completion offers them. */
export const FIELDS: readonly (Field & { readonly name: FieldName })[] = FIELD_TABLE;

const BY_NAME = new Map(
  FIELDS.flatMap((field) => [field.name, ...field.aliases].map((name) => [name, field] as const)),
);

/** The field with this name or alias, whatever its case; undefined when there is none. */
export function fieldNamed(name: string): (Field & { readonly name: FieldName }) | undefined {
  return BY_NAME.get(name.toLowerCase());
}
