import { Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { ApiProblem } from '../api/problem.ts';
import { ErrorNotice } from './error-notice.tsx';
import { FormButtons } from './form-buttons.tsx';

interface ReasonFormProps {
  /** Name of the form; without one its fields name themselves. */
  label?: string;
  /** What is said, in one word: `claim`. */
  noun: string;
  saving: { readonly error: ApiProblem | null; readonly isPending: boolean };
  onSave: (reason: string) => void;
  onClose: () => void;
  /** The fields above the reason. */
  children: ReactNode;
}

/** A form for something that a person says, with the reason that has to go with it. */
export function ReasonForm({ label, noun, saving, onSave, onClose, children }: ReasonFormProps) {
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(reason);
  };
  return (
    <form className="stack panel-form" onSubmit={submit} aria-label={label}>
      {children}
      <Textarea
        label="Reason"
        description="So that an assessor can follow it"
        rows={3}
        value={reason}
        error={saving.error?.fields.reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {saving.error && <ErrorNotice what={`The ${noun} was not saved`} problem={saving.error} />}
      <FormButtons disabled={reason.trim().length < 3} loading={saving.isPending} onClose={onClose}>
        Save {noun}
      </FormButtons>
    </form>
  );
}
