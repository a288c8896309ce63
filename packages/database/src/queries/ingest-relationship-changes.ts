import {
  type ContactState,
  DIRECTION_METHODS,
  type DirectionConfidence,
  type DirectionMethod,
  type ObservedRelationship,
  type RelationshipWindow,
} from '@scopemap/scope-model';

/** A relationship as the table keys it; see the comments of `relationship` in the migration. */
export interface RelationshipKey {
  readonly client: string;
  readonly server: string;
  readonly protocol: number;
  readonly port: number;
  readonly clientPort: number;
}

export interface DayChange {
  readonly day: string;
  readonly exporter: string;
  flows: number;
  packets: number;
  octets: number;
}

export interface RelationshipChange {
  readonly key: RelationshipKey;
  /** One for each day and exporter. */
  readonly days: DayChange[];
  method: DirectionMethod;
  confidence: DirectionConfidence;
  state: ContactState;
  first: number;
  last: number;
  scanner: boolean;
  folded: number;
  attempts: number;
  /** Null where several occurred, and for other protocols. */
  icmpType: number | null;
  icmpCode: number | null;
  /** Port of the client, when it was the same all the time; lets a reversed relationship be corrected. Null when undirected. */
  onlyClientPort: number | null;
  /** False when all that the window says of it is that an earlier answer is taken back. */
  stays: boolean;
}

/** Of two answers on the contact, the one that holds: contact, then what may have been contact. The same order as in the model. */
export const STATES_STRONGEST_FIRST = [
  'established',
  'unknown',
  'attempted',
  'denied',
] as const satisfies ContactState[];

function rank<Word>(words: readonly Word[], word: Word): number {
  return words.indexOf(word);
}

/** Marks a decided direction in `client_port`. */
const DIRECTED = -1;

function keyOf(relationship: ObservedRelationship): RelationshipKey {
  const { protocol, endpoints } = relationship;
  if (endpoints) {
    const [a, b] = endpoints;
    return { client: a.address, server: b.address, protocol, port: b.port ?? 0, clientPort: a.port ?? 0 };
  }
  if (relationship.client === null || relationship.server === null)
    throw new TypeError('a relationship has either client and server or two endpoints');
  const { client, server, port } = relationship;
  return { client, server, protocol, port: port ?? 0, clientPort: DIRECTED };
}

class Changes {
  readonly #byKey = new Map<string, RelationshipChange>();

  add(relationship: ObservedRelationship, sign: 1 | -1): void {
    const key = keyOf(relationship);
    const name = `${key.client} ${key.server} ${key.protocol} ${key.port} ${key.clientPort}`;
    const known = this.#byKey.get(name);
    const change = known ?? this.#start(name, key, relationship);
    change.folded += sign * relationship.folded;
    change.attempts += sign * relationship.attempts;
    if (known && sign > 0) this.#strengthen(known, relationship);
    if (sign > 0) change.stays = true;
    for (const { day, exporter, flows, packets, octets } of relationship.days) {
      // A search and no map: nearly all have one or two.
      const sum = change.days.find((each) => each.day === day && each.exporter === exporter);
      if (!sum) {
        change.days.push({ day, exporter, flows: sign * flows, packets: sign * packets, octets: sign * octets });
        continue;
      }
      sum.flows += sign * flows;
      sum.packets += sign * packets;
      sum.octets += sign * octets;
    }
  }

  #start(name: string, key: RelationshipKey, relationship: ObservedRelationship): RelationshipChange {
    const { direction, state, first, last, scanner, icmpType, icmpCode } = relationship;
    const { method, confidence } = direction;
    const onlyClientPort = key.clientPort === DIRECTED ? relationship.clientPort : null;
    const counts = { days: [], folded: 0, attempts: 0, stays: false };
    const message = { icmpType, icmpCode };
    const change = { key, method, confidence, state, first, last, scanner, onlyClientPort, ...message, ...counts };
    this.#byKey.set(name, change);
    return change;
  }

  /** What is only taken back so far says nothing of direction and state; else the stronger answer holds. */
  #strengthen(change: RelationshipChange, relationship: ObservedRelationship): void {
    const { direction, state, first, last, scanner, clientPort, icmpType, icmpCode } = relationship;
    if (clientPort !== change.onlyClientPort) change.onlyClientPort = null;
    if (icmpCode !== change.icmpCode || icmpType !== change.icmpType) change.icmpCode = null;
    if (icmpType !== change.icmpType) change.icmpType = null;
    change.first = Math.min(change.first, first);
    change.last = Math.max(change.last, last);
    change.scanner = scanner && (change.scanner || !change.stays);
    if (!change.stays || rank(DIRECTION_METHODS, direction.method) < rank(DIRECTION_METHODS, change.method)) {
      change.method = direction.method;
      change.confidence = direction.confidence;
    }
    if (!change.stays || rank(STATES_STRONGEST_FIRST, state) < rank(STATES_STRONGEST_FIRST, change.state))
      change.state = state;
  }

  all(): RelationshipChange[] {
    return [...this.#byKey.values()];
  }
}

/**
 * What a window changes, one entry per key of the table: its relationships and corrected answers are added, the answers
 * they correct are taken back. A correction that stays on its key becomes the difference of its counts.
 */
export function relationshipChanges(contacts: RelationshipWindow): {
  added: RelationshipChange[];
  withdrawn: RelationshipChange[];
} {
  const changes = new Changes();
  for (const { before } of contacts.corrections) changes.add(before, -1);
  for (const { after } of contacts.corrections) changes.add(after, 1);
  for (const relationship of contacts.relationships) changes.add(relationship, 1);
  const all = changes.all();
  return { added: all.filter((change) => change.stays), withdrawn: all.filter((change) => !change.stays) };
}
