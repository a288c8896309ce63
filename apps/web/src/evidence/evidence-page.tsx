import { Button } from '@mantine/core';
import { useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { EvidenceTabs } from '../confirmation/evidence-tabs.tsx';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { SigningKeyCard } from './signing-key-card.tsx';
import { SnapshotCard } from './snapshot-card.tsx';
import { TakeSnapshotDialog } from './take-snapshot-dialog.tsx';
import './evidence.css';

const RUNNING_MS = 700;
const RESTING_MS = 10_000;

/** Frozen facts, and the signed packs made of them. Exports belong to the server: leaving the page does not stop them. */
export function EvidencePage() {
  const snapshots = useEndpoint('snapshots', {}, { refetchInterval: RESTING_MS });
  const [busy, setBusy] = useState(false);
  const exports = useEndpoint('evidenceExports', {}, { refetchInterval: busy ? RUNNING_MS : RESTING_MS });
  const isBusy = exports.data?.exports.some(({ state }) => state === 'queued' || state === 'running') ?? false;
  if (isBusy !== busy) setBusy(isBusy);
  const [taking, setTaking] = useState(false);
  const taken = snapshots.data?.snapshots ?? [];
  const take = (
    <Button flex="none" onClick={() => setTaking(true)}>
      Take a snapshot
    </Button>
  );
  return (
    <div className="page">
      <EvidenceTabs current="/evidence" />
      <header className="page-header">
        <div>
          <h1>Evidence</h1>
          <p>
            A snapshot freezes everything that is known now. A pack made of it holds the report, tables, diagrams and
            the facts themselves, signed, so that somebody else can check it without this installation.
          </p>
        </div>
        {taken.length > 0 && take}
      </header>
      <div className="stack">
        {snapshots.isError && (
          <ErrorNotice
            what="The snapshots could not be loaded"
            problem={snapshots.error}
            onRetry={() => void snapshots.refetch()}
          />
        )}
        {exports.isError && (
          <ErrorNotice
            what="The exports could not be loaded"
            problem={exports.error}
            onRetry={() => void exports.refetch()}
          />
        )}
        {snapshots.isPending && <SkeletonRows rows={4} />}
        {snapshots.data && taken.length === 0 && (
          <EmptyState title="No snapshot yet" action={take}>
            What is exported comes from a snapshot, so that report, tables and diagrams say the same.
          </EmptyState>
        )}
        {taken.map((snapshot) => (
          <SnapshotCard
            key={snapshot.id}
            snapshot={snapshot}
            exports={exports.data?.exports.filter(({ snapshotId }) => snapshotId === snapshot.id) ?? []}
          />
        ))}
        <SigningKeyCard />
      </div>
      {taking && <TakeSnapshotDialog onClose={() => setTaking(false)} />}
    </div>
  );
}
