import { Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { ReasonForm } from '../ui/reason-form.tsx';
import type { DecidedEntry } from './decided-entries.ts';

export type Decision = 'snooze' | 'reject' | 'assign';

const TITLES: Readonly<Record<Decision, string>> = {
  snooze: 'Put off',
  reject: 'Reject',
  assign: 'Hand on',
};

const MEANING: Readonly<Record<Decision, string>> = {
  snooze: 'It leaves the open queue until that day. Nothing else changes: on the map it stands as before.',
  reject: 'It must not be. On the map and in the evidence it stays an exception until it is no longer seen.',
  assign: 'It stays open; the name stands beside it.',
};

const DAY_MS = 86_400_000;
const inAMonth = () => new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10);

interface DecideDialogProps {
  entry: DecidedEntry;
  decision: Decision;
  onClose: () => void;
}

/** Puts an entry off, rejects it or hands it on, with the reason. */
export function DecideDialog({ entry, decision, onClose }: DecideDialogProps) {
  const [until, setUntil] = useState(inAMonth);
  const [assignee, setAssignee] = useState(entry.assigned?.assignee ?? '');
  const decide = useChange('decideReview', onClose);
  const onSave = (reason: string) => {
    const about = { entry: entry.key, title: entry.title, reason };
    if (decision === 'snooze') {
      decide.mutate({ body: { ...about, decision, until: `${until}T23:59:59.999Z` } });
    } else if (decision === 'assign') decide.mutate({ body: { ...about, decision, assignee } });
    else decide.mutate({ body: { ...about, decision } });
  };
  return (
    <Modal opened onClose={onClose} title={TITLES[decision]} size="md">
      <ReasonForm label={TITLES[decision]} noun="decision" saving={decide} onSave={onSave} onClose={onClose}>
        <div>
          <strong>{entry.title}</strong>
        </div>
        <div className="muted">{MEANING[decision]}</div>
        {decision === 'snooze' && (
          <TextInput
            type="date"
            label="Until (UTC)"
            value={until}
            error={decide.error?.fields.until}
            onChange={(event) => setUntil(event.currentTarget.value)}
            w={200}
          />
        )}
        {decision === 'assign' && (
          <TextInput
            data-autofocus
            label="To whom"
            value={assignee}
            error={decide.error?.fields.assignee}
            onChange={(event) => setAssignee(event.currentTarget.value)}
          />
        )}
      </ReasonForm>
    </Modal>
  );
}
