import { SCOPE_CATEGORIES } from '@scopemap/scope-model';
import { grown } from './columns.ts';

/** What a picture needs to know of a host; codes as in decision-tables.ts. */
export interface HostRecord {
  readonly id: number;
  readonly address: string;
  readonly name: string | null;
  readonly zoneId: number | null;
  readonly zoneName: string | null;
  /** The network that a private host without a zone is grouped by. */
  readonly looseNetwork: string | null;
  readonly standing: number;
  readonly category: number;
  readonly conflict: boolean;
}

/** Statuses are counted per host. */
export const STATUSES = 4;

/** Text that sorts as the database sorts addresses: IPv4 first, then by their bits. */
function sortKey(address: string): string {
  if (!address.includes(':'))
    return `4${address
      .split('.')
      .map((part) => part.padStart(3, '0'))
      .join('')}`;
  const [head = '', tail] = address.split('::');
  const words = (text: string) => (text === '' ? [] : text.split(':'));
  const [front, back] = [words(head), words(tail ?? '')];
  const embedded = back.at(-1)?.includes('.') ? back.pop() : front.at(-1)?.includes('.') ? front.pop() : undefined;
  if (embedded) {
    const [a = 0, b = 0, c = 0, d = 0] = embedded.split('.').map(Number);
    (tail === undefined ? front : back).push((a * 256 + b).toString(16), (c * 256 + d).toString(16));
  }
  const middle = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  return `6${[...front, ...middle, ...back].map((word) => word.padStart(4, '0')).join('')}`;
}

/** Hosts by a number of their own, in the order in which they came. */
export class HostColumns {
  count = 0;
  readonly records: HostRecord[] = [];
  /** Place, by the picture that owns this. */
  place = new Int32Array(64);
  standing = new Uint8Array(64);
  /** Relationships by status: {@link STATUSES} numbers a host. */
  byStatus = new Int32Array(64 * STATUSES);
  /** Relationships with a direction of which it is the server. */
  served = new Int32Array(64);
  /** Relationships by which it serves a directory. */
  directory = new Int32Array(64);
  /** Distinct services that it offers, and hosts that it met. */
  services = new Int32Array(64);
  peers = new Int32Array(64);
  readonly #numbers = new Map<number, number>();
  readonly #sortKeys: string[] = [];
  #sorted: number[] = [];
  #flagged: Int32Array | null = null;

  /** The number of a host; -1 when it is not known. */
  numberOf(id: number): number {
    return this.#numbers.get(id) ?? -1;
  }

  /** Adds a host, or replaces what is known of it. Returns its number. */
  put(record: HostRecord): number {
    const known = this.#numbers.get(record.id);
    const number = known ?? this.#add(record.id);
    if (this.records[number]?.address !== record.address) this.#sortKeys[number] = sortKey(record.address);
    this.records[number] = record;
    this.standing[number] = record.standing;
    return number;
  }

  #add(id: number): number {
    const number = this.count++;
    this.#numbers.set(id, number);
    this.place = grown(this.place, this.count);
    this.standing = grown(this.standing, this.count);
    this.byStatus = grown(this.byStatus, this.count * STATUSES);
    for (const name of ['served', 'directory', 'services', 'peers'] as const)
      this[name] = grown(this[name], this.count);
    return number;
  }

  /** The worst status of its relationships; ordinary when it has none. */
  status(number: number): number {
    for (let status = 0; status < STATUSES; status++)
      if ((this.byStatus[number * STATUSES + status] as number) > 0) return status;
    return STATUSES - 1;
  }

  /** Numbers in the order of addresses. */
  #byAddress(): readonly number[] {
    if (this.#sorted.length === this.count) return this.#sorted;
    const keys = this.#sortKeys;
    const compare = (one: number, other: number) =>
      (keys[one] as string) < (keys[other] as string) ? -1 : Number(keys[one] !== keys[other]);
    const added = Array.from({ length: this.count - this.#sorted.length }, (_, at) => this.#sorted.length + at);
    added.sort(compare);
    const merged: number[] = [];
    let next = 0;
    for (const number of added) {
      while (next < this.#sorted.length && compare(this.#sorted[next] as number, number) < 0)
        merged.push(this.#sorted[next++] as number);
      merged.push(number);
    }
    for (; next < this.#sorted.length; next++) merged.push(this.#sorted[next] as number);
    this.#sorted = merged;
    return merged;
  }

  /** Something of them, or of what they have, was changed. */
  changed(): void {
    this.#flagged = null;
  }

  /** Numbers of all, those that need a person first: contradictions, worse status, closer to the CDE, servers, by address. */
  flaggedFirst(): Int32Array {
    this.#flagged ??= this.#order();
    return this.#flagged;
  }

  #order(): Int32Array {
    const sorted = this.#byAddress();
    const ranks = new Float64Array(this.count);
    for (let at = 0; at < sorted.length; at++) {
      const number = sorted[at] as number;
      const { conflict, category } = this.records[number] as HostRecord;
      const flags = ((conflict ? 0 : 1) * STATUSES + this.status(number)) * SCOPE_CATEGORIES.length + category;
      ranks[at] = (flags * 2 + ((this.served[number] as number) > 0 ? 0 : 1)) * 2 ** 32 + at;
    }
    ranks.sort();
    return Int32Array.from(ranks, (rank) => sorted[rank % 2 ** 32] as number);
  }
}
