import type { PathStep, ScopePath } from '@scopemap/contract';
import { findCategoryHistory, findHost, listRelationships } from '@scopemap/database';
import { type BoundaryCoverage, type FactRef, isInScope, type MissingFact } from '@scopemap/scope-model';
import type { FastifyInstance } from 'fastify';
import { ApiProblem } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { presentRelationship } from '../relationships/present-relationship.ts';
import { bind } from '../route.ts';
import { factNamer } from '../scope/named-facts.ts';
import { isolationTests } from './isolation-tests.ts';
import { decisiveReason, type TracedStep, tracePath } from './trace-path.ts';

/** A reason names no more contacts than these. */
const MOST_CONTACTS = 50;

/** How the boundary between the zones of two ends is watched. */
function coverageOf(step: TracedStep & { kind: 'contact' }, boundaries: readonly BoundaryCoverage[] | null) {
  const ids = [step.near.zoneId, step.far.zoneId].map((zone) => `zone-${zone}`);
  const found = boundaries?.find(
    ({ between }) => ids[0] !== ids[1] && ids.every((id) => between.some((place) => place.id === id)),
  );
  return found ? { grade: found.grade, shortfalls: found.shortfalls.map(({ text }) => text) } : null;
}

async function scopePath({ db, classifier, infrastructure }: ApiDependencies, id: number): Promise<ScopePath> {
  const [host, history] = await Promise.all([findHost(db, id), findCategoryHistory(db, id, 0)]);
  if (!host) throw new ApiProblem('not-found', `There is no host ${id}.`);
  const { address, category } = host;
  // A classification that is away leaves the path empty and names no rule: that is said, not guessed.
  const explain = (of: string) => classifier.explain(of).catch(() => []);
  const [explained] = history.current ? await explain(address) : [];
  if (!explained) {
    return {
      hostId: id,
      category,
      inScope: isInScope(category),
      rule: null,
      hops: 0,
      steps: [],
      tests: [],
      missing: [],
    };
  }
  const boundaries = await classifier.coverage().catch(() => null);
  const { decision } = explained;
  const reason = decisiveReason(explained);
  const isOpen = decision.category === 'UNDETERMINED' || decision.category === 'OUT_OF_SCOPE';
  const steps = isOpen
    ? []
    : await tracePath(
        {
          explain,
          relationships: async (ids) =>
            (await listRelationships(db, { relationshipIds: ids, infrastructure }, { limit: MOST_CONTACTS, offset: 0 }))
              .relationships,
        },
        address,
      );
  const tests = isOpen
    ? isolationTests(decision.category === 'OUT_OF_SCOPE', reason?.facts ?? [], decision.missing)
    : [];
  const named = await factNamer(db, [
    ...steps.flatMap((step) => (step.kind === 'ground' ? [systemRef(step.system), ...step.reason.facts] : [])),
    ...tests.flatMap(({ proofs, missing }) => [...proofs, ...missing.flatMap(({ about }) => about)]),
    ...decision.missing.flatMap(({ about }) => about),
  ]);
  const nameMissing = ({ about, ...missing }: MissingFact) => ({ ...missing, about: about.map(named) });
  const present = (step: TracedStep): PathStep =>
    step.kind === 'ground'
      ? {
          kind: 'ground',
          system: named(systemRef(step.system)),
          category: step.category,
          reason: { ...step.reason, facts: step.reason.facts.map(named) },
        }
      : presentContact(step, boundaries);
  return {
    hostId: id,
    category: decision.category,
    inScope: decision.inScope,
    rule: reason?.rule ?? null,
    hops: steps.filter(({ kind }) => kind === 'contact').length,
    steps: steps.map(present),
    tests: tests.map(({ test, passed, proofs, missing }) => ({
      test,
      passed,
      proofs: proofs.map(named),
      missing: missing.map(nameMissing),
    })),
    missing: isOpen ? [] : decision.missing.map(nameMissing),
  };
}

function presentContact(
  step: TracedStep & { kind: 'contact' },
  boundaries: readonly BoundaryCoverage[] | null,
): PathStep {
  const relationship = presentRelationship(step.relationship);
  const [near, far] =
    step.near === step.relationship.client
      ? [relationship.client, relationship.server]
      : [relationship.server, relationship.client];
  return { kind: 'contact', near, far, relationship, others: step.others, coverage: coverageOf(step, boundaries) };
}

function systemRef(id: string): FactRef {
  return { kind: 'asset', id };
}

/** Why a host is in scope, step by step; or what proves that it is not. */
export function addScopePathRoutes(app: FastifyInstance, deps: ApiDependencies): void {
  bind(app, 'hostPath', ({ params }) => scopePath(deps, params.id));
}
