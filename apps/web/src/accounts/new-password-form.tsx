import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ApiProblem } from '../api/problem.ts';
import { useAsk, useEnter } from '../session/use-ask.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';

export const PASSWORD_RULES = 'At least 12 characters, with letters and digits; no common password.';

interface PasswordFieldsProps {
  value: string;
  error: ApiProblem | null;
  onChange: (value: string) => void;
}

/** A new password. */
export function NewPasswordInput({ value, error, onChange }: PasswordFieldsProps) {
  return (
    <PasswordInput
      label="New password"
      description={PASSWORD_RULES}
      autoComplete="new-password"
      value={value}
      error={error?.fields.password && `The password ${error.fields.password}`}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Changes the password of whoever is signed in, or has to before. */
export function NewPasswordForm({ onDone }: { onDone?: () => void }) {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const enter = useEnter();
  const ask = useAsk('changePassword', (session) => {
    setCurrent('');
    setPassword('');
    enter(session);
    onDone?.();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate({ body: { current, password } });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <PasswordInput
        label="Present password"
        autoComplete="current-password"
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
      />
      <NewPasswordInput value={password} error={ask.error} onChange={setPassword} />
      {ask.error && !ask.error.fields.password && <ErrorNotice what="Not changed" problem={ask.error} />}
      <div>
        <Button type="submit" loading={ask.isPending} disabled={current === '' || password === ''}>
          Change password
        </Button>
      </div>
    </form>
  );
}
