import { Modal, NativeSelect, TextInput } from '@mantine/core';
import { type Confirmation, ENTITY_ROLES } from '@scopemap/contract';
import { useState } from 'react';
import { useChange, useEndpoint } from '../api/use-endpoint.ts';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { formatInstant } from '../ui/format.ts';
import { ReasonForm } from '../ui/reason-form.tsx';
import { Link } from '../url/link.tsx';
import { ROLE_WORDS, TRIGGER_WORDS } from './confirmation-words.ts';

const TRIGGERS = ['periodic', 'change', 'organisational'] as const;

interface StartConfirmationDialogProps {
  onStarted: (confirmation: Confirmation) => void;
  onClose: () => void;
}

/** On which snapshot the record rests, who the entity is, and what brings it about. */
export function StartConfirmationDialog({ onStarted, onClose }: StartConfirmationDialogProps) {
  const snapshots = useEndpoint('snapshots', {});
  const settings = useEndpoint('scopeSettings', {});
  const save = useChange('startConfirmation', onStarted);
  const [chosen, setChosen] = useState<string | null>(null);
  const [role, setRole] = useState<Confirmation['entityRole'] | null>(null);
  const [kind, setKind] = useState<(typeof TRIGGERS)[number]>('periodic');
  const [reference, setReference] = useState('');
  const taken = snapshots.data?.snapshots ?? [];
  const snapshotId = chosen ?? taken[0]?.id;
  const entityRole = role ?? settings.data?.entityKind ?? 'merchant';
  return (
    <Modal opened onClose={onClose} title="Start a confirmation" size="md">
      {snapshots.isPending && <SkeletonRows rows={3} />}
      {snapshots.data && snapshotId === undefined && (
        <EmptyState title="No snapshot yet" action={<Link href="/evidence">Take a snapshot first</Link>}>
          A confirmation rests on one, so that everybody signs the same figures.
        </EmptyState>
      )}
      {snapshotId !== undefined && (
        <ReasonForm
          noun="confirmation"
          saving={save}
          onSave={(reason) =>
            save.mutate({
              body: {
                snapshotId,
                entityRole,
                trigger: { kind, reference: kind === 'periodic' ? null : reference.trim() || null },
                reason,
              },
            })
          }
          onClose={onClose}
        >
          <NativeSelect
            label="Snapshot"
            data={taken.map(({ id, takenAt, reason }) => ({
              value: id,
              label: `${formatInstant(takenAt)} UTC: ${reason.slice(0, 60)}`,
            }))}
            value={snapshotId}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
          <NativeSelect
            label="Role of the entity"
            data={ENTITY_ROLES.map((value) => ({ value, label: ROLE_WORDS[value] }))}
            value={entityRole}
            onChange={(event) => setRole(event.currentTarget.value as Confirmation['entityRole'])}
          />
          <NativeSelect
            label="Trigger"
            data={TRIGGERS.map((value) => ({ value, label: TRIGGER_WORDS[value] }))}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value as (typeof TRIGGERS)[number])}
          />
          {kind !== 'periodic' && (
            <TextInput
              label="Change record or minutes"
              value={reference}
              error={save.error?.fields['trigger.reference']}
              onChange={(event) => setReference(event.currentTarget.value)}
            />
          )}
        </ReasonForm>
      )}
    </Modal>
  );
}
