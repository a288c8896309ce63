import { Button } from '@mantine/core';
import type { GraphDiff } from '@scopemap/contract';
import { formatPeriod, formatPlural } from '../ui/format.ts';

interface DiffCountersProps {
  diff: GraphDiff;
  /** Goes to the next (1) or previous (-1) change. */
  onStep: (step: 1 | -1) => void;
  onEnd: () => void;
}

/** `+ 3 relationships, − 1` and so on: what the period has and the other one has not. */
export function DiffCounters({ diff, onStep, onEnd }: DiffCountersProps) {
  const { counts, compared, categoriesKnown } = diff;
  return (
    <div className="map-counters" role="status">
      <div className="row">
        <span>
          Against <strong>{formatPeriod(compared.from, compared.to)}</strong>:
        </span>
        <span className="badge change-added">+ {formatPlural(counts.relationshipsAdded, 'relationship')}</span>
        <span className="badge change-removed">− {formatPlural(counts.relationshipsRemoved, 'relationship')}</span>
        <span className="badge change-added">+ {formatPlural(counts.hostsAdded, 'host')}</span>
        <span className="badge change-removed">− {formatPlural(counts.hostsRemoved, 'host')}</span>
        <span className="badge">
          {categoriesKnown
            ? `± ${formatPlural(counts.categoriesChanged, 'category', 'categories')}`
            : 'categories of then are not known'}
        </span>
        <Button variant="default" size="compact-xs" title="Previous change (p)" onClick={() => onStep(-1)}>
          Previous
        </Button>
        <Button variant="default" size="compact-xs" title="Next change (n)" onClick={() => onStep(1)}>
          Next
        </Button>
        <Button variant="default" size="compact-xs" onClick={onEnd}>
          Stop comparing
        </Button>
      </div>
    </div>
  );
}
