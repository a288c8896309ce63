import { Button, Checkbox } from '@mantine/core';
import type { EvidenceExport, Snapshot } from '@scopemap/contract';
import { SCOPE_CATEGORIES } from '@scopemap/scope-model';
import { useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { CategoryBadge } from '../ui/badges.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount, formatInstant, formatPeriod, formatPlural } from '../ui/format.ts';
import { ExportRow } from './export-row.tsx';

/** One snapshot: what was frozen, and the packs made of it. */
export function SnapshotCard({ snapshot, exports }: { snapshot: Snapshot; exports: readonly EvidenceExport[] }) {
  const start = useChange('startExport');
  const [comments, setComments] = useState(false);
  const [redacted, setRedacted] = useState(false);
  const { id, takenAt, takenBy, reason, entity, period, counts, contacts } = snapshot;
  return (
    <section className="card evidence-card" aria-label={`Snapshot of ${formatInstant(takenAt)} UTC`}>
      <div className="evidence-head">
        <div>
          <h2>{formatInstant(takenAt)} UTC</h2>
          <div>{reason}</div>
          <div className="muted">
            {entity} · {formatPeriod(period.from.slice(0, 10), period.to.slice(0, 10))} ·{' '}
            {formatPlural(contacts, 'relationship')} · taken by {takenBy}
          </div>
          <div className="muted">
            Snapshot <code>{id}</code>
          </div>
        </div>
        <div className="stack">
          <Button
            variant="default"
            loading={start.isPending}
            onClick={() => start.mutate({ params: { id }, query: { comments: comments && !redacted, redacted } })}
          >
            Export a pack
          </Button>
          <Checkbox
            size="xs"
            label="with comments and requests"
            checked={comments && !redacted}
            disabled={redacted}
            onChange={(event) => setComments(event.currentTarget.checked)}
          />
          <Checkbox
            size="xs"
            label="with pseudonyms for addresses and names"
            checked={redacted}
            onChange={(event) => setRedacted(event.currentTarget.checked)}
          />
        </div>
      </div>
      <ul className="evidence-counts" aria-label="Systems by category">
        {SCOPE_CATEGORIES.filter((category) => counts[category]).map((category) => (
          <li key={category}>
            <strong>{formatCount(counts[category] ?? 0)}</strong> <CategoryBadge category={category} />
          </li>
        ))}
      </ul>
      {start.error && <ErrorNotice what="The export was not started" problem={start.error} />}
      {exports.length > 0 && (
        <ul className="evidence-exports" aria-label="Packs of this snapshot">
          {exports.map((each) => (
            <ExportRow key={each.id} job={each} />
          ))}
        </ul>
      )}
    </section>
  );
}
