import { Button } from '@mantine/core';
import type { Zone } from '@scopemap/contract';
import { useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { ClaimBadge } from '../ui/badges.tsx';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount, formatPlural } from '../ui/format.ts';
import { DeleteZoneDialog } from './delete-zone-dialog.tsx';
import { ZoneDialog } from './zone-dialog.tsx';
import '../exporters/exporters.css';

type Dialog = { kind: 'create' } | { kind: 'edit' | 'delete'; zone: Zone } | null;

/** Zones: names for networks, with what a person says of them. Hosts fall into a zone by the longest prefix. */
export function ZonesPage() {
  const answer = useEndpoint('zones', {});
  const [dialog, setDialog] = useState<Dialog>(null);
  const zones = answer.data?.zones ?? [];
  const create = <Button onClick={() => setDialog({ kind: 'create' })}>Create zone</Button>;
  return (
    <div className="page">
      <header className="page-header">
        <div>
          <h1>Zones</h1>
          <p>
            A zone names one or more networks. A host belongs to the zone with the longest prefix that holds its
            address.
            {answer.data && answer.data.unassignedHosts > 0 && (
              <> {formatPlural(answer.data.unassignedHosts, 'host')} in no zone.</>
            )}
          </p>
        </div>
        {zones.length > 0 && create}
      </header>
      {answer.isError && (
        <ErrorNotice
          what="The zones could not be loaded"
          problem={answer.error}
          onRetry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && <SkeletonRows />}
      {answer.data && zones.length === 0 && (
        <EmptyState title="No zone yet" action={create}>
          Begin with the networks that hold account data: until then nothing can be told in or out of scope.
        </EmptyState>
      )}
      {zones.length > 0 && <ZoneTable zones={zones} onDialog={setDialog} />}
      {dialog?.kind === 'create' && <ZoneDialog zone={null} onClose={() => setDialog(null)} />}
      {dialog?.kind === 'edit' && <ZoneDialog zone={dialog.zone} onClose={() => setDialog(null)} />}
      {dialog?.kind === 'delete' && <DeleteZoneDialog zone={dialog.zone} onClose={() => setDialog(null)} />}
    </div>
  );
}

function ZoneTable({ zones, onDialog }: { zones: readonly Zone[]; onDialog: (dialog: Dialog) => void }) {
  return (
    <table className="plain-table" aria-label="Zones">
      <thead>
        <tr>
          <th scope="col">Zone</th>
          <th scope="col">Claim</th>
          <th scope="col">Networks</th>
          <th scope="col" className="numeric">
            Hosts
          </th>
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {zones.map((zone) => (
          <tr key={zone.id}>
            <th scope="row">
              {zone.name}
              {zone.description && <div className="muted zone-description">{zone.description}</div>}
            </th>
            <td>
              <ClaimBadge claim={zone.claim} />
            </td>
            <td>
              {zone.prefixes.length ? <code>{zone.prefixes.join(' ')}</code> : <span className="muted">none</span>}
            </td>
            <td className="numeric">{formatCount(zone.hostCount)}</td>
            <td>
              <div className="row zone-actions">
                <Button
                  variant="default"
                  aria-label={`Edit ${zone.name}`}
                  onClick={() => onDialog({ kind: 'edit', zone })}
                >
                  Edit
                </Button>
                <Button
                  variant="default"
                  aria-label={`Delete ${zone.name}`}
                  onClick={() => onDialog({ kind: 'delete', zone })}
                >
                  Delete
                </Button>
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
