import { NativeSelect } from '@mantine/core';
import type { ServiceEndpoint } from '@scopemap/contract';
import type { EndpointRole } from '@scopemap/scope-model';
import { useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { ReasonForm } from '../ui/reason-form.tsx';

const TAKE_BACK = 'take-back';

const CHOICES: readonly { readonly value: EndpointRole | typeof TAKE_BACK; readonly label: string }[] = [
  { value: 'server', label: 'A service listens there' },
  { value: 'not-server', label: 'No service listens there' },
  { value: TAKE_BACK, label: 'Take back what was said' },
];

/** Confirms or rejects a service endpoint, with the reason; history is corrected by it. */
export function EndpointStatementForm({
  hostId,
  endpoint,
  onClose,
}: {
  hostId: number;
  endpoint: ServiceEndpoint;
  onClose: () => void;
}) {
  const isStated = endpoint.basis === 'person';
  const [choice, setChoice] = useState<string>('server');
  const save = useChange('stateEndpoint', onClose);
  const onSave = (reason: string) => {
    const role = choice === TAKE_BACK ? null : (choice as EndpointRole);
    const { protocol, port } = endpoint;
    save.mutate({ params: { id: hostId, protocol, port }, body: { role, reason } });
  };
  const label = `What is ${endpoint.service}?`;
  return (
    <ReasonForm label={label} noun="statement" saving={save} onSave={onSave} onClose={onClose}>
      <NativeSelect
        label="Endpoint"
        description="Relationships that are stored already are corrected, too; a trace of every change stays."
        data={CHOICES.filter(({ value }) => isStated || value !== TAKE_BACK)}
        value={choice}
        onChange={(event) => setChoice(event.currentTarget.value)}
      />
    </ReasonForm>
  );
}
