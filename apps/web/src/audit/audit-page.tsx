import { Button, TextInput } from '@mantine/core';
import type { AuditEntry } from '@scopemap/contract';
import { useEffect, useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount, formatInstant, formatPlural } from '../ui/format.ts';
import { actionWords, changedValues } from './audit-words.ts';
import { ChainState } from './chain-state.tsx';
import '../exporters/exporters.css';
import './audit.css';

const PAGE = 100;
const TYPING_MS = 300;
/** Characters of a value that are shown at once. */
const SHORT = 120;

/** Who changed what, when and why. There is nothing here to change or delete it with. */
export function AuditPage() {
  const [text, setText] = useState('');
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(PAGE);
  useEffect(() => {
    const timer = setTimeout(() => setSearch(text.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const answer = useEndpoint(
    'auditEntries',
    { query: { ...(search && { q: search }), limit, offset: 0 } },
    { keep: true },
  );
  const entries = answer.data?.entries ?? [];
  const total = answer.data?.total ?? 0;
  return (
    <div className="page">
      <header className="page-header">
        <div>
          <h1>Audit</h1>
          <p>Every change: who, from where, what and why. Each entry carries the hash of the one before it.</p>
        </div>
        <Button component="a" href="/api/audit.ndjson" variant="default" download>
          Download all
        </Button>
        <TextInput
          aria-label="Search the audit"
          placeholder="Search: name, address, action, reason"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          w={320}
        />
      </header>
      <div className="stack">
        <ChainState />
        {answer.isError && (
          <ErrorNotice
            what="The audit could not be loaded"
            problem={answer.error}
            still={answer.data && 'The table shows what was loaded before.'}
            onRetry={() => void answer.refetch()}
          />
        )}
        {answer.isPending && <SkeletonRows rows={10} />}
        {answer.data && entries.length === 0 && (
          <EmptyState title={search ? 'No entry fits' : 'Nothing was changed yet'}>
            {search
              ? 'The search looks at author, origin, action, subject, reason and the values before and after.'
              : 'The first zone, approval or import writes the first entry.'}
          </EmptyState>
        )}
        {entries.length > 0 && (
          <>
            <span className="muted" role="status">
              {entries.length < total && `the newest ${formatCount(entries.length)} of `}
              {formatPlural(total, 'entry', 'entries')}
            </span>
            <AuditTable entries={entries} />
          </>
        )}
        {entries.length < total && (
          <div>
            <Button variant="default" onClick={() => setLimit(Math.min(limit * 2, 5000))} disabled={limit >= 5000}>
              Show older entries
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <table className="plain-table audit-table" aria-label="Audit entries">
      <thead>
        <tr>
          <th scope="col" className="numeric">
            No.
          </th>
          <th scope="col">When (UTC)</th>
          <th scope="col">Who</th>
          <th scope="col">What</th>
          <th scope="col">Why</th>
          <th scope="col">Before and after</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <td className="numeric" title={`hash ${entry.hash}`}>
              {entry.id}
            </td>
            <td className="audit-when">{formatInstant(entry.at)}</td>
            <td>
              {entry.author}
              <div className="muted">{entry.origin}</div>
            </td>
            <th scope="row">
              {actionWords(entry.action)}
              <div className="audit-subject">{entry.subject}</div>
            </th>
            <td>{entry.reason ?? <span className="muted">none given</span>}</td>
            <td>
              <ul>
                {changedValues(entry.before, entry.after).map(({ name, before, after }) => (
                  <li key={name}>
                    {name && <span className="muted">{name}: </span>}
                    {before !== null && (
                      <del>
                        <Value text={before} />
                      </del>
                    )}{' '}
                    {after !== null && (
                      <ins>
                        <Value text={after} />
                      </ins>
                    )}
                  </li>
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A long value opens when asked for: a declared network would fill pages. */
function Value({ text }: { text: string }) {
  if (text.length <= SHORT) return text;
  return (
    <details>
      <summary>
        {text.slice(0, SHORT)} … <span className="muted">{formatCount(text.length)} characters</span>
      </summary>
      {text}
    </details>
  );
}
