import { Button } from '@mantine/core';
import type { ZoneDraft, ZonePreview } from '@scopemap/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answer, call } from '../api/client.ts';
import type { ApiProblem } from '../api/problem.ts';
import { Consequences } from '../planning/consequences.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount, formatPlural } from '../ui/format.ts';
import { useSettled } from './use-settled.ts';

/** While somebody types, nothing is asked for. */
const SETTLED_MS = 350;

interface ZoneMovesProps {
  /** The zone to change or remove; null: a new one. */
  id: number | null;
  /** Null: it is removed. */
  zone: ZoneDraft | null;
}

/** Which hosts would be in another zone, and, when asked for, which categories would follow. Nothing is stored. */
export function ZoneMoves({ id, zone }: ZoneMovesProps) {
  const asked = useSettled(JSON.stringify({ id, zone }), SETTLED_MS);
  const [categoriesOf, setCategoriesOf] = useState<string | null>(null);
  const categories = categoriesOf === asked;
  const preview = useQuery<Answer<'previewZone'>, ApiProblem>({
    queryKey: ['previewZone', asked, categories],
    queryFn: ({ signal }) => call('previewZone', { body: { ...JSON.parse(asked), categories } }, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });
  // What stands against the zone is said at its fields when it is saved.
  if (preview.error?.code === 'conflict') return <p className="muted">{preview.error.message}</p>;
  if (preview.error) {
    return (
      <ErrorNotice what="What would move is not known" problem={preview.error} onRetry={() => void preview.refetch()} />
    );
  }
  return (
    <section className="zone-moves" aria-label="What would move" aria-busy={preview.isFetching}>
      {preview.data ? <Moves preview={preview.data} /> : <p className="muted">Looking which hosts would move…</p>}
      {preview.data?.categories ? (
        <Consequences result={preview.data.categories} />
      ) : (
        <div>
          <Button
            variant="default"
            size="compact-sm"
            loading={categories && preview.isFetching}
            onClick={() => setCategoriesOf(asked)}
          >
            Show which categories would change
          </Button>
        </div>
      )}
    </section>
  );
}

function Moves({ preview: { hosts, moves, sample } }: { preview: ZonePreview }) {
  if (hosts === 0) return <p className="muted">No host would move to another zone.</p>;
  return (
    <>
      <p>
        <strong>{formatPlural(hosts, 'host')} would move</strong>
      </p>
      <ul>
        {moves.slice(0, 6).map(({ from, to, hosts: count }) => (
          <li key={`${from}>${to}`}>
            {formatCount(count)} from {from ?? 'no zone'} to {to ?? 'no zone'}
          </li>
        ))}
      </ul>
      <p className="muted">
        {sample
          .slice(0, 6)
          .map(({ name, address }) => name ?? address)
          .join(', ')}
        {hosts > 6 && ` and ${formatCount(hosts - 6)} more`}
      </p>
    </>
  );
}
