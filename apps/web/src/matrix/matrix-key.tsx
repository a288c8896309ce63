import { CELL_MARK, CELL_WORDS } from './matrix-words.ts';

/** What the signs and lines of the grid mean. */
export function MatrixKey() {
  return (
    <ul className="matrix-key" aria-label="Key">
      {(['violation', 'unreviewed', 'approved', 'ordinary', 'unused'] as const).map((state) => (
        <li key={state}>
          <span className="matrix-mark" data-state={state}>
            {CELL_MARK[state]}
          </span>{' '}
          {CELL_WORDS[state]}
        </li>
      ))}
      <li>
        <span className="matrix-line" data-edge="cde" /> boundary of the CDE
      </li>
      <li>
        <span className="matrix-line" data-edge="scope" /> boundary of scope
      </li>
    </ul>
  );
}
