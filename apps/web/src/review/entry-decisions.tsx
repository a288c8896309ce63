import { Button, Modal } from '@mantine/core';
import type { ReviewDecision } from '@scopemap/contract';
import { useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { formatDay } from '../ui/format.ts';
import { ReasonForm } from '../ui/reason-form.tsx';
import type { DecidedEntry } from './decided-entries.ts';

const words = ({ decision, until, assignee }: ReviewDecision) =>
  decision === 'snooze'
    ? `put off until ${formatDay(until ?? '')}`
    : decision === 'assign'
      ? `with ${assignee}`
      : 'rejected';

/** What was decided of an entry, by whom and why, each with a way back. */
export function EntryDecisions({ entry }: { entry: DecidedEntry }) {
  const [undoing, setUndoing] = useState<ReviewDecision | null>(null);
  const decisions = [entry.rejected, entry.snoozed, entry.assigned].filter((each) => each !== null);
  if (decisions.length === 0) return null;
  return (
    <div className="review-decisions">
      {decisions.map((decision) => (
        <span key={decision.id} className="badge" title={`${decision.author}: ${decision.reason}`}>
          {words(decision)} · {decision.reason}
          <Button
            size="compact-xs"
            variant="subtle"
            tabIndex={-1}
            aria-label={`Undo: ${words(decision)}`}
            onClick={() => setUndoing(decision)}
          >
            Undo
          </Button>
        </span>
      ))}
      {undoing && <UndoDialog decision={undoing} onClose={() => setUndoing(null)} />}
    </div>
  );
}

function UndoDialog({ decision, onClose }: { decision: ReviewDecision; onClose: () => void }) {
  const undo = useChange('endReviewDecision', onClose);
  return (
    <Modal opened onClose={onClose} title={`Undo: ${words(decision)}`} size="md">
      <ReasonForm
        label="Undo a decision"
        noun="undo"
        saving={undo}
        onSave={(reason) => undo.mutate({ params: { id: decision.id }, body: { reason } })}
        onClose={onClose}
      >
        <div>
          {decision.title}: {decision.author} decided so because: {decision.reason}
        </div>
      </ReasonForm>
    </Modal>
  );
}
