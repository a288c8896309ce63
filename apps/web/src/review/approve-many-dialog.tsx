import { Modal, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { FormButtons } from '../ui/form-buttons.tsx';
import { formatPlural } from '../ui/format.ts';
import type { ReviewEntry } from './review-entries.ts';

interface ApproveManyDialogProps {
  entries: readonly ReviewEntry[];
  onClose: () => void;
}

interface Refusal {
  readonly entry: ReviewEntry;
  readonly why: string;
}

/** One business need (PCI DSS 1.2.5) for one or more services. What is refused stays listed with its reason; the rest is saved. */
export function ApproveManyDialog({ entries, onClose }: ApproveManyDialogProps) {
  const client = useQueryClient();
  const [businessNeed, setBusinessNeed] = useState('');
  const [until, setUntil] = useState('');
  const [owner, setOwner] = useState('');
  const [left, setLeft] = useState(entries);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [saving, setSaving] = useState(false);

  const save = async () => {
    setSaving(true);
    const refused: Refusal[] = [];
    for (const entry of left) {
      const expiresAt = until ? { expiresAt: `${until}T23:59:59.999Z` } : {};
      const approval = entry.approval;
      if (!approval) continue;
      try {
        await call('approve', { body: { ...approval, businessNeed, owner, ...expiresAt } });
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        refused.push({ entry, why: error.message });
      }
    }
    setSaving(false);
    setRefusals(refused);
    setLeft(refused.map(({ entry }) => entry));
    await client.invalidateQueries();
    if (refused.length === 0) onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };

  return (
    <Modal opened onClose={onClose} title={`Approve ${formatPlural(left.length, 'service')}`} size="lg">
      <form className="stack" onSubmit={submit} aria-label="Approve">
        <ul className="review-approved">
          {left.map((entry) => (
            <li key={entry.key}>
              {entry.title}
              {refusals.some((refusal) => refusal.entry.key === entry.key) && (
                <div role="alert">Not approved: {refusals.find((refusal) => refusal.entry.key === entry.key)?.why}</div>
              )}
            </li>
          ))}
        </ul>
        <Textarea
          data-autofocus
          label="Business need"
          description="Why the business cannot do without it; part of the record"
          rows={3}
          value={businessNeed}
          onChange={(event) => setBusinessNeed(event.currentTarget.value)}
        />
        <TextInput
          label="Owner"
          description="Who answers for the service; may be left empty"
          value={owner}
          onChange={(event) => setOwner(event.currentTarget.value)}
          w={300}
        />
        <TextInput
          type="date"
          label="Holds until (UTC)"
          description="Empty: until it is replaced"
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
          w={200}
        />
        <FormButtons disabled={businessNeed.trim().length < 3} loading={saving} onClose={onClose}>
          Approve
        </FormButtons>
      </form>
    </Modal>
  );
}
