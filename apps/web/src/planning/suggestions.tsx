import { Button, Modal } from '@mantine/core';
import type { ScopeSuggestion } from '@scopemap/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/client.ts';
import type { ApiProblem } from '../api/problem.ts';
import { useEndpoint } from '../api/use-endpoint.ts';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount, formatPlural } from '../ui/format.ts';
import { ReasonForm } from '../ui/reason-form.tsx';
import { SUGGESTION_WORDS, statementWords } from './planning-words.ts';

interface Answering {
  readonly suggestion: ScopeSuggestion;
  readonly answer: 'yes' | 'no';
}

/** What traffic suggests and nobody has said yet. Each becomes a tag or a segment only when a person says so. */
export function Suggestions() {
  const found = useEndpoint('scopeSuggestions', {}, { keep: true });
  const [answering, setAnswering] = useState<Answering | null>(null);
  if (found.isError && !found.data) {
    return (
      <ErrorNotice
        what="The suggestions could not be worked out"
        problem={found.error}
        still="Categories stand as they are: a suggestion decides nothing."
        onRetry={() => void found.refetch()}
      />
    );
  }
  if (!found.data) return <SkeletonRows rows={10} />;
  const { suggestions, total } = found.data;
  if (total === 0) {
    return (
      <EmptyState title="Nothing is suggested">
        Either everything that traffic shows was said already, or there is not enough traffic to suggest anything.
      </EmptyState>
    );
  }
  return (
    <section className="stack" aria-label="Suggestions">
      <p className="muted" role="status">
        {formatPlural(total, 'suggestion')}
        {total > suggestions.length && `, of which the first ${formatCount(suggestions.length)} are listed`}
      </p>
      <ul className="suggestions" aria-label="Suggestions">
        {suggestions.map((suggestion) => (
          <SuggestionCard key={suggestion.id} suggestion={suggestion} onAnswer={setAnswering} />
        ))}
      </ul>
      {answering && <AnswerDialog {...answering} onClose={() => setAnswering(null)} />}
    </section>
  );
}

function SuggestionCard({
  suggestion,
  onAnswer,
}: {
  suggestion: ScopeSuggestion;
  onAnswer: (answering: Answering) => void;
}) {
  const { code, text, evidence, evidenceCount, otherwise } = suggestion;
  return (
    <li className="suggestion">
      <div>
        <p>
          <span className="muted">{SUGGESTION_WORDS[code] ?? code}</span> <strong>{text}</strong>
        </p>
        <details>
          <summary>
            {evidenceCount === 1 ? 'What suggests it' : `The ${formatCount(evidenceCount)} things that suggest it`}
          </summary>
          <ul>
            {evidence.map((fact) => (
              <li key={`${fact.kind}:${fact.id}`}>{fact.name}</li>
            ))}
          </ul>
          {evidenceCount > evidence.length && (
            <p className="muted">and {formatCount(evidenceCount - evidence.length)} more</p>
          )}
        </details>
      </div>
      <div className="row">
        <Button size="compact-sm" variant="default" onClick={() => onAnswer({ suggestion, answer: 'yes' })}>
          Yes, that is so…
        </Button>
        {otherwise.length > 0 && (
          <Button size="compact-sm" variant="default" onClick={() => onAnswer({ suggestion, answer: 'no' })}>
            No…
          </Button>
        )}
      </div>
    </li>
  );
}

type Subject = Parameters<typeof call<'addTag'>>[1]['body']['subject'];

/** Says everything that an answer becomes. What a second try finds said already is no fault. */
async function say({ suggestion, answer }: Answering, reason: string): Promise<void> {
  const tags = answer === 'yes' ? suggestion.becomes : suggestion.otherwise;
  for (const { subject, statement } of tags) {
    const { kind, id } = subject;
    await call('addTag', { body: { subject: { kind, id } as Subject, statement, reason } });
  }
  const { segment } = suggestion;
  if (answer === 'yes' && segment) {
    const zoneId = segment.zone ? Number(segment.zone.id.replace('zone-', '')) : null;
    const body = { name: segment.prefix, prefixes: [segment.prefix], zoneId, reason };
    await call('addSegment', { body });
  }
}

function AnswerDialog({ onClose, ...answering }: Answering & { onClose: () => void }) {
  const { suggestion, answer } = answering;
  const client = useQueryClient();
  const save = useMutation<void, ApiProblem, string>({
    mutationFn: (reason) => say(answering, reason),
    onSuccess: onClose,
    onSettled: () => client.invalidateQueries(),
  });
  const tags = answer === 'yes' ? suggestion.becomes : suggestion.otherwise;
  return (
    <Modal opened onClose={onClose} title={answer === 'yes' ? 'Say that it is so' : 'Say that it is not so'} size="md">
      <ReasonForm label="Answer a suggestion" noun="statement" saving={save} onSave={save.mutate} onClose={onClose}>
        <div>{suggestion.text}</div>
        <ul className="what-if-changes">
          {tags.map(({ subject, statement }) => (
            <li key={`${subject.id} ${JSON.stringify(statement)}`}>
              {subject.name}: {statementWords(statement)}
            </li>
          ))}
          {answer === 'yes' && suggestion.segment && <li>{suggestion.segment.prefix} becomes a segment</li>}
        </ul>
      </ReasonForm>
    </Modal>
  );
}
