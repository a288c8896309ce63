import type { Conversation } from '../conversation/conversation.ts';
import { HashIndex } from '../conversation/hash-index.ts';
import { mixA, spread } from '../conversation/hashing.ts';
import type { Side } from '../conversation/side.ts';
import type { EndpointUse } from './endpoint-use.ts';

/** Integers of a key: the number of the address, protocol and port. */
const KEY_INTS = 2;
const FIRST_ROWS = 1024;

/**
 * What a window's conversations show of their endpoints, by the numbers of the addresses: several look-ups for every
 * conversation must make no text. All conversations must be of one table.
 */
export class EndpointUseTable {
  readonly #seed: number;
  readonly #index = new HashIndex();
  #keys = new Int32Array(FIRST_ROWS * KEY_INTS);
  readonly #firsts: Conversation[] = [];
  readonly #uses: (EndpointUse | undefined)[] = [];

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The first conversation that was met with the endpoint of this side, which may be this one. The side must have a port. */
  meet(conversation: Conversation, side: Side): Conversation {
    const address = side === 'low' ? conversation.lowId : conversation.highId;
    const service = serviceOf(conversation, side);
    const hash = this.#hash(address, service);
    const place = this.#seek(hash, address, service);
    const known = this.#index.at(place);
    if (known >= 0) return this.#firsts[known] as Conversation;
    const row = this.#firsts.length;
    this.#index.put(place, hash, row);
    if (row * KEY_INTS === this.#keys.length) this.#grow();
    this.#keys[row * KEY_INTS] = address;
    this.#keys[row * KEY_INTS + 1] = service;
    this.#firsts.push(conversation);
    this.#uses.push(undefined);
    return conversation;
  }

  /** The use of one side of a conversation, if it has one. */
  of(conversation: Conversation, side: Side): EndpointUse | undefined {
    const row = this.#rowOf(conversation, side);
    return row < 0 ? undefined : this.#uses[row];
  }

  /** Sets the use of an endpoint that was met. */
  set(conversation: Conversation, side: Side, use: EndpointUse): void {
    this.#uses[this.#rowOf(conversation, side)] = use;
  }

  *values(): Generator<EndpointUse> {
    for (const use of this.#uses) if (use) yield use;
  }

  /** -1: it has no port, or was not met. */
  #rowOf(conversation: Conversation, side: Side): number {
    if (conversation[side].port === null) return -1;
    const address = side === 'low' ? conversation.lowId : conversation.highId;
    const service = serviceOf(conversation, side);
    return this.#index.at(this.#seek(this.#hash(address, service), address, service));
  }

  #hash(address: number, service: number): number {
    return spread(mixA(mixA(this.#seed, address), service));
  }

  #seek(hash: number, address: number, service: number): number {
    const index = this.#index;
    let place = index.seek(hash);
    for (let row = index.at(place); row >= 0; place = index.after(place, hash), row = index.at(place))
      if (this.#keys[row * KEY_INTS] === address && this.#keys[row * KEY_INTS + 1] === service) break;
    return place;
  }

  #grow(): void {
    const grown = new Int32Array(this.#keys.length * 2);
    grown.set(this.#keys);
    this.#keys = grown;
  }
}

function serviceOf(conversation: Conversation, side: Side): number {
  return (conversation.protocol << 16) | (conversation[side].port as number);
}
