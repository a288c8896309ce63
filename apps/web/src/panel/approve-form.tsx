import { Button, NativeSelect, Textarea } from '@mantine/core';
import type { GraphZone, RelationshipRow } from '@scopemap/contract';
import { type FormEvent, useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { type ApprovableService, approvableServices } from './approvable-services.ts';

interface ApproveFormProps {
  rows: readonly RelationshipRow[];
  source: GraphZone | undefined;
  target: GraphZone | undefined;
  directed: boolean;
}

/** Approves a service between two zones, with the business need that PCI DSS 1.2.5 asks for; or says why that cannot be. */
export function ApproveForm({ rows, source, target, directed }: ApproveFormProps) {
  const services = approvableServices(rows);
  if (!directed || services.length === 0) {
    return <p className="muted">It cannot be approved while it is not known who offers the service.</p>;
  }
  if (source?.zoneId == null || target?.zoneId == null) {
    return <p className="muted">Put both ends into zones first: a service is approved from zone to zone.</p>;
  }
  return (
    <Form
      services={services}
      sourceZoneId={source.zoneId}
      targetZoneId={target.zoneId}
      names={`${source.name} to ${target.name}`}
    />
  );
}

interface FormProps {
  services: readonly ApprovableService[];
  sourceZoneId: number;
  targetZoneId: number;
  names: string;
}

function Form({ services, sourceZoneId, targetZoneId, names }: FormProps) {
  const [chosen, setChosen] = useState(0);
  const [businessNeed, setBusinessNeed] = useState('');
  const approve = useChange('approve');
  const service = services[chosen] ?? services[0];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!service) return;
    const { protocol, port } = service;
    approve.mutate({ body: { sourceZoneId, targetZoneId, protocol, port, businessNeed } });
  };
  return (
    <form className="stack panel-form" onSubmit={submit} aria-label="Approve">
      <h3>Approve from {names}</h3>
      {services.length > 1 ? (
        <NativeSelect
          label="Service"
          data={services.map((each, index) => ({ value: String(index), label: each.label }))}
          value={String(chosen)}
          onChange={(event) => setChosen(Number(event.currentTarget.value))}
        />
      ) : (
        <code>{service?.label}</code>
      )}
      <Textarea
        label="Business need"
        rows={3}
        value={businessNeed}
        error={approve.error?.fields.businessNeed}
        onChange={(event) => setBusinessNeed(event.currentTarget.value)}
      />
      {approve.error && <ErrorNotice what="It was not approved" problem={approve.error} />}
      <div>
        <Button type="submit" disabled={businessNeed.trim().length < 3} loading={approve.isPending}>
          Approve
        </Button>
      </div>
    </form>
  );
}
