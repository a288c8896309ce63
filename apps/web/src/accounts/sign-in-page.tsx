import { Button, PasswordInput, TextInput } from '@mantine/core';
import type { Session } from '@scopemap/contract';
import { type FormEvent, useState } from 'react';
import { useAsk, useEnter } from '../session/use-ask.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { Enrolment } from './enrolment.tsx';
import { NewPasswordForm } from './new-password-form.tsx';
import { SecondFactor } from './second-factor.tsx';
import { SignInFrame } from './sign-in-frame.tsx';

/** The step of signing in that a session is at. */
export function SignInPage({ session }: { session: Session }) {
  if (session.stage === 'second-factor') {
    return (
      <SignInFrame title="Second factor">
        <SecondFactor factors={session.factors} />
      </SignInFrame>
    );
  }
  if (session.stage === 'new-password') {
    return (
      <SignInFrame title="Choose a new password">
        <NewPasswordForm />
      </SignInFrame>
    );
  }
  if (session.stage === 'enrol') {
    return (
      <SignInFrame title="Set up a second factor">
        <Enrolment />
      </SignInFrame>
    );
  }
  return (
    <SignInFrame title="Sign in">
      {session.empty ? (
        <p>
          Nobody has an account yet. Open the one-time link that Scopemap printed when it started: it makes the first
          administrator. The link is also in the file <code>set-up-link</code> of the data folder.
        </p>
      ) : (
        <PasswordForm />
      )}
      {session.singleSignOn !== null && (
        <Button component="a" href="/api/session/single-sign-on" variant="default" size="sm">
          Sign in with {session.singleSignOn}
        </Button>
      )}
    </SignInFrame>
  );
}

function PasswordForm() {
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const ask = useAsk('signIn', useEnter());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate({ body: { login, password } }, { onError: () => setPassword('') });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <TextInput
        label="Login"
        autoComplete="username"
        autoFocus
        value={login}
        onChange={(event) => setLogin(event.currentTarget.value)}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {ask.error && <ErrorNotice what="Not signed in" problem={ask.error} />}
      <Button type="submit" size="sm" loading={ask.isPending} disabled={login === '' || password === ''}>
        Sign in
      </Button>
    </form>
  );
}
