import type { Conversation } from '../conversation/conversation.ts';
import { HashIndex } from '../conversation/hash-index.ts';
import { mixA, spread } from '../conversation/hashing.ts';
import { RowTable } from '../conversation/row-table.ts';
import type { Side } from '../conversation/side.ts';
import type { EndpointUse } from './endpoint-use.ts';

/** Integers of an endpoint: the number of its address, protocol and port, and the first conversation that it stands in. */
const ADDRESS = 0;
const SERVICE = 1;
const MET_IN = 2;
const INTS = 3;

const FIRST_ENDS = 1024;

/**
 * What a window's conversations show of their endpoints, by the numbers of the addresses: several look-ups for every
 * conversation must make no text. All conversations must be of one table.
 */
export class EndpointUseTable {
  readonly #seed: number;
  readonly #index = new HashIndex();
  readonly #endpoints = new RowTable(INTS, 0);
  /** Endpoints of the two ends of a conversation, by its row, counted from 1. */
  #ends = new Int32Array(FIRST_ENDS);
  /** By endpoint; most have none. */
  readonly #uses = new Map<number, EndpointUse>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The row of the first conversation that was met with the endpoint of this side, which may be this one. The side must have a port. */
  meet(conversation: Conversation, side: Side): number {
    const { id, port } = conversation[side];
    const service = (conversation.protocol << 16) | (port as number);
    const hash = spread(mixA(mixA(this.#seed, id), service));
    const place = this.#seek(hash, id, service);
    let endpoint = this.#index.at(place);
    if (endpoint < 0) {
      endpoint = this.#endpoints.add();
      this.#index.put(place, hash, endpoint);
      const { ints } = this.#endpoints;
      ints[endpoint * INTS + ADDRESS] = id;
      ints[endpoint * INTS + SERVICE] = service;
      ints[endpoint * INTS + MET_IN] = conversation.row;
    }
    this.#setEnd(endOf(conversation, side), endpoint + 1);
    return this.#endpoints.ints[endpoint * INTS + MET_IN] as number;
  }

  /** The use of one side of a conversation that was met, if it has one. */
  of(conversation: Conversation, side: Side): EndpointUse | undefined {
    const endpoint = this.#ends[endOf(conversation, side)] ?? 0;
    return endpoint === 0 ? undefined : this.#uses.get(endpoint);
  }

  /** Sets the use of an endpoint that was met. */
  set(conversation: Conversation, side: Side, use: EndpointUse): void {
    this.#uses.set(this.#ends[endOf(conversation, side)] as number, use);
  }

  /** In the order in which they were set. */
  values(): Iterable<EndpointUse> {
    return this.#uses.values();
  }

  /** Forgets all. */
  clear(): void {
    this.#index.clear();
    this.#endpoints.clear();
    this.#ends.fill(0);
    this.#uses.clear();
  }

  #setEnd(end: number, endpoint: number): void {
    if (end >= this.#ends.length) {
      const grown = new Int32Array(Math.max(this.#ends.length * 2, end + 1));
      grown.set(this.#ends);
      this.#ends = grown;
    }
    this.#ends[end] = endpoint;
  }

  #seek(hash: number, address: number, service: number): number {
    const index = this.#index;
    const { ints } = this.#endpoints;
    let place = index.seek(hash);
    for (let row = index.at(place); row >= 0; place = index.after(place, hash), row = index.at(place))
      if (ints[row * INTS + ADDRESS] === address && ints[row * INTS + SERVICE] === service) break;
    return place;
  }
}

function endOf({ row }: Conversation, side: Side): number {
  return row * 2 + (side === 'low' ? 0 : 1);
}
