import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useAsk, useEnter } from '../session/use-ask.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Link } from '../url/link.tsx';
import { navigate } from '../url/location.ts';
import { NewPasswordInput } from './new-password-form.tsx';
import { SignInFrame } from './sign-in-frame.tsx';

/** `/link#TOKEN`: what comes after the sign stays in the browser, so that no log holds it. */
export function LinkPage() {
  const [token] = useState(() => window.location.hash.slice(1));
  const { mutate: read, data: purpose, error } = useAsk('readLink');
  useEffect(() => read({ body: { token } }), [read, token]);
  if (error) {
    return (
      <SignInFrame title="The link does not work">
        <p>{error.message}</p>
        <Link href="/">Go to the sign-in</Link>
      </SignInFrame>
    );
  }
  if (!purpose) return null;
  return (
    <SignInFrame title={purpose.kind === 'first' ? 'Make the first administrator' : `Welcome, ${purpose.name}`}>
      <LinkForm token={token} login={purpose.login} />
    </SignInFrame>
  );
}

function LinkForm({ token, login: given }: { token: string; login: string | null }) {
  const [login, setLogin] = useState(given ?? '');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const enter = useEnter();
  const ask = useAsk('useLink', (session) => {
    enter(session);
    navigate('/map', { replace: true });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate({ body: { token, password, ...(given === null && { login, name: name.trim() || login }) } });
  };
  const problem = ask.error;
  return (
    <form className="stack" onSubmit={submit}>
      <TextInput
        label="Login"
        autoComplete="username"
        readOnly={given !== null}
        value={login}
        error={problem?.fields.login}
        onChange={(event) => setLogin(event.currentTarget.value)}
      />
      {given === null && (
        <TextInput
          label="Your name"
          autoComplete="name"
          value={name}
          error={problem?.fields.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      )}
      <NewPasswordInput value={password} error={problem} onChange={setPassword} />
      {problem && Object.keys(problem.fields).length === 0 && <ErrorNotice what="Not done" problem={problem} />}
      <Button type="submit" size="sm" loading={ask.isPending} disabled={login === '' || password === ''}>
        Continue
      </Button>
    </form>
  );
}
