import { Button, TextInput } from '@mantine/core';
import type { Session } from '@scopemap/contract';
import { startAuthentication } from '@simplewebauthn/browser';
import { type FormEvent, useState } from 'react';
import { call } from '../api/client.ts';
import { useAsk, useEnter } from '../session/use-ask.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { SignOutButton } from './sign-out-button.tsx';
import { useCeremony } from './use-ceremony.ts';

/** Code of an authenticator, passkey or recovery code: whichever the account has. */
export function SecondFactor({ factors }: { factors: Session['factors'] }) {
  const enter = useEnter();
  const totp = useAsk('giveTotp', enter);
  const recovery = useAsk('giveRecoveryCode', enter);
  const [recovering, setRecovering] = useState(!factors.includes('totp') && !factors.includes('passkey'));
  return (
    <div className="stack">
      {factors.includes('passkey') && !recovering && <PasskeyButton />}
      {factors.includes('totp') && !recovering && (
        <CodeForm
          key="totp"
          label="Code of the authenticator"
          asking={totp}
          onCode={(code) => totp.mutate({ body: { code } })}
        />
      )}
      {recovering && (
        <CodeForm
          key="recovery"
          label="Recovery code"
          asking={recovery}
          onCode={(code) => recovery.mutate({ body: { code } })}
        />
      )}
      <div className="row">
        {factors.includes('recovery-code') && (
          <Button variant="subtle" onClick={() => setRecovering(!recovering)}>
            {recovering ? 'Use another factor' : 'Use a recovery code'}
          </Button>
        )}
        <SignOutButton>Somebody else</SignOutButton>
      </div>
    </div>
  );
}

interface CodeFormProps {
  label: string;
  asking: Pick<ReturnType<typeof useAsk<'giveTotp'>>, 'error' | 'isPending'>;
  onCode: (code: string) => void;
}

function CodeForm({ label, asking, onCode }: CodeFormProps) {
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onCode(code);
    setCode('');
  };
  return (
    <form className="stack" onSubmit={submit}>
      <TextInput
        label={label}
        autoComplete="one-time-code"
        autoFocus
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      {asking.error && <ErrorNotice what="Not accepted" problem={asking.error} />}
      <Button type="submit" size="sm" loading={asking.isPending} disabled={code.trim() === ''}>
        Continue
      </Button>
    </form>
  );
}

function PasskeyButton() {
  const enter = useEnter();
  const { run, failure, busy } = useCeremony(async () => {
    const optionsJSON = (await call('askPasskey', {})) as never;
    const answer = await startAuthentication({ optionsJSON });
    enter(await call('givePasskey', { body: answer as never }));
  });
  return (
    <>
      <Button size="sm" onClick={run} loading={busy}>
        Use a passkey
      </Button>
      {failure !== null && (
        <div className="notice notice-error" role="alert">
          {failure}
        </div>
      )}
    </>
  );
}
