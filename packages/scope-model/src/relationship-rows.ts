import type { Answer, Conversation } from './conversation/conversation.ts';
import { HashIndex } from './conversation/hash-index.ts';
import { mixA, spread } from './conversation/hashing.ts';
import { identityOf, RelationshipRow } from './relationship-row.ts';

/** Integers of a key: protocol and whether decided, both addresses, and ports. */
const KEY_INTS = 5;
const FIRST_ROWS = 1024;

/** The rows of one window. They are told apart by the numbers of their addresses, so that no text is made for a look-up. */
export class RelationshipRows {
  readonly rows: RelationshipRow[] = [];
  readonly #index = new HashIndex();
  readonly #seed: number;
  #keys = new Int32Array(FIRST_ROWS * KEY_INTS);

  /** `seed`: any 32 bits, best unknown to senders. */
  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The row of the relationship that a conversation with this answer belongs to. */
  of(conversation: Conversation, answer: Answer): RelationshipRow {
    const { protocol, low, high, lowId, highId } = conversation;
    const { decision, folded } = answer;
    if (decision.server === 'low') return this.#row(protocol, highId, lowId, low.port ?? -1, -1, conversation, answer);
    if (decision.server === 'high')
      return this.#row(protocol, lowId, highId, high.port ?? -1, -1, conversation, answer);
    const lowPort = folded ? -1 : (low.port ?? -1);
    const highPort = folded ? -1 : (high.port ?? -1);
    return this.#row(~protocol, lowId, highId, lowPort, highPort, conversation, answer);
  }

  #row(
    kind: number,
    first: number,
    second: number,
    port: number,
    secondPort: number,
    conversation: Conversation,
    answer: Answer,
  ): RelationshipRow {
    const keys = this.#keys;
    const ends = mixA(mixA(mixA(this.#seed, first), second), kind);
    const hash = spread(mixA(ends, (port << 16) ^ secondPort));
    const index = this.#index;
    let place = index.seek(hash);
    for (let row = index.at(place); row >= 0; place = index.after(place, hash), row = index.at(place)) {
      const at = row * KEY_INTS;
      if (
        keys[at] === kind &&
        keys[at + 1] === first &&
        keys[at + 2] === second &&
        keys[at + 3] === port &&
        keys[at + 4] === secondPort
      )
        return this.rows[row] as RelationshipRow;
    }
    index.put(place, hash, this.rows.length);
    this.#remember(kind, first, second, port, secondPort);
    const row = new RelationshipRow(identityOf(conversation, answer), answer);
    this.rows.push(row);
    return row;
  }

  #remember(kind: number, first: number, second: number, port: number, secondPort: number): void {
    const at = this.rows.length * KEY_INTS;
    if (at === this.#keys.length) {
      const grown = new Int32Array(at * 2);
      grown.set(this.#keys);
      this.#keys = grown;
    }
    const keys = this.#keys;
    keys[at] = kind;
    keys[at + 1] = first;
    keys[at + 2] = second;
    keys[at + 3] = port;
    keys[at + 4] = secondPort;
  }
}
