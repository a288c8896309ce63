import { Button, Checkbox, SegmentedControl } from '@mantine/core';
import type { Matrix } from '@scopemap/contract';
import { useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatPlural } from '../ui/format.ts';
import { navigate } from '../url/location.ts';
import { useView } from '../url/use-view.ts';
import { isNarrowed, toFilter } from '../url/view-state.ts';
import { orderZones } from './matrix-grid.ts';
import { MatrixKey } from './matrix-key.tsx';
import { MatrixTable, type Measure } from './matrix-table.tsx';
import '../ui/data-table.css';
import './matrix.css';

/** With more zones than this, those without traffic are hidden at first: the rest would drown among them. */
const MANY_ZONES = 40;

/** Every zone against every zone: dense networks are read here, paths on the map. */
export function MatrixPage() {
  const [view] = useView();
  const answer = useEndpoint('matrix', { query: toFilter(view) }, { keep: true });
  return (
    <div className="table-page">
      {!answer.data && <h1>Zone matrix</h1>}
      {answer.isError && (
        <ErrorNotice
          what="The matrix could not be loaded"
          problem={answer.error}
          still={answer.data && 'It shows what was loaded before.'}
          onRetry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && <SkeletonRows rows={14} />}
      {answer.data && <Content matrix={answer.data} narrowed={isNarrowed(view)} />}
    </div>
  );
}

function Content({ matrix, narrowed }: { matrix: Matrix; narrowed: boolean }) {
  const [asked, setQuiet] = useState<boolean | null>(null);
  const [measure, setMeasure] = useState<Measure>('services');
  const quiet = asked ?? matrix.zones.length <= MANY_ZONES;
  const zones = orderZones(matrix, quiet);
  return (
    <>
      <div className="row">
        <h1>Zone matrix</h1>
        <span className="muted" role="status">
          {formatPlural(matrix.counts.relationships, 'relationship')} between{' '}
          {formatPlural(matrix.counts.hosts, 'host')}
        </span>
        <div className="matrix-options">
          <SegmentedControl
            aria-label="Number in the cells"
            data={[
              { value: 'services', label: 'Services' },
              { value: 'relationships', label: 'Relationships' },
              { value: 'octets', label: 'Volume' },
            ]}
            value={measure}
            onChange={(value) => setMeasure(value as Measure)}
          />
          <Checkbox
            label="Show zones without traffic"
            checked={quiet}
            onChange={(event) => setQuiet(event.currentTarget.checked)}
          />
        </div>
      </div>
      {zones.length === 0 ? (
        <EmptyState
          title={narrowed ? 'No relationship passes these filters' : 'No traffic was seen yet'}
          action={narrowed ? undefined : <Button onClick={() => navigate('/map')}>Get first data</Button>}
        >
          {narrowed
            ? 'Nothing was observed that fits. That is no proof that nothing happened: see Coverage for what could be seen.'
            : 'The matrix comes from traffic and zones: import a capture, or point an exporter here.'}
        </EmptyState>
      ) : (
        <MatrixTable zones={zones} matrix={matrix} measure={measure} />
      )}
      <MatrixKey />
    </>
  );
}
