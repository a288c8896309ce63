import { Button, TextInput } from '@mantine/core';
import { type Confirmation, ELEMENTS } from '@scopemap/contract';
import { useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatDay, formatInstant } from '../ui/format.ts';
import { Link } from '../url/link.tsx';
import { CandidateList } from './candidate-list.tsx';
import { ROLE_WORDS, STATE_WORDS, TRIGGER_WORDS } from './confirmation-words.ts';
import { ElementCard } from './element-card.tsx';
import { MissedCard } from './missed-card.tsx';
import { Remarks } from './remarks.tsx';
import { Signatures } from './signatures.tsx';

/** One record: the seven elements with what the snapshot shows and what people say, changes, signatures, the assessor. */
export function ConfirmationRecord({ confirmation }: { confirmation: Confirmation }) {
  const { id, version, answers, candidates, state } = confirmation;
  const [content, setContent] = useState(confirmation.content);
  const [reason, setReason] = useState('');
  const save = useChange('writeConfirmation');
  const closed = state === 'approved';
  const changed = JSON.stringify(content) !== JSON.stringify(confirmation.content);
  return (
    <div className="stack">
      <RecordHead confirmation={confirmation} />
      {ELEMENTS.map((element) => (
        <ElementCard
          key={element}
          element={element}
          answer={answers.find((one) => one.element === element)}
          content={content}
          closed={closed}
          onChange={setContent}
        />
      ))}
      <CandidateList
        candidates={candidates}
        first={confirmation.previous === null}
        content={content}
        closed={closed}
        onChange={setContent}
      />
      <MissedCard previous={confirmation.previous} content={content} closed={closed} onChange={setContent} />
      {save.error && <ErrorNotice what="The confirmation was not saved" problem={save.error} />}
      {changed && (
        <form
          className="save-bar"
          aria-label="Save"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate({ params: { id }, body: { version, content, reason } });
          }}
        >
          <TextInput
            label="What was changed, and why"
            value={reason}
            error={save.error?.fields.reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button type="submit" disabled={reason.trim().length < 3} loading={save.isPending}>
            Save as version {version + 1}
          </Button>
          <Button variant="default" onClick={() => setContent(confirmation.content)}>
            Discard
          </Button>
        </form>
      )}
      <Signatures confirmation={confirmation} unsaved={changed} />
      <Remarks confirmation={confirmation} />
    </div>
  );
}

function RecordHead({ confirmation }: { confirmation: Confirmation }) {
  const { id, entity, entityRole, standard, trigger, snapshotId, version, versions, state, nextDue, previous } =
    confirmation;
  const latest = versions.at(-1);
  return (
    <header className="page-header">
      <div>
        <h1>
          Confirmation {id}: {STATE_WORDS[state].toLowerCase()}
        </h1>
        <p>
          {entity} · {ROLE_WORDS[entityRole]} · {TRIGGER_WORDS[trigger.kind]}
          {trigger.reference && ` (${trigger.reference})`} · PCI DSS {standard}
        </p>
        <p className="muted">
          Rests on snapshot <code>{snapshotId}</code>. Version {version}
          {latest && ` of ${formatInstant(latest.at)} UTC by ${latest.author}: ${latest.reason}`}.
        </p>
        <p className="muted">
          {previous
            ? `The one before it is confirmation ${previous.id}, approved ${formatInstant(previous.approvedAt)} UTC; this one was due by ${formatDay(previous.due)}.`
            : 'It is the first: there is nothing to compare with.'}
          {nextDue && ` The next one is due by ${formatDay(nextDue)}.`}
        </p>
      </div>
      <Link href="/confirmation">All confirmations</Link>
    </header>
  );
}
