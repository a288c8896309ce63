import { Button } from '@mantine/core';
import type { Confirmation } from '@scopemap/contract';
import { useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatDay, formatInstant } from '../ui/format.ts';
import { Link } from '../url/link.tsx';
import { navigate, useSearch } from '../url/location.ts';
import { ConfirmationRecord } from './confirmation-record.tsx';
import { ROLE_WORDS, STATE_WORDS, TRIGGER_WORDS } from './confirmation-words.ts';
import { EvidenceTabs } from './evidence-tabs.tsx';
import { StartConfirmationDialog } from './start-confirmation-dialog.tsx';

/** Every record of a scope confirmation; or, when the URL names one, that record. */
export function ConfirmationPage() {
  const id = Number(new URLSearchParams(useSearch()).get('id'));
  return (
    <div className="page">
      <EvidenceTabs current="/confirmation" />
      {id > 0 ? <OneConfirmation id={id} /> : <AllConfirmations />}
    </div>
  );
}

function OneConfirmation({ id }: { id: number }) {
  const answer = useEndpoint('confirmation', { params: { id } });
  if (answer.isError)
    return (
      <ErrorNotice
        what="The confirmation could not be loaded"
        problem={answer.error}
        onRetry={() => void answer.refetch()}
      />
    );
  if (!answer.data) return <SkeletonRows rows={10} />;
  const { version } = answer.data;
  // A version that somebody else wrote begins the form anew.
  return <ConfirmationRecord key={`${id} ${version}`} confirmation={answer.data} />;
}

function AllConfirmations() {
  const answer = useEndpoint('confirmations', {});
  const [starting, setStarting] = useState(false);
  const all = answer.data?.confirmations ?? [];
  const start = (
    <Button flex="none" onClick={() => setStarting(true)}>
      Start a confirmation
    </Button>
  );
  return (
    <>
      <header className="page-header">
        <div>
          <h1>Scope confirmation</h1>
          <p>
            How scope was determined, and by whom it was confirmed (12.5.2). The entity signs, with three different
            people; the assessor remarks and records an own validation apart from that.
          </p>
        </div>
        {all.length > 0 && start}
      </header>
      <div className="stack">
        {answer.isError && (
          <ErrorNotice
            what="The confirmations could not be loaded"
            problem={answer.error}
            onRetry={() => void answer.refetch()}
          />
        )}
        {answer.isPending && <SkeletonRows rows={4} />}
        {answer.data && all.length === 0 && (
          <EmptyState title="No confirmation yet" action={start}>
            A confirmation rests on a snapshot: what it shows is counted, the rest is for people to say.
          </EmptyState>
        )}
        {all.map((one) => (
          <ConfirmationCard key={one.id} confirmation={one} />
        ))}
      </div>
      {starting && (
        <StartConfirmationDialog
          onStarted={({ id }) => navigate(`/confirmation?id=${id}`)}
          onClose={() => setStarting(false)}
        />
      )}
    </>
  );
}

function ConfirmationCard({ confirmation }: { confirmation: Confirmation }) {
  const { id, entity, entityRole, trigger, state, createdAt, createdBy, reason, nextDue, lacking } = confirmation;
  const overdue = nextDue !== null && nextDue < new Date().toISOString().slice(0, 10);
  return (
    <section className="card confirmation-card" aria-label={`Confirmation ${id}`}>
      <div className="confirmation-head">
        <div>
          <h2>
            <Link href={`/confirmation?id=${id}`}>Confirmation {id}</Link>
          </h2>
          <div>{reason}</div>
          <div className="muted">
            {entity} · {ROLE_WORDS[entityRole]} · {TRIGGER_WORDS[trigger.kind]}
            {trigger.reference && ` (${trigger.reference})`} · begun {formatInstant(createdAt)} UTC by {createdBy}
          </div>
        </div>
        <span className={`badge ${state === 'approved' ? 'badge-approved' : 'badge-unreviewed'}`}>
          <span aria-hidden="true">{state === 'approved' ? '✓' : '?'}</span>
          {STATE_WORDS[state]}
        </span>
      </div>
      {nextDue && (
        <p className={overdue ? 'change-removed' : 'muted'}>
          {overdue ? 'The next one was due on' : 'The next one is due by'} {formatDay(nextDue)}.
        </p>
      )}
      {lacking.length > 0 && <p className="muted">{lacking.length} points are to be written before anybody signs.</p>}
    </section>
  );
}
