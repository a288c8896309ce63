import { Modal } from '@mantine/core';
import { useChange } from '../api/use-endpoint.ts';
import { ReasonForm } from '../ui/reason-form.tsx';

/** What a person said of a control and takes back. */
export interface EndedStatement {
  readonly kind: 'endControlBoundary' | 'endRuleBinding';
  readonly id: number;
  readonly words: string;
}

/** Takes a statement back; it stays in the history. */
export function EndStatementDialog({ statement, onClose }: { statement: EndedStatement; onClose: () => void }) {
  const { kind, id, words } = statement;
  const save = useChange(kind, onClose);
  return (
    <Modal opened onClose={onClose} title={`Take back: ${words}`} size="md">
      <ReasonForm
        noun="withdrawal"
        saving={save}
        onSave={(reason) => save.mutate({ params: { id }, body: { reason } })}
        onClose={onClose}
      >
        <div>It holds no more from now on. What it said, who said it and why stay in the history.</div>
      </ReasonForm>
    </Modal>
  );
}
