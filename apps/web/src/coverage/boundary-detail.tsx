import { Button } from '@mantine/core';
import type { BoundaryCoverage } from '@scopemap/contract';
import { GRADE_MARK, GRADE_WORDS } from './coverage-words.ts';

/** All that is missing at one boundary, with the facts it follows from. */
export function BoundaryDetail({ boundary, onClose }: { boundary: BoundaryCoverage; onClose: () => void }) {
  const [one, other] = boundary.between;
  return (
    <section className="card coverage-detail" aria-label={`Between ${one.name} and ${other.name}`}>
      <div className="row">
        <h2>
          {one.name} ↔ {other.name}
        </h2>
        <span>
          {GRADE_MARK[boundary.grade]} {GRADE_WORDS[boundary.grade]}
        </span>
        <Button variant="default" size="compact-sm" ml="auto" onClick={onClose}>
          Close
        </Button>
      </div>
      {boundary.shortfalls.length === 0 && <p className="muted">Nothing is missing here.</p>}
      <ul>
        {boundary.shortfalls.map((shortfall) => (
          <li key={`${shortfall.code} ${shortfall.text}`}>
            {shortfall.text}
            {shortfall.facts.length > 0 && (
              <span className="muted"> ({shortfall.facts.map(({ name }) => name).join(', ')})</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
