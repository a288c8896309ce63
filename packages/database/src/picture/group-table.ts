import { grown, hash } from './columns.ts';

const FREE = -1;

/** Bundles: relationships with the same places, service, direction and status, and their sums. */
export class GroupTable {
  count = 0;
  source = new Int32Array(64);
  target = new Int32Array(64);
  /** Service code as in relationship-view.ts; 0 for the infrastructure services, which are one. */
  service = new Int32Array(64);
  /** status | directed << 2 | infrastructure << 3. */
  flags = new Uint8Array(64);
  relationships = new Int32Array(64);
  /** Ordered pairs of hosts, where they are not as many as the relationships. */
  pairs = new Int32Array(64);
  flows = new Float64Array(64);
  octets = new Float64Array(64);
  /** Milliseconds since 1970 UTC. */
  first = new Float64Array(64);
  last = new Float64Array(64);
  /** Something went out that times or sums may have rested on: they are to be worked out again. */
  stale = new Uint8Array(64);
  /** Of infrastructure: relationships by service code. */
  readonly services = new Map<number, Map<number, number>>();
  #slots = new Int32Array(256).fill(FREE);

  #slot(source: number, target: number, service: number, flags: number): number {
    const mask = this.#slots.length - 1;
    let at = hash(hash(source, target), Math.imul(service, 16) + flags) & mask;
    for (;;) {
      const number = this.#slots[at] as number;
      if (number === FREE) return at;
      const isSame =
        this.source[number] === source &&
        this.target[number] === target &&
        this.service[number] === service &&
        this.flags[number] === flags;
      if (isSame) return at;
      at = (at + 1) & mask;
    }
  }

  /** The number of a group; -1 when it is not there. */
  find(source: number, target: number, service: number, flags: number): number {
    return this.#slots[this.#slot(source, target, service, flags)] as number;
  }

  /** The number of a group, which is added when it is not there. */
  numberOf(source: number, target: number, service: number, flags: number): number {
    const at = this.#slot(source, target, service, flags);
    const known = this.#slots[at] as number;
    if (known !== FREE) return known;
    if (2 * (this.count + 1) > this.#slots.length) {
      this.#grow();
      return this.numberOf(source, target, service, flags);
    }
    this.#slots[at] = this.count;
    return this.#add(source, target, service, flags);
  }

  #add(source: number, target: number, service: number, flags: number): number {
    const number = this.count++;
    for (const name of ['source', 'target', 'service', 'relationships', 'pairs'] as const)
      this[name] = grown(this[name], this.count);
    for (const name of ['flows', 'octets', 'first', 'last'] as const) this[name] = grown(this[name], this.count);
    for (const name of ['flags', 'stale'] as const) this[name] = grown(this[name], this.count);
    this.source[number] = source;
    this.target[number] = target;
    this.service[number] = service;
    this.flags[number] = flags;
    this.first[number] = Number.POSITIVE_INFINITY;
    this.last[number] = Number.NEGATIVE_INFINITY;
    return number;
  }

  #grow(): void {
    const length = this.#slots.length * 2;
    this.#slots = new Int32Array(length).fill(FREE);
    for (let number = 0; number < this.count; number++) {
      const [source, target] = [this.source[number] as number, this.target[number] as number];
      const service = Math.imul(this.service[number] as number, 16) + (this.flags[number] as number);
      let at = hash(hash(source, target), service) & (length - 1);
      while (this.#slots[at] !== FREE) at = (at + 1) & (length - 1);
      this.#slots[at] = number;
    }
  }

  /** Changes how often an infrastructure service occurs in the group. */
  countService(group: number, service: number, change: number): void {
    const services = this.services.get(group) ?? new Map<number, number>();
    this.services.set(group, services);
    const left = (services.get(service) ?? 0) + change;
    if (left === 0) services.delete(service);
    else services.set(service, left);
  }
}
