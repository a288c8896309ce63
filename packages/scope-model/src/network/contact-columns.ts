import type { ContactFact } from '../facts/contact-fact.ts';
import { CONTACT_STATES, type ContactState } from '../relationship.ts';

/**
 * Contacts as columns: the same facts as {@link ContactFact}, without an object for each. A row is a contact; columns may be
 * longer than `count`.
 */
export interface ContactColumns {
  readonly count: number;
  /** Asset ids and addresses, each once. */
  readonly ends: readonly string[];
  /** Indexes into `ends`. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly protocol: Uint8Array;
  /** The server's port; -1 without ports or when it is not known. */
  readonly port: Int32Array;
  /** Indexes into `CONTACT_STATES`. */
  readonly state: Uint8Array;
  /** 1 for true. */
  readonly directed: Uint8Array;
  readonly scanner: Uint8Array;
  /** Milliseconds since 1970 UTC. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  id(row: number): string;
}

const FIRST_SIZE = 1024;
const STATE_NUMBERS = new Map<ContactState, number>(CONTACT_STATES.map((state, i) => [state, i]));

/** As much of a contact as a classification depends on. */
export type DecidingContact = Omit<ContactFact, 'method' | 'confidence' | 'flows' | 'observers'>;

/** Reads contacts one by one into columns that grow. */
export function readContacts(contacts: Iterable<DecidingContact>): ContactColumns {
  return fill([], [], emptyColumns(FIRST_SIZE), contacts);
}

/**
 * Columns in which the contacts given take the place of those with their ids, in the same rows; others come behind, in their order.
 * The columns given stay as they are.
 */
export function updateContacts(columns: ContactColumns, contacts: readonly DecidingContact[]): ContactColumns {
  const { count } = columns;
  const rest = new Map(contacts.map((contact) => [contact.id, contact]));
  const ids = Array.from({ length: count }, (_, row) => columns.id(row));
  const ends = [...columns.ends];
  const endOf = numbering(ends);
  const copy = grown(columns, Math.max(FIRST_SIZE, count + contacts.length), count);
  ids.forEach((id, row) => {
    const contact = rest.get(id);
    if (!contact) return;
    rest.delete(id);
    write(copy, row, contact, endOf);
  });
  return fill(ids, ends, copy, rest.values());
}

function fill(ids: string[], ends: string[], start: Arrays, contacts: Iterable<DecidingContact>): ContactColumns {
  const endOf = numbering(ends);
  let columns = start;
  for (const contact of contacts) {
    const row = ids.push(contact.id) - 1;
    if (row === columns.from.length) columns = grown(columns, row * 2, row);
    write(columns, row, contact, endOf);
  }
  return { ...columns, count: ids.length, ends, id: (row) => ids[row] as string };
}

/** Numbers of texts, by their place in the list; others are added to it. */
function numbering(texts: string[]): (text: string) => number {
  const numbers = new Map(texts.map((text, number) => [text, number]));
  return (text) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const number = texts.push(text) - 1;
    numbers.set(text, number);
    return number;
  };
}

function write(columns: Arrays, row: number, contact: DecidingContact, endOf: (text: string) => number): void {
  columns.from[row] = endOf(contact.from);
  columns.to[row] = endOf(contact.to);
  columns.protocol[row] = contact.protocol;
  columns.port[row] = contact.port ?? -1;
  columns.state[row] = STATE_NUMBERS.get(contact.state) as number;
  columns.directed[row] = contact.directed ? 1 : 0;
  columns.scanner[row] = contact.scanner ? 1 : 0;
  columns.first[row] = contact.first;
  columns.last[row] = contact.last;
}

type Arrays = Omit<ContactColumns, 'count' | 'ends' | 'id'>;

function emptyColumns(size: number): Arrays {
  return {
    from: new Int32Array(size),
    to: new Int32Array(size),
    protocol: new Uint8Array(size),
    port: new Int32Array(size),
    state: new Uint8Array(size),
    directed: new Uint8Array(size),
    scanner: new Uint8Array(size),
    first: new Float64Array(size),
    last: new Float64Array(size),
  };
}

function grown(old: Arrays, size: number, count: number): Arrays {
  const larger = emptyColumns(size);
  for (const name of Object.keys(larger) as (keyof Arrays)[]) larger[name].set(old[name].subarray(0, count));
  return larger;
}
