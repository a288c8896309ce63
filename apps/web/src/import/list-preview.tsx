import type { ListedChange, ListPreview } from '@scopemap/contract';
import { formatCount, formatPlural } from '../ui/format.ts';
import { Figures } from './figures.tsx';

/** What a list holds, in numbers, and what of it says nothing. */
export function ListSummary({ preview }: { preview: ListPreview }) {
  const { added, changed, unchanged, unseen, unread, unseenLines, problemsTotal } = preview;
  return (
    <>
      <Figures
        figures={[
          ['Added', added],
          ['Changed', changed],
          ['Stay as they are', unchanged],
          ...(unseen > 0 ? [['Never seen', unseen] as const] : []),
          ...(problemsTotal > 0 ? [['Faults', problemsTotal] as const] : []),
        ]}
      />
      {added + changed === 0 && problemsTotal === 0 && (
        <div className="notice notice-good">
          <div>Everything in the list holds already. There is nothing to import.</div>
        </div>
      )}
      {unseen > 0 && (
        <div className="notice notice-warning">
          <div>
            {formatPlural(unseen, 'host was', 'hosts were')} never seen in traffic or by a scan; nothing is stored of{' '}
            {unseen === 1 ? 'it' : 'them'}:{' '}
            {unseenLines
              .slice(0, 8)
              .map(({ subject, line }) => `${subject} (line ${line})`)
              .join(', ')}
            {unseen > 8 && ' …'}
          </div>
        </div>
      )}
      {unread.length > 0 && <div className="muted">Columns that are not read: {unread.join(', ')}.</div>}
    </>
  );
}

/** Every fault with its place. While there is one, nothing of the file is taken over. */
export function ListProblems({ preview: { problems, problemsTotal } }: { preview: ListPreview }) {
  return (
    <section aria-label="Faults" className="stack">
      <div className="notice notice-error" role="alert">
        <div>
          <strong>{formatPlural(problemsTotal, 'fault')} in the file.</strong> Nothing of it is imported until they are
          mended.
        </div>
      </div>
      <div className="list-lines">
        <table className="plain-table" aria-label="Faults">
          <thead>
            <tr>
              <th scope="col" className="numeric">
                Line
              </th>
              <th scope="col">Column</th>
              <th scope="col">Value</th>
              <th scope="col">What is wrong</th>
            </tr>
          </thead>
          <tbody>
            {problems.map(({ line, column, value, message }, index) => (
              <tr key={`${line}:${column}:${index}`}>
                <td className="numeric">{line}</td>
                <td>{column ?? <span className="muted">the line</span>}</td>
                <td>{value ? <code>{value}</code> : <span className="muted">empty</span>}</td>
                <td>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {problemsTotal > problems.length && (
        <div className="muted">The first {formatCount(problems.length)} are listed.</div>
      )}
    </section>
  );
}

/** What would be other than it is, line by line. */
export function ListChanges({ preview: { changes, added, changed } }: { preview: ListPreview }) {
  if (changes.length === 0) return null;
  return (
    <section aria-label="Changes" className="stack">
      <div className="list-lines">
        <table className="plain-table" aria-label="Changes">
          <thead>
            <tr>
              <th scope="col" className="numeric">
                Line
              </th>
              <th scope="col">Change</th>
              <th scope="col">Of</th>
              <th scope="col">What becomes of it</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.line}>
                <td className="numeric">{change.line}</td>
                <td>{change.change === 'added' ? '+ added' : '± changed'}</td>
                <th scope="row">{change.subject}</th>
                <td>
                  <ChangedColumns change={change} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {added + changed > changes.length && (
        <div className="muted">
          The first {formatCount(changes.length)} of {formatCount(added + changed)} are listed; all are imported.
        </div>
      )}
    </section>
  );
}

function ChangedColumns({ change: { columns } }: { change: ListedChange }) {
  return (
    <ul className="changed-columns">
      {columns
        .filter(({ before, after }) => before !== null || after !== '')
        .map(({ column, before, after }) => (
          <li key={column}>
            <span className="muted">{column}</span> {before !== null && <del>{before || 'empty'}</del>}{' '}
            <ins>{after || 'empty'}</ins>
          </li>
        ))}
    </ul>
  );
}
