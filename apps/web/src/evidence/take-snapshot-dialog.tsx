import { Modal } from '@mantine/core';
import { useChange } from '../api/use-endpoint.ts';
import { ReasonForm } from '../ui/reason-form.tsx';

/** Freezes what is known now, with the reason. */
export function TakeSnapshotDialog({ onClose }: { onClose: () => void }) {
  const save = useChange('takeSnapshot', onClose);
  return (
    <Modal opened onClose={onClose} title="Take a snapshot" size="md">
      <ReasonForm
        noun="snapshot"
        saving={save}
        onSave={(reason) => save.mutate({ body: { reason } })}
        onClose={onClose}
      >
        <div>
          Facts, zones, rules and coverage are kept as they are now. A snapshot is never changed or deleted. For a large
          network this takes a minute.
        </div>
      </ReasonForm>
    </Modal>
  );
}
