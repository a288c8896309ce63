import type { FactRef } from '../classification/classification.ts';
import type { TagFact } from '../facts/tag-fact.ts';
import { hasRole, type ScopeNetwork } from '../network/scope-network.ts';
import { mayAdminister } from './administrative-services.ts';
import { contactRefs, factRef } from './fact-refs.ts';
import { INFLUENCE_ROLES, isPing, usesRole } from './role-services.ts';

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
 * Everything that gives power, and every contact that may and that nobody has answered for (`candidate`), found in one pass
 * over the contacts. Ordinary use of a service is no power over it.
 */
export interface Influences {
  readonly all: readonly Influence[];
  of(system: number): readonly Influence[];
}

export function findInfluences(network: ScopeNetwork): Influences {
  const all = [...stated(network)];
  const answered = answersOf(network);
  const { contacts, roles } = network;
  const { from, to } = contacts;
  for (let row = 0; row < contacts.count; row++) {
    if (!contacts.isOpen(row)) continue;
    const a = from[row] as number;
    const b = to[row] as number;
    if (roles.size > 0 && (roles.has(a) || roles.has(b))) {
      pushRoleInfluences(network, row, a, b, all);
      pushRoleInfluences(network, row, b, a, all);
    }
    if (!contacts.isEstablished(row) || contacts.isScan(row)) continue;
    if (mayAdminister(network, row, b) && !answered(row, a, b)) all.push(candidate(a, b, row));
    if (!contacts.isDirected(row) && mayAdminister(network, row, a) && !answered(row, b, a))
      all.push(candidate(b, a, row));
  }
  let bySystem: Map<number, Influence[]> | undefined;
  return {
    all,
    of: (system) => {
      bySystem ??= Map.groupBy(all, ({ from: origin }) => origin);
      return bySystem.get(system) ?? [];
    },
  };
}

function candidate(from: number, on: number, row: number): Influence {
  return { from, on, code: 'candidate', tag: null, row };
}

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

function pushRoleInfluences(network: ScopeNetwork, row: number, system: number, user: number, into: Influence[]): void {
  const { contacts, roles } = network;
  const own = roles.get(system);
  if (!own) return;
  const replicates = hasRole(own, 'directory') && hasRole(roles.get(user), 'directory');
  for (const tag of own) {
    if (!INFLUENCE_ROLES.has(tag.statement.role)) continue;
    if (replicates && tag.statement.role === 'directory') {
      if (contacts.isEstablished(row) && !isPing(contacts.protocol(row)) && !contacts.isScan(row))
        into.push({ from: system, on: user, code: 'replicates', tag, row });
    } else if (usesRole(network, row, system, tag))
      into.push({ from: system, on: user, code: 'service-used', tag, row });
  }
}

/** Tells whether a person has said of the contact, or of its two ends, what power it is. */
function answersOf({
  statements,
  systems,
  contacts,
}: ScopeNetwork): (row: number, from: number, on: number) => boolean {
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
  return (row, from, on) => pairs.has(`${from} ${on}`) || rows.has(`${contacts.ids[row]} ${on}`);
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
