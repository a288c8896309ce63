import type { PlannedCut, PlanStep, ReductionPlan } from '@scopemap/scope-model';

/** A plan for people, step by step. */
export function* describePlan({ now, steps, stuck }: ReductionPlan, nameOf: (id: string) => string): Generator<string> {
  yield `Now ${now.byConnection} systems are in scope by connection, ${now.inScope} in scope altogether.`;
  for (const [i, step] of steps.entries()) {
    yield '';
    yield `Step ${i + 1}`;
    yield* describeStep(step, nameOf);
  }
  if (steps.length === 0) yield 'No rule and no relationship can be ended so that a system leaves.';
  if (stuck.length > 0) {
    yield '';
    yield `Nothing of the kind takes out ${stuck.length} systems: ${listed(stuck, nameOf)}.`;
  }
}

function* describeStep(step: PlanStep, nameOf: (id: string) => string): Generator<string> {
  for (const cut of step.decisions) yield `  end ${cut.kind} ${cut.id}: ${useText(cut)}`;
  if (step.endedContacts.length > 0) yield `  ${step.endedContacts.length} relationships end with the rules`;
  yield `  ${step.leavesConnected.length} leave the connected systems: ${listed(step.leavesConnected, nameOf)}`;
  yield `  ${step.leavesScope.length} leave scope at once, ${step.leavesScopeOnceTested.length} once the changed controls are tested again`;
  const lost = step.moved.filter(({ from, to }) => from === 'OUT_OF_SCOPE' && to === 'UNDETERMINED');
  if (lost.length > 0)
    yield `  ${lost.length} are out of scope no longer until then: a test before the change proves nothing`;
  yield `  then ${step.after.byConnection} by connection, ${step.after.inScope} in scope`;
}

function useText({ lastSeen, flows }: PlannedCut): string {
  return lastSeen === null
    ? 'no use was observed'
    : `${flows} flows, last ${new Date(lastSeen).toISOString().slice(0, 10)}`;
}

const MOST_NAMES = 10;

function listed(ids: readonly string[], nameOf: (id: string) => string): string {
  const names = ids.slice(0, MOST_NAMES).map(nameOf).join(', ');
  return ids.length > MOST_NAMES ? `${names} and ${ids.length - MOST_NAMES} more` : names || 'none';
}
