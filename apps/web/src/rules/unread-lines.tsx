import type { UnreadLine } from '@scopemap/contract';
import { formatCount, formatPlural } from '../ui/format.ts';

/** Lines that were not understood, each with its number and the reason. */
export function UnreadLines({ lines, total }: { lines: readonly UnreadLine[]; total: number }) {
  return (
    <details className="notice notice-warning unread-lines">
      <summary>
        <strong>{formatPlural(total, 'line')} not understood.</strong> What depends on {total === 1 ? 'it' : 'them'}{' '}
        stays undetermined.
      </summary>
      <table className="plain-table" aria-label="Lines that were not understood">
        <thead>
          <tr>
            <th scope="col" className="numeric">
              Line
            </th>
            <th scope="col">Text</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ line, text, why }, index) => (
            <tr key={index}>
              <td className="numeric">{line}</td>
              <td>
                <code>{text.trim()}</code>
              </td>
              <td>{why}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {lines.length < total && <p className="muted">and {formatCount(total - lines.length)} more</p>}
    </details>
  );
}
