import { Button } from '@mantine/core';
import type { NamedFact, ScopePlan } from '@scopemap/contract';
import { useEndpoint } from '../api/use-endpoint.ts';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount, formatInstant, formatPlural } from '../ui/format.ts';
import type { PlannedChange } from './planned-change.ts';

const STEPS = 5;
const TRIES = 8;

type Step = ScopePlan['steps'][number];

/** Which contacts and rules to end, in which order, so that the most systems leave the scope. */
export function ReductionPlanSection({ onTry }: { onTry: (changes: readonly PlannedChange[]) => void }) {
  const plan = useEndpoint('scopePlan', { query: { steps: STEPS, tries: TRIES } }, { keep: true });
  if (plan.isError && !plan.data) {
    return (
      <ErrorNotice
        what="The plan could not be worked out"
        problem={plan.error}
        still="Categories stand as they are."
        onRetry={() => void plan.refetch()}
      />
    );
  }
  if (!plan.data) {
    return (
      <>
        <p className="muted">Trying which contacts keep the most systems in scope; a large network takes a while…</p>
        <SkeletonRows rows={8} />
      </>
    );
  }
  const { now, steps, stuck } = plan.data;
  return (
    <section className="plan-sections" aria-label="Smaller scope">
      <p>
        <strong>{formatPlural(now.inScope, 'system')}</strong> in scope, {formatCount(now.byConnection)} of them for
        what they reach or are reached by.
      </p>
      {steps.length === 0 && (
        <EmptyState title="No cut makes the scope smaller">
          {now.byConnection === 0
            ? 'No system is in scope by connection.'
            : 'No removal of rules or contacts takes a system out of scope; moving systems or saying more about them might.'}
        </EmptyState>
      )}
      <ol className="plan-steps">
        {steps.map((step, index) => (
          <li key={step.decisions.map(({ id }) => id).join()} className="card plan-step">
            <StepCard step={step} number={index + 1} onTry={() => onTry(changesUpTo(steps, index))} />
          </li>
        ))}
      </ol>
      {stuck.length > 0 && (
        <details>
          <summary>{formatPlural(stuck.length, 'system stays', 'systems stay')} in scope whatever is cut</summary>
          <Names facts={stuck} />
        </details>
      )}
    </section>
  );
}

/** Steps build on those before them. */
function changesUpTo(steps: readonly Step[], index: number): PlannedChange[] {
  return steps.slice(0, index + 1).flatMap(({ changes, decisions }) =>
    changes.map((change) => {
      const id = change.kind === 'cut-contact' ? change.contact : change.kind === 'remove-rule' ? change.rule : null;
      const named = decisions.find((decision) => decision.id === id);
      return {
        words: `${change.kind === 'remove-rule' ? 'Remove the rule' : 'End'} ${named?.name ?? id ?? ''}`,
        change,
      };
    }),
  );
}

function StepCard({ step, number, onTry }: { step: Step; number: number; onTry: () => void }) {
  const { decisions, endedContacts, leavesScope, leavesConnected, leavesScopeOnceTested, after } = step;
  return (
    <>
      <h3>
        {number}. {formatPlural(decisions.length, 'decision')}, then {formatPlural(after.inScope, 'system')} in scope
      </h3>
      <ul>
        {decisions.map((decision) => (
          <li key={decision.id}>
            {decision.kind === 'rule' ? 'Remove the rule' : 'End'} {decision.name}
            <span className="muted">
              {decision.lastSeen
                ? `, last seen ${formatInstant(decision.lastSeen)} UTC in ${formatPlural(decision.flows, 'flow')}`
                : ', through which nothing was seen'}
            </span>
          </li>
        ))}
      </ul>
      {endedContacts > 0 && (
        <p className="muted">{formatPlural(endedContacts, 'contact ends', 'contacts end')} with it.</p>
      )}
      <div className="plan-outcomes">
        <Outcome title="Leaves scope" facts={leavesScope} />
        <Outcome title="Leaves scope once segmentation was tested again" facts={leavesScopeOnceTested} />
        <Outcome title="No longer connected" facts={leavesConnected} />
      </div>
      <div>
        <Button size="compact-sm" variant="default" onClick={onTry}>
          See what would follow
        </Button>
      </div>
    </>
  );
}

function Outcome({ title, facts }: { title: string; facts: readonly NamedFact[] }) {
  if (facts.length === 0) return null;
  return (
    <details>
      <summary>
        {title}: {formatCount(facts.length)}
      </summary>
      <Names facts={facts} />
    </details>
  );
}

function Names({ facts }: { facts: readonly NamedFact[] }) {
  return (
    <ul>
      {facts.map(({ id, name }) => (
        <li key={id}>{name}</li>
      ))}
    </ul>
  );
}
