import { Modal } from '@mantine/core';
import type { AccountDataMark } from '@scopemap/contract';
import { useChange } from '../api/use-endpoint.ts';
import { ReasonForm } from '../ui/reason-form.tsx';

/** Takes back that a relationship carries account data. */
export function EndMarkDialog({ mark, onClose }: { mark: AccountDataMark; onClose: () => void }) {
  const end = useChange('endTag', onClose);
  return (
    <Modal opened onClose={onClose} title="Take back" size="md">
      <ReasonForm
        noun="withdrawal"
        saving={end}
        onSave={(reason) => end.mutate({ params: { id: mark.id }, body: { reason } })}
        onClose={onClose}
      >
        <div>
          {mark.client} to {mark.server} over {mark.service} then no longer counts as carrying account data. What was
          said stays in the history.
        </div>
      </ReasonForm>
    </Modal>
  );
}
