import { Button, Checkbox } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { formatAge, formatInstant, formatPlural } from '../ui/format.ts';
import { useView } from '../url/use-view.ts';
import type { Decision } from './decide-dialog.tsx';
import type { DecidedEntry } from './decided-entries.ts';
import { EntryDecisions } from './entry-decisions.tsx';
import { DECISION_WORDS, SEVERITY_MARK, SEVERITY_WORDS } from './review-words.ts';

const PAGE = 200;

interface ReviewListProps {
  entries: readonly DecidedEntry[];
  onApprove: (entries: readonly DecidedEntry[]) => void;
  onDecide: (entry: DecidedEntry, decision: Decision) => void;
}

/**
 * The queue as an inbox: j and k move, x marks, a approves what is marked or else the entry at hand, s and Enter show its
 * evidence, z puts off, r rejects, h hands on. Marks stay while the list is filtered, and end with the entries that they stand on.
 */
export function ReviewList({ entries, onApprove, onDecide }: ReviewListProps) {
  const [, change] = useView();
  const [active, setActive] = useState(0);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [shown, setShown] = useState(PAGE);
  const [now] = useState(() => Date.now());
  const list = useRef<HTMLOListElement>(null);
  const at = Math.min(active, entries.length - 1);
  const chosen = entries.filter((entry) => marked.has(entry.key) && entry.approval);

  useEffect(() => {
    // Keeps the place under the hands when an entry was decided and is gone.
    if (document.activeElement === document.body) list.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [entries.length]);

  const focus = (index: number) => {
    const to = Math.min(Math.max(index, 0), entries.length - 1);
    setActive(to);
    if (to >= shown) setShown(to + PAGE);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-index="${to}"]`)?.focus());
  };
  const mark = (key: string) => {
    setMarked((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  };
  const show = (entry: DecidedEntry) => {
    if (entry.selection) change({ selection: entry.selection });
  };
  const onKey = (event: KeyboardEvent) => {
    const entry = entries[at];
    if (!entry || event.ctrlKey || event.metaKey || event.altKey) return;
    const actions: Record<string, (() => void) | undefined> = {
      j: () => focus(at + 1),
      ArrowDown: () => focus(at + 1),
      k: () => focus(at - 1),
      ArrowUp: () => focus(at - 1),
      Home: () => focus(0),
      End: () => focus(entries.length - 1),
      x: () => mark(entry.key),
      s: () => show(entry),
      Enter: () => show(entry),
      z: () => onDecide(entry, 'snooze'),
      r: () => onDecide(entry, 'reject'),
      h: () => onDecide(entry, 'assign'),
      a: () => onApprove(chosen.length > 0 ? chosen : entry.approval ? [entry] : []),
    };
    const action = event.target instanceof HTMLLIElement ? actions[event.key] : undefined;
    if (!action) return;
    event.preventDefault();
    action();
  };

  return (
    <>
      <div className="row review-actions">
        <Button disabled={chosen.length === 0} onClick={() => onApprove(chosen)}>
          Approve {chosen.length > 0 ? formatPlural(chosen.length, 'service') : 'marked'}
        </Button>
        <span className="muted">
          <kbd>j</kbd> <kbd>k</kbd> move · <kbd>x</kbd> mark · <kbd>a</kbd> approve · <kbd>s</kbd> show the evidence ·{' '}
          <kbd>z</kbd> put off · <kbd>r</kbd> reject · <kbd>h</kbd> hand on
        </span>
      </div>
      <ol className="review-list" ref={list} aria-label="Review queue" onKeyDown={onKey}>
        {entries.slice(0, shown).map((entry, index) => (
          <li
            key={entry.key}
            data-index={index}
            data-severity={entry.severity}
            tabIndex={index === at ? 0 : -1}
            aria-label={`${SEVERITY_WORDS[entry.severity]}, ${entry.kind}: ${entry.title}. ${entry.text}${marked.has(entry.key) ? ' Marked.' : ''}`}
            onFocus={(event) => event.target === event.currentTarget && setActive(index)}
          >
            <Checkbox
              aria-label={`Mark ${entry.title}`}
              checked={marked.has(entry.key)}
              disabled={!entry.approval}
              tabIndex={-1}
              onChange={() => mark(entry.key)}
            />
            <span className="review-severity" title={`${SEVERITY_WORDS[entry.severity]} severity`}>
              {SEVERITY_MARK[entry.severity]} {SEVERITY_WORDS[entry.severity]}
            </span>
            <div className="review-words">
              <div>
                <span className="review-kind">{entry.kind}</span> <strong>{entry.title}</strong>
              </div>
              <div className="muted">
                {entry.text}
                {entry.since && (
                  <span title={formatInstant(entry.since)}> First seen {formatAge(entry.since, now)}.</span>
                )}
              </div>
              <EntryDecisions entry={entry} />
            </div>
            <div className="row review-buttons">
              <span className="review-more-decisions">
                {(['snooze', 'reject', 'assign'] as const).map((decision) => (
                  <Button
                    key={decision}
                    size="compact-sm"
                    variant="subtle"
                    tabIndex={-1}
                    aria-label={`${DECISION_WORDS[decision]}: ${entry.title}`}
                    onClick={() => onDecide(entry, decision)}
                  >
                    {DECISION_WORDS[decision]}
                  </Button>
                ))}
              </span>
              {entry.approval && (
                <Button size="compact-sm" variant="default" tabIndex={-1} onClick={() => onApprove([entry])}>
                  Approve
                </Button>
              )}
              {entry.selection && (
                <Button size="compact-sm" variant="subtle" tabIndex={-1} onClick={() => show(entry)}>
                  Show
                </Button>
              )}
            </div>
          </li>
        ))}
        {shown < entries.length && (
          <li className="review-more">
            <Button variant="default" onClick={() => setShown(shown + PAGE)}>
              Show {Math.min(PAGE, entries.length - shown)} more
            </Button>
          </li>
        )}
      </ol>
    </>
  );
}
