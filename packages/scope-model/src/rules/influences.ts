import type { FactRef } from '../classification/classification.ts';
import type { TagFact } from '../facts/tag-fact.ts';
import { hasRole, type ScopeNetwork } from '../network/scope-network.ts';
import { mayAdminister } from './administrative-services.ts';
import { contactRefs, factRef } from './fact-refs.ts';
import { INFLUENCE_ROLES, isPing, usesRole, WAY_IN_ROLES } from './role-services.ts';

/** One system may act on another. */
export interface Influence {
  readonly from: number;
  readonly on: number;
  readonly code: 'manages' | 'hosts' | 'replicates' | 'service-used' | 'candidate';
  readonly tag: TagFact | null;
  /** Row of the contact that shows it; -1 for none. */
  readonly row: number;
}

/**
 * Everything that gives power, and every contact that may and that nobody has answered for (`candidate`). Ordinary use of a
 * service is no power over it.
 */
export class Influences {
  readonly confirmed: readonly Influence[];
  readonly #network: ScopeNetwork;
  readonly #answered: Answered;
  /** 1 for jump hosts and the like, by which their users go on to others, whatever the port. */
  readonly #waysIn: Uint8Array;
  #bySystem: ReadonlyMap<number, readonly Influence[]> | undefined;

  constructor(network: ScopeNetwork) {
    this.#network = network;
    this.#answered = answersOf(network);
    this.#waysIn = waysIn(network);
    this.confirmed = [...stated(network), ...shown(network)];
  }

  /** Calls for each candidate: one pass over the contacts, without an object for each. */
  eachCandidate(visit: (from: number, on: number, row: number) => void): void {
    const { contacts } = this.#network;
    for (let row = 0; row < contacts.count; row++) {
      const a = contacts.from[row] as number;
      const b = contacts.to[row] as number;
      if (this.#isCandidate(row, a, b)) visit(a, b, row);
      if (!contacts.isDirected(row) && this.#isCandidate(row, b, a)) visit(b, a, row);
    }
  }

  /** Everything of one system. */
  of(system: number): readonly Influence[] {
    this.#bySystem ??= Map.groupBy(this.confirmed, ({ from }) => from);
    const { contacts, adjacency } = this.#network;
    const candidates: Influence[] = [];
    for (const row of adjacency().rows(system)) {
      const on = contacts.peer(row, system);
      const isClient = contacts.from[row] === system || !contacts.isDirected(row);
      if (isClient && this.#isCandidate(row, system, on))
        candidates.push({ from: system, on, code: 'candidate', tag: null, row });
    }
    return [...(this.#bySystem.get(system) ?? []), ...candidates];
  }

  /** A contact of which one half only was seen is a question as well: that it came to nothing is not shown. */
  #isCandidate(row: number, from: number, on: number): boolean {
    const { contacts } = this.#network;
    return (
      contacts.isOpen(row) &&
      (this.#waysIn[on] === 1 || mayAdminister(this.#network, row, on)) &&
      !contacts.isScan(row) &&
      !this.#answered(row, from, on)
    );
  }
}

function waysIn({ roles, systems }: ScopeNetwork): Uint8Array {
  const marks = new Uint8Array(systems.count);
  for (const [system, tags] of roles) if (WAY_IN_ROLES.some((role) => hasRole(tags, role))) marks[system] = 1;
  return marks;
}

type Answered = (row: number, from: number, on: number) => boolean;

function* stated({ statements, systems }: ScopeNetwork): Generator<Influence> {
  for (const kind of ['manages', 'hosts'] as const) {
    for (const tag of statements.all(kind)) {
      const target = tag.statement.kind === 'manages' ? tag.statement.target : tag.statement.guest;
      if (tag.subject.kind !== 'asset') continue;
      for (const from of systems.named(tag.subject.id))
        for (const on of systems.named(target)) if (from !== on) yield { from, on, code: kind, tag, row: -1 };
    }
  }
}

/** Power that contacts of systems with a role show. */
function* shown(network: ScopeNetwork): Generator<Influence> {
  const { contacts, roles } = network;
  const having = new Uint8Array(network.systems.count);
  for (const [system, tags] of roles)
    if (tags.some(({ statement }) => INFLUENCE_ROLES.has(statement.role))) having[system] = 1;
  if (!having.includes(1)) return;
  for (let row = 0; row < contacts.count; row++) {
    const a = contacts.from[row] as number;
    const b = contacts.to[row] as number;
    if (having[a] === 1) yield* shownBy(network, row, a, b);
    if (having[b] === 1) yield* shownBy(network, row, b, a);
  }
}

function* shownBy(network: ScopeNetwork, row: number, system: number, user: number): Generator<Influence> {
  const { contacts, roles } = network;
  const own = roles.get(system);
  const replicates = hasRole(own, 'directory') && hasRole(roles.get(user), 'directory');
  for (const tag of own ?? []) {
    if (!INFLUENCE_ROLES.has(tag.statement.role)) continue;
    if (replicates && tag.statement.role === 'directory') {
      if (contacts.isEstablished(row) && !isPing(contacts.protocol(row)) && !contacts.isScan(row))
        yield { from: system, on: user, code: 'replicates', tag, row };
    } else if (usesRole(network, row, system, tag)) yield { from: system, on: user, code: 'service-used', tag, row };
  }
}

/** Tells whether a person has said of the contact, or of its two ends, what power it is. */
function answersOf({ statements, systems, contacts }: ScopeNetwork): Answered {
  const pairs = new Set<string>();
  const rows = new Set<string>();
  for (const kind of ['manages', 'no-influence'] as const) {
    for (const { subject, statement } of statements.all(kind)) {
      for (const on of systems.named(statement.target)) {
        if (subject.kind === 'asset') for (const from of systems.named(subject.id)) pairs.add(`${from} ${on}`);
        if (subject.kind === 'contact') rows.add(`${subject.id} ${on}`);
      }
    }
  }
  if (pairs.size === 0 && rows.size === 0) return () => false;
  return (row, from, on) => pairs.has(`${from} ${on}`) || rows.has(`${contacts.id(row)} ${on}`);
}

export function influenceRefs(network: ScopeNetwork, influences: readonly Influence[]): FactRef[] {
  const tags = influences.flatMap(({ tag }) => (tag ? [factRef('tag', tag)] : []));
  return [
    ...tags,
    ...contactRefs(
      network,
      influences.map(({ row }) => row).filter((row) => row >= 0),
    ),
  ];
}
