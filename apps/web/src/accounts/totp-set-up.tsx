import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useAsk } from '../session/use-ask.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { QrCode } from './qr-code.tsx';

/** Shows the secret of a new authenticator and takes its first code. */
export function TotpSetUp({ onDone }: { onDone: (recoveryCodes: readonly string[]) => void }) {
  const [code, setCode] = useState('');
  const { mutate: begin, data, error } = useAsk('startTotp');
  const confirm = useAsk('confirmTotp', ({ recoveryCodes }) => onDone(recoveryCodes));
  useEffect(() => begin({}), [begin]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate({ body: { code } });
  };
  if (error) return <ErrorNotice what="The authenticator cannot be set up" problem={error} />;
  if (!data) return null;
  return (
    <form className="stack" onSubmit={submit}>
      <p>Scan this with an authenticator app of your phone, or type the key.</p>
      <QrCode text={data.uri} label="QR code for the authenticator" />
      <code className="one-time-text" data-testid="totp-secret">
        {data.secret}
      </code>
      <TextInput
        label="Code that the authenticator shows"
        autoComplete="one-time-code"
        autoFocus
        value={code}
        error={confirm.error?.fields.code && `The code ${confirm.error.fields.code}`}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      {confirm.error && !confirm.error.fields.code && <ErrorNotice what="Not set up" problem={confirm.error} />}
      <Button type="submit" size="sm" loading={confirm.isPending} disabled={code.trim() === ''}>
        Confirm
      </Button>
    </form>
  );
}
