import type { Classification, HostDetail, HostSummary, NamedFact } from '@scopemap/contract';
import type { CategoryHistory, HostClaimRow, HostRow } from '@scopemap/database';
import { type FactRef, isInScope, type ScopeReason } from '@scopemap/scope-model';
import type { ExplainedSystem } from '../scope/classify-installation.ts';

export function presentHost({ firstSeen, lastSeen, ...host }: HostRow): HostSummary {
  return { ...host, firstSeen: firstSeen.toISOString(), lastSeen: lastSeen.toISOString() };
}

/** Everything that an explanation refers to. */
export function factsOf(systems: readonly ExplainedSystem[]): FactRef[] {
  return systems.flatMap(({ decision: { reasons, marks, missing } }) => [
    ...[...reasons, ...marks].flatMap(({ facts }) => facts),
    ...missing.flatMap(({ about }) => about),
  ]);
}

function withoutReasons({ address, category, conflict }: HostRow, text: string) {
  return {
    category,
    inScope: isInScope(category),
    conflict,
    initiator: null,
    system: address,
    reasons: [{ rule: 'R9', category, code: 'not-classified', text, facts: [] }],
    missing: [],
    marks: [],
    others: [],
  };
}

/** Why the host is what it is; `systems` is empty while the classification is not there to be asked. */
function presentClassification(
  host: HostRow,
  [decisive, ...others]: readonly ExplainedSystem[],
  history: CategoryHistory,
  named: (ref: FactRef) => NamedFact,
): Classification {
  const times = {
    since: history.current?.since.toISOString() ?? null,
    checkedAt: history.current?.checkedAt.toISOString() ?? null,
    history: history.changes.map(({ at, ...change }) => ({ ...change, at: at.toISOString() })),
  };
  if (!decisive) {
    const text = history.current
      ? 'Classified before this start; the reasons are being worked out again.'
      : 'Not classified yet, and so treated as in scope.';
    return { ...withoutReasons(host, text), ...times };
  }
  const { system, decision } = decisive;
  const reason = ({ facts, ...rest }: ScopeReason) => ({ ...rest, facts: facts.map(named) });
  return {
    category: decision.category,
    inScope: decision.inScope,
    conflict: decision.conflict,
    initiator: decision.initiator,
    system,
    reasons: decision.reasons.map(reason),
    missing: decision.missing.map(({ about, ...missing }) => ({ ...missing, about: about.map(named) })),
    marks: decision.marks.map(reason),
    others: others.map((other) => ({
      system: other.system,
      category: other.decision.category,
      text: other.decision.reasons[0]?.text ?? '',
    })),
    ...times,
  };
}

export interface HostDetailParts {
  readonly host: HostRow;
  readonly claims: readonly HostClaimRow[];
  readonly systems: readonly ExplainedSystem[];
  readonly history: CategoryHistory;
  readonly named: (ref: FactRef) => NamedFact;
}

/** The host with its claims and the reasons of its category. */
export function presentHostDetail({ host, claims, systems, history, named }: HostDetailParts): HostDetail {
  const classification = presentClassification(host, systems, history, named);
  const { category, conflict } = classification;
  return {
    ...presentHost(host),
    category,
    conflict,
    classification,
    claims: claims.map(({ madeAt, closedAt, ...claim }) => ({
      ...claim,
      madeAt: madeAt.toISOString(),
      closedAt: closedAt?.toISOString() ?? null,
    })),
  };
}
