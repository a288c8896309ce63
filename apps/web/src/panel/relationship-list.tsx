import type { RelationshipRow } from '@scopemap/contract';
import { useState } from 'react';
import { CommentSection } from '../comments/comment-section.tsx';
import { StatusBadge } from '../ui/badges.tsx';
import { formatCount, formatOctets, formatPlural } from '../ui/format.ts';
import { STATUS_RANK } from '../ui/words.ts';
import { contactText, directionText, messageText, openingWords, seenText } from './contact-text.ts';
import { HostLink } from './host-link.tsx';
import { RuleVerdicts } from './rule-verdicts.tsx';

/** Each asks the server once. */
const MOST_OPENED = 3;

interface RelationshipListProps {
  rows: readonly RelationshipRow[];
  /** How many there are in all. */
  total: number;
  /** Groups the rows as this host sees them. */
  hostId?: number;
}

/** Relationships with their evidence: how often, how much, when, seen by whom, and how the direction was told. */
export function RelationshipList({ rows, total, hostId }: RelationshipListProps) {
  const groups = hostId === undefined ? [{ title: 'Relationships', rows }] : groupByDirection(rows, hostId);
  return (
    <>
      {rows.length < total && (
        <p className="muted">
          The first {formatCount(rows.length)} of {formatPlural(total, 'relationship')}; all are in the Relationships
          table.
        </p>
      )}
      {rows.length === 0 && <p className="muted">No relationship in this period.</p>}
      {groups.map(
        (group) =>
          group.rows.length > 0 && (
            <div key={group.title}>
              <h3>
                {group.title} · {formatCount(group.rows.length)}
              </h3>
              <ul className="relationships">
                {[...group.rows]
                  .sort((a, b) => STATUS_RANK[a.status] - STATUS_RANK[b.status])
                  .map((row, index) => (
                    <RelationshipItem key={row.id} row={row} opened={index < MOST_OPENED} />
                  ))}
              </ul>
            </div>
          ),
      )}
    </>
  );
}

/** Rows by the part the host plays in them. */
function groupByDirection(rows: readonly RelationshipRow[], hostId: number) {
  const outgoing = rows.filter((row) => row.directed && row.client.hostId === hostId);
  const incoming = rows.filter((row) => row.directed && row.client.hostId !== hostId);
  return [
    { title: 'Uses services of others', rows: outgoing },
    { title: 'Serves others', rows: incoming },
    { title: 'Direction unknown or between peers', rows: rows.filter((row) => !row.directed) },
  ];
}

function RelationshipItem({ row, opened }: { row: RelationshipRow; opened: boolean }) {
  const message = messageText(row);
  const [verb, preposition] = openingWords(row);
  return (
    <li>
      <div>
        <HostLink side={row.client} /> {row.directed ? verb : 'and'}{' '}
        {row.directed && (
          <>
            <code>{row.service}</code> {preposition}{' '}
          </>
        )}
        <HostLink side={row.server} />
        {!row.directed && (
          <>
            {' '}
            over <code>{row.service}</code>
          </>
        )}
      </div>
      <div className="muted">
        {formatPlural(row.flows, 'flow')} · {formatOctets(row.octets)} · {seenText(row)}
        {row.observers.length > 0 && ` · seen by ${row.observers.join(', ')}`}
      </div>
      {message !== null && <div className="muted">Messages: {message}</div>}
      <div className="muted">Direction: {directionText(row)}</div>
      <div className="muted">Contact: {contactText(row)}</div>
      {row.status !== 'ordinary' && (
        <div className="relationship-status">
          <StatusBadge status={row.status} /> {row.statusText}
        </div>
      )}
      <Rules row={row} opened={opened} />
      <Comments row={row} />
    </li>
  );
}

/** What was said of it; asked for when opened. */
function Comments({ row }: { row: RelationshipRow }) {
  const [open, setOpen] = useState(false);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Comments</summary>
      {open && <CommentSection kind="relationship" id={row.id} />}
    </details>
  );
}

/** The verdicts of rules; asked for when opened, and at once for the first of what stands against a claim. */
function Rules({ row, opened }: { row: RelationshipRow; opened: boolean }) {
  const [open, setOpen] = useState(opened && row.status === 'violation');
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>What the rules say</summary>
      {open && <RuleVerdicts relationshipId={row.id} />}
    </details>
  );
}
