import { grown, hash } from './columns.ts';

const NONE = -1;

/** A relationship as the picture takes it in; hosts by their numbers there. */
export interface RowValues {
  readonly id: number;
  readonly client: number;
  readonly server: number;
  readonly protocol: number;
  readonly port: number;
  /** -1: the direction is known. */
  readonly clientPort: number;
  readonly folded: boolean;
  readonly contact: boolean;
  /** Milliseconds since 1970 UTC. */
  readonly first: number;
  readonly last: number;
  readonly flows: number;
  readonly octets: number;
}

/**
 * Relationships by row, some seventy octets each. The rows of two hosts hang in one chain, so that a relationship is found by what it
 * is, and a pair is known by its rows.
 */
export class RelationshipRows {
  /** Rows in use, free ones among them. */
  length = 0;
  /** Relationships. */
  count = 0;
  /** {@link NONE} in a free row. */
  client = new Int32Array(64);
  server = new Int32Array(64);
  id = new Float64Array(64);
  /** protocol << 16 | port. */
  word = new Int32Array(64);
  clientPort = new Int32Array(64);
  folded = new Uint8Array(64);
  contact = new Uint8Array(64);
  first = new Float64Array(64);
  last = new Float64Array(64);
  flows = new Float64Array(64);
  octets = new Float64Array(64);
  /** Its bundle, by the picture that owns this. */
  group = new Int32Array(64);
  #next = new Int32Array(64);
  #heads = new Int32Array(128).fill(NONE);
  #free: number[] = [];

  #bucket(one: number, other: number): number {
    return hash(Math.min(one, other), Math.max(one, other)) & (this.#heads.length - 1);
  }

  /** Rows that have these two hosts as ends, in either order. */
  *between(one: number, other: number): Generator<number> {
    for (let row = this.firstBetween(one, other); row !== NONE; row = this.nextBetween(row)) yield row;
  }

  /** The first row of two hosts; -1 when there is none. */
  firstBetween(one: number, other: number): number {
    return this.#seek(this.#heads[this.#bucket(one, other)] as number, one, other);
  }

  /** The row behind `row` that has the same two ends; -1 behind the last. */
  nextBetween(row: number): number {
    return this.#seek(this.#next[row] as number, this.client[row] as number, this.server[row] as number);
  }

  #seek(from: number, one: number, other: number): number {
    let row = from;
    while (row !== NONE) {
      const [client, server] = [this.client[row], this.server[row]];
      if ((client === one && server === other) || (client === other && server === one)) return row;
      row = this.#next[row] as number;
    }
    return NONE;
  }

  /** The row of a relationship; -1 when it is not there. */
  find({ client, server, protocol, port, clientPort }: RowValues): number {
    const word = protocol * 65_536 + port;
    for (let row = this.firstBetween(client, server); row !== NONE; row = this.nextBetween(row))
      if (this.client[row] === client && this.word[row] === word && this.clientPort[row] === clientPort) return row;
    return NONE;
  }

  /** Puts the values where `row` is, whose key must be the same. */
  set(row: number, values: RowValues): void {
    this.id[row] = values.id;
    this.folded[row] = Number(values.folded);
    this.contact[row] = Number(values.contact);
    this.first[row] = values.first;
    this.last[row] = values.last;
    this.flows[row] = values.flows;
    this.octets[row] = values.octets;
  }

  /** Adds a relationship that is not there, and returns its row. */
  add(values: RowValues): number {
    const row = this.#free.pop() ?? this.#append();
    const { client, server } = values;
    this.count++;
    this.client[row] = client;
    this.server[row] = server;
    this.word[row] = values.protocol * 65_536 + values.port;
    this.clientPort[row] = values.clientPort;
    this.set(row, values);
    this.group[row] = NONE;
    this.#link(row);
    if (this.count > this.#heads.length) this.#widen();
    return row;
  }

  #append(): number {
    const length = ++this.length;
    for (const name of ['client', 'server', 'word', 'clientPort', 'group'] as const)
      this[name] = grown(this[name], length);
    for (const name of ['id', 'first', 'last', 'flows', 'octets'] as const) this[name] = grown(this[name], length);
    for (const name of ['folded', 'contact'] as const) this[name] = grown(this[name], length);
    this.#next = grown(this.#next, length);
    return length - 1;
  }

  #link(row: number): void {
    const bucket = this.#bucket(this.client[row] as number, this.server[row] as number);
    this.#next[row] = this.#heads[bucket] as number;
    this.#heads[bucket] = row;
  }

  #widen(): void {
    this.#heads = new Int32Array(this.#heads.length * 2).fill(NONE);
    for (let row = 0; row < this.length; row++) if (this.client[row] !== NONE) this.#link(row);
  }

  /** Takes a relationship out; its row is free. */
  remove(row: number): void {
    const bucket = this.#bucket(this.client[row] as number, this.server[row] as number);
    const next = this.#next[row] as number;
    if (this.#heads[bucket] === row) this.#heads[bucket] = next;
    else {
      let before = this.#heads[bucket] as number;
      while (this.#next[before] !== row) before = this.#next[before] as number;
      this.#next[before] = next;
    }
    this.client[row] = NONE;
    this.group[row] = NONE;
    this.count--;
    this.#free.push(row);
  }
}
