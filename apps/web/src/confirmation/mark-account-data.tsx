import { Button, Checkbox, Modal, NumberInput, TextInput } from '@mantine/core';
import { ACCEPTANCE_CHANNELS, type AcceptanceChannel, PAYMENT_STAGES, type PaymentStage } from '@scopemap/scope-model';
import { useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { formatPlural } from '../ui/format.ts';
import { ReasonForm } from '../ui/reason-form.tsx';

/** Marks relationships as a step of a flow of account data; both ends are of the CDE from then on. */
export function MarkAccountData({ relationshipIds }: { relationshipIds: readonly string[] }) {
  const [open, setOpen] = useState(false);
  if (relationshipIds.length === 0) return null;
  return (
    <div>
      <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
        Carries account data…
      </Button>
      {open && <MarkDialog relationshipIds={relationshipIds} onClose={() => setOpen(false)} />}
    </div>
  );
}

function MarkDialog({ relationshipIds, onClose }: { relationshipIds: readonly string[]; onClose: () => void }) {
  const save = useChange('markAccountData', onClose);
  const [flow, setFlow] = useState('');
  const [step, setStep] = useState(1);
  const [stages, setStages] = useState<readonly string[]>([]);
  const [channels, setChannels] = useState<readonly string[]>([]);
  const [encryption, setEncryption] = useState('');
  const [elements, setElements] = useState('');
  return (
    <Modal opened onClose={onClose} title="Carries account data" size="md">
      <ReasonForm
        noun="statement"
        saving={save}
        onSave={(reason) =>
          save.mutate({
            body: {
              relationshipIds: [...relationshipIds],
              flow,
              step,
              stages: stages as PaymentStage[],
              channels: channels as AcceptanceChannel[],
              encryption: encryption.trim() || null,
              elements: elements
                .split(',')
                .map((name) => name.trim())
                .filter(Boolean),
              reason,
            },
          })
        }
        onClose={onClose}
      >
        <div>
          {formatPlural(relationshipIds.length, 'relationship')} will count as one step of a flow of account data, and
          the systems at both ends as CDE.
        </div>
        <TextInput
          label="Flow"
          placeholder="Card payment in the shops"
          value={flow}
          error={save.error?.fields.flow}
          onChange={(event) => setFlow(event.currentTarget.value)}
        />
        <NumberInput label="Step" min={1} max={100} value={step} onChange={(value) => setStep(Number(value) || 1)} />
        <Checkbox.Group label="Payment stages" value={[...stages]} onChange={setStages}>
          <div className="row">
            {PAYMENT_STAGES.map((stage) => (
              <Checkbox key={stage} value={stage} label={stage} />
            ))}
          </div>
        </Checkbox.Group>
        <Checkbox.Group label="Acceptance channels" value={[...channels]} onChange={setChannels}>
          <div className="row">
            {ACCEPTANCE_CHANNELS.map((channel) => (
              <Checkbox key={channel} value={channel} label={channel} />
            ))}
          </div>
        </Checkbox.Group>
        <TextInput
          label="Protection on the way"
          placeholder="TLS 1.3"
          value={encryption}
          onChange={(event) => setEncryption(event.currentTarget.value)}
        />
        <TextInput
          label="Elements of account data"
          description="Separated by commas"
          placeholder="PAN, expiry date"
          value={elements}
          onChange={(event) => setElements(event.currentTarget.value)}
        />
      </ReasonForm>
    </Modal>
  );
}
