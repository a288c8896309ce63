import type { WhatIfResult } from '@scopemap/contract';
import { SCOPE_CATEGORIES } from '@scopemap/scope-model';
import { CategoryBadge } from '../ui/badges.tsx';
import { formatCount, formatPlural } from '../ui/format.ts';
import { CATEGORY_WORDS } from '../ui/words.ts';
import './planning.css';

const MOST = 200;

/** Systems by category now and then, and which of them move, with the reason before and after. */
export function Consequences({ result }: { result: WhatIfResult }) {
  const { before, after, moved, total } = result;
  const shown = SCOPE_CATEGORIES.filter((category) => (before[category] ?? 0) + (after[category] ?? 0) > 0);
  return (
    <section className="stack" aria-label="What would follow">
      <div className="consequence-tables">
        <table className="plain-table" aria-label="Systems by category">
          <thead>
            <tr>
              <th scope="col">Category</th>
              <th scope="col" className="numeric">
                Now
              </th>
              <th scope="col" className="numeric">
                Then
              </th>
              <th scope="col" className="numeric">
                Difference
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((category) => (
              <tr key={category}>
                <th scope="row">{CATEGORY_WORDS[category]}</th>
                <td className="numeric">{formatCount(before[category] ?? 0)}</td>
                <td className="numeric">{formatCount(after[category] ?? 0)}</td>
                <td className="numeric">{signed((after[category] ?? 0) - (before[category] ?? 0))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {total === 0 ? (
        <p className="muted">No system would have another category.</p>
      ) : (
        <>
          <p>
            <strong>{formatPlural(total, 'system')} would have another category</strong>
          </p>
          <div className="consequence-moves">
            <table className="plain-table" aria-label="Systems that would move">
              <thead>
                <tr>
                  <th scope="col">System</th>
                  <th scope="col">Now</th>
                  <th scope="col">Then</th>
                  <th scope="col">Because</th>
                </tr>
              </thead>
              <tbody>
                {moved.slice(0, MOST).map((move) => (
                  <tr key={move.system.id}>
                    <th scope="row">{move.system.name}</th>
                    <td>
                      <CategoryBadge category={move.from} short />
                    </td>
                    <td>
                      <CategoryBadge category={move.to} short />
                    </td>
                    <td>{move.after}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {total > MOST && <p className="muted">The first {formatCount(Math.min(MOST, moved.length))} are listed.</p>}
        </>
      )}
    </section>
  );
}

function signed(difference: number): string {
  if (difference === 0) return '±0';
  return difference > 0 ? `+${formatCount(difference)}` : `−${formatCount(-difference)}`;
}
