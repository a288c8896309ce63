import { Button, TextInput } from '@mantine/core';
import { type Confirmation, SIGNATURE_STEPS } from '@scopemap/contract';
import { useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatInstant } from '../ui/format.ts';
import { STATE_WORDS, STEP_VERBS } from './confirmation-words.ts';

/** Three signatures of the entity, in order; a person signs as who is signed in. */
export function Signatures({ confirmation, unsaved }: { confirmation: Confirmation; unsaved: boolean }) {
  const { id, version, signatures, lacking } = confirmation;
  const current = signatures.filter((one) => one.version === version);
  const next = SIGNATURE_STEPS[current.length];
  const [title, setTitle] = useState('');
  const sign = useChange('signConfirmation');
  return (
    <section className="card confirmation-card" aria-label="Signatures">
      <h2>Signatures of the entity</h2>
      <p className="muted">
        Prepared, reviewed and approved by three different people. A version that is written later needs signatures of
        its own; what is approved stays as it is.
      </p>
      <ul>
        {current.map(({ step, author, title: position, at }) => (
          <li key={step}>
            <strong>{STATE_WORDS[step]}</strong> by {author}, {position}, {formatInstant(at)} UTC
          </li>
        ))}
        {signatures
          .filter((one) => one.version !== version)
          .map(({ step, author, version: old, at }) => (
            <li key={`${old} ${step}`} className="muted">
              Version {old} was {step} by {author}, {formatInstant(at)} UTC; it no longer counts.
            </li>
          ))}
      </ul>
      {next && lacking.length > 0 && (
        <>
          <h3>Before anybody signs</h3>
          <ul>
            {lacking.map((text) => (
              <li key={text} className="open-point">
                {text}
              </li>
            ))}
          </ul>
        </>
      )}
      {next && (
        <form
          className="row"
          aria-label="Sign"
          onSubmit={(event) => {
            event.preventDefault();
            sign.mutate({ params: { id }, body: { step: next, version, title } });
          }}
        >
          <TextInput
            aria-label="Your position"
            placeholder="Your position in the entity"
            value={title}
            error={sign.error?.fields.title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Button
            type="submit"
            disabled={lacking.length > 0 || unsaved || title.trim().length < 2}
            loading={sign.isPending}
          >
            {STEP_VERBS[next]} version {version}
          </Button>
        </form>
      )}
      {sign.error && <ErrorNotice what="It was not signed" problem={sign.error} />}
    </section>
  );
}
