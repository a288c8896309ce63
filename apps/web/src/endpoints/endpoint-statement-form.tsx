import { Button, NativeSelect, Textarea } from '@mantine/core';
import type { ServiceEndpoint } from '@scopemap/contract';
import type { EndpointRole } from '@scopemap/scope-model';
import { type FormEvent, useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';

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
  const [reason, setReason] = useState('');
  const save = useChange('stateEndpoint', onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const role = choice === TAKE_BACK ? null : (choice as EndpointRole);
    const { protocol, port } = endpoint;
    save.mutate({ params: { id: hostId, protocol, port }, body: { role, reason } });
  };
  return (
    <form className="stack panel-form" onSubmit={submit} aria-label={`What is ${endpoint.service}?`}>
      <NativeSelect
        label="Endpoint"
        description="Relationships that are stored already are corrected, too; a trace of every change stays."
        data={CHOICES.filter(({ value }) => isStated || value !== TAKE_BACK)}
        value={choice}
        onChange={(event) => setChoice(event.currentTarget.value)}
      />
      <Textarea
        label="Reason"
        description="So that an assessor can follow it"
        rows={3}
        value={reason}
        error={save.error?.fields.reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {save.error && <ErrorNotice what="The statement was not saved" problem={save.error} />}
      <div className="row">
        <Button type="submit" disabled={reason.trim().length < 3} loading={save.isPending}>
          Save statement
        </Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
