import type { ContactFact } from '../facts/contact-fact.ts';
import type { ContactState } from '../relationship.ts';
import type { SystemTable } from './system-table.ts';

const STATES: readonly ContactState[] = ['established', 'unknown', 'attempted', 'denied'];
const STATE_BITS = 3;
const DIRECTED = 4;
const SCANNER = 8;
const RETIRED = 16;
const NO_PORT = -1;

/** Contacts in columns, one row for each pair of systems that a contact may have been between. Rows are never the same system twice. */
export class ContactTable {
  readonly ids: string[] = [];
  from = new Int32Array(1024);
  to = new Int32Array(1024);
  #protocol = new Uint8Array(1024);
  #port = new Int32Array(1024);
  #bits = new Uint8Array(1024);
  #last = new Float64Array(1024);
  readonly #systems: SystemTable;
  /** When a person retired the contact. */
  readonly #retired: ReadonlyMap<string, number>;

  constructor(systems: SystemTable, retired: ReadonlyMap<string, number>) {
    this.#systems = systems;
    this.#retired = retired;
  }

  get count(): number {
    return this.ids.length;
  }

  add(contact: ContactFact): void {
    const { first, last } = contact;
    const from = this.#systems.resolve(contact.from, first, last);
    const to = this.#systems.resolve(contact.to, first, last);
    for (const a of from) for (const b of to) if (a !== b) this.#row(contact, a, b);
  }

  state(row: number): ContactState {
    return STATES[(this.#bits[row] as number) & STATE_BITS] as ContactState;
  }

  isEstablished(row: number): boolean {
    return ((this.#bits[row] as number) & (STATE_BITS | RETIRED)) === 0;
  }

  /** May have been a contact, and nobody has retired it. */
  isOpen(row: number): boolean {
    return ((this.#bits[row] as number) & (STATE_BITS | RETIRED)) <= 1;
  }

  isDirected(row: number): boolean {
    return ((this.#bits[row] as number) & DIRECTED) !== 0;
  }

  /** Its client behaved like a scanner. */
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
    return this.#protocol[row] as number;
  }

  port(row: number): number | null {
    const port = this.#port[row] as number;
    return port === NO_PORT ? null : port;
  }

  last(row: number): number {
    return this.#last[row] as number;
  }

  #row(contact: ContactFact, from: number, to: number): void {
    const row = this.ids.push(contact.id) - 1;
    if (row === this.from.length) this.#grow();
    // A retired contact that is seen again has not ended.
    const retired = this.#retired.size > 0 && (this.#retired.get(contact.id) ?? -Infinity) >= contact.last;
    this.from[row] = from;
    this.to[row] = to;
    this.#protocol[row] = contact.protocol;
    this.#port[row] = contact.port ?? NO_PORT;
    this.#last[row] = contact.last;
    this.#bits[row] =
      STATES.indexOf(contact.state) |
      (contact.directed ? DIRECTED : 0) |
      (contact.scanner ? SCANNER : 0) |
      (retired ? RETIRED : 0);
  }

  #grow(): void {
    const size = this.from.length * 2;
    this.from = copied(new Int32Array(size), this.from);
    this.to = copied(new Int32Array(size), this.to);
    this.#protocol = copied(new Uint8Array(size), this.#protocol);
    this.#port = copied(new Int32Array(size), this.#port);
    this.#bits = copied(new Uint8Array(size), this.#bits);
    this.#last = copied(new Float64Array(size), this.#last);
  }
}

function copied<T extends Int32Array | Uint8Array | Float64Array>(larger: T, old: T): T {
  larger.set(old);
  return larger;
}
