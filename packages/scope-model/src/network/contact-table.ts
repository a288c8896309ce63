import { CONTACT_STATES, type ContactState } from '../relationship.ts';
import type { ContactColumns } from './contact-columns.ts';
import type { SystemTable } from './system-table.ts';

const STATE_BITS = 3;
const DIRECTED = 4;
const SCANNER = 8;
const RETIRED = 16;
const ESTABLISHED = CONTACT_STATES.indexOf('established');
const UNKNOWN = CONTACT_STATES.indexOf('unknown');

/**
 * Contacts by the systems that they may have been between: a row for each pair of these. Ends that are no system, and
 * contacts of a system with itself, have none.
 */
export interface ContactRows {
  readonly source: ContactColumns;
  readonly count: number;
  /** Numbers of systems. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Rows of the source. */
  readonly origin: Int32Array;
}

/** Finds the systems at the ends of the contacts. Adds addresses that nobody has bound to the systems. */
export function resolveContacts(source: ContactColumns, systems: SystemTable): ContactRows {
  // One system for an end, whatever the time: nearly always so, and then a lookup by number.
  const fixed = Int32Array.from(source.ends, (end) => systems.fixed(end));
  const rows = new Rows(source.count);
  for (let i = 0; i < source.count; i++) {
    const a = source.from[i] as number;
    const b = source.to[i] as number;
    const from = fixed[a] as number;
    const to = fixed[b] as number;
    if (from >= 0 && to >= 0) {
      if (from !== to) rows.push(from, to, i);
    } else if (from !== NOBODY && to !== NOBODY) {
      const [first, last] = [source.first[i] as number, source.last[i] as number];
      const others = systems.resolve(source.ends[b] as string, first, last);
      for (const one of systems.resolve(source.ends[a] as string, first, last))
        for (const other of others) if (one !== other) rows.push(one, other, i);
    }
  }
  const { count, from, to, origin } = rows;
  return { source, count, from, to, origin };
}

/** Contacts between systems, with what statements and roles say of them. */
export class ContactTable {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly count: number;
  readonly #source: ContactColumns;
  readonly #origin: Int32Array;
  readonly #bits: Uint8Array;

  /** `retired` holds when a person retired which contact, by its id. */
  constructor({ source, count, from, to, origin }: ContactRows, retired: ReadonlyMap<string, number>) {
    this.#source = source;
    this.count = count;
    this.from = from;
    this.to = to;
    this.#origin = origin;
    this.#bits = this.#readBits(retired);
  }

  id(row: number): string {
    return this.#source.id(this.#origin[row] as number);
  }

  state(row: number): ContactState {
    return CONTACT_STATES[(this.#bits[row] as number) & STATE_BITS] as ContactState;
  }

  /** Established, and nobody has retired it. */
  isEstablished(row: number): boolean {
    return ((this.#bits[row] as number) & (STATE_BITS | RETIRED)) === ESTABLISHED;
  }

  /** Was a contact or may have been one, and nobody has retired it. */
  isOpen(row: number): boolean {
    const bits = (this.#bits[row] as number) & (STATE_BITS | RETIRED);
    return bits === ESTABLISHED || bits === UNKNOWN;
  }

  isDirected(row: number): boolean {
    return ((this.#bits[row] as number) & DIRECTED) !== 0;
  }

  /** Its client behaved like a scanner, or is one. */
  isScan(row: number): boolean {
    return ((this.#bits[row] as number) & SCANNER) !== 0;
  }

  isRetired(row: number): boolean {
    return ((this.#bits[row] as number) & RETIRED) !== 0;
  }

  markScan(row: number): void {
    this.#bits[row] = (this.#bits[row] as number) | SCANNER;
  }

  protocol(row: number): number {
    return this.#source.protocol[this.#origin[row] as number] as number;
  }

  port(row: number): number | null {
    const port = this.#source.port[this.#origin[row] as number] as number;
    return port < 0 ? null : port;
  }

  /** The other end of a contact of the system. */
  peer(row: number, system: number): number {
    return (this.from[row] === system ? this.to[row] : this.from[row]) as number;
  }

  #readBits(retired: ReadonlyMap<string, number>): Uint8Array {
    const { state, directed, scanner, last } = this.#source;
    const bits = new Uint8Array(this.count);
    for (let row = 0; row < bits.length; row++) {
      const i = this.#origin[row] as number;
      // A retired contact that is seen again has not ended.
      const ended = retired.size > 0 && (retired.get(this.id(row)) ?? -Infinity) >= (last[i] as number);
      bits[row] =
        (state[i] as number) |
        (directed[i] === 1 ? DIRECTED : 0) |
        (scanner[i] === 1 ? SCANNER : 0) |
        (ended ? RETIRED : 0);
    }
    return bits;
  }
}

/** What {@link SystemTable.fixed} gives for an end that is no system. */
const NOBODY = -1;

class Rows {
  from: Int32Array;
  to: Int32Array;
  origin: Int32Array;
  count = 0;

  constructor(size: number) {
    this.from = new Int32Array(size);
    this.to = new Int32Array(size);
    this.origin = new Int32Array(size);
  }

  push(from: number, to: number, origin: number): void {
    const row = this.count++;
    if (row >= this.from.length) this.#grow();
    this.from[row] = from;
    this.to[row] = to;
    this.origin[row] = origin;
  }

  #grow(): void {
    const size = this.from.length * 2 + 16;
    this.from = copied(this.from, size);
    this.to = copied(this.to, size);
    this.origin = copied(this.origin, size);
  }
}

function copied(old: Int32Array, size: number): Int32Array {
  const larger = new Int32Array(size);
  larger.set(old);
  return larger;
}
