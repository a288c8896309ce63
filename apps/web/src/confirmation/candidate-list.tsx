import { Button, Checkbox, TextInput } from '@mantine/core';
import type { ChangeCandidate, ConfirmationContent } from '@scopemap/contract';
import { useState } from 'react';
import { formatPlural } from '../ui/format.ts';
import { ITEM_WORDS, withDecisions } from './confirmation-words.ts';

interface CandidateListProps {
  candidates: readonly ChangeCandidate[];
  /** Nothing was confirmed before. */
  first: boolean;
  content: ConfirmationContent;
  closed: boolean;
  onChange: (content: ConfirmationContent) => void;
}

/** Possible significant changes that were seen; a person accepts or dismisses each, or several with one reason. */
export function CandidateList({ candidates, first, content, closed, onChange }: CandidateListProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [reason, setReason] = useState('');
  const [ticket, setTicket] = useState('');
  const decisions = new Map(content.decisions.map((decision) => [decision.key, decision]));
  const undecided = candidates.filter(({ key }) => !decisions.has(key));
  const decide = (significant: boolean) => {
    const decision = { significant, reason: reason.trim(), ticket: ticket.trim() || null };
    onChange(withDecisions(content, [...chosen], decision));
    setChosen(new Set());
  };
  const toggle = (key: string, checked: boolean) => {
    const next = new Set(chosen);
    if (checked) next.add(key);
    else next.delete(key);
    setChosen(next);
  };
  return (
    <section className="card confirmation-card" aria-label="Possible significant changes">
      <h2>Possible significant changes</h2>
      {candidates.length === 0 && (
        <p className="muted">
          {first
            ? 'Nothing was confirmed before, so no change can be told.'
            : 'None was seen since the confirmation before. That does not show that there was none.'}
        </p>
      )}
      {candidates.length > 0 && (
        <>
          <p className="muted">
            {formatPlural(undecided.length, 'change')} of {candidates.length} still to be accepted or dismissed.
          </p>
          {!closed && (
            <div className="row">
              <Button variant="default" onClick={() => setChosen(new Set(undecided.map(({ key }) => key)))}>
                Choose all undecided
              </Button>
              <TextInput
                aria-label="Assessment"
                placeholder="Assessment, and why"
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
              />
              <TextInput
                aria-label="Change record"
                placeholder="Change record"
                value={ticket}
                onChange={(event) => setTicket(event.currentTarget.value)}
              />
              <Button disabled={chosen.size === 0 || reason.trim() === ''} onClick={() => decide(true)}>
                Significant
              </Button>
              <Button
                variant="default"
                disabled={chosen.size === 0 || reason.trim() === ''}
                onClick={() => decide(false)}
              >
                Not significant
              </Button>
            </div>
          )}
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">Kind</th>
                <th scope="col">What was seen</th>
                <th scope="col">Decision</th>
              </tr>
            </thead>
            <tbody>
              {candidates.map(({ key, item, text }) => (
                <tr key={key}>
                  <td>
                    {closed ? (
                      ITEM_WORDS[item]
                    ) : (
                      <Checkbox
                        label={ITEM_WORDS[item]}
                        checked={chosen.has(key)}
                        onChange={(event) => toggle(key, event.currentTarget.checked)}
                      />
                    )}
                  </td>
                  <td>{text}</td>
                  <td>
                    <DecisionText decision={decisions.get(key)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}

function DecisionText({ decision }: { decision: ConfirmationContent['decisions'][number] | undefined }) {
  if (!decision) return <span className="badge badge-unreviewed">? undecided</span>;
  return (
    <>
      <strong>{decision.significant ? 'Significant' : 'Not significant'}</strong>: {decision.reason}
      {decision.ticket && <span className="muted"> ({decision.ticket})</span>}
    </>
  );
}
