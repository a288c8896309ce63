import { Button, TextInput } from '@mantine/core';
import { startRegistration } from '@simplewebauthn/browser';
import { type FormEvent, useState } from 'react';
import { call } from '../api/client.ts';
import { useCeremony } from './use-ceremony.ts';

/** Has the browser make a passkey. */
export function PasskeySetUp({ onDone }: { onDone: (recoveryCodes: readonly string[]) => void }) {
  const [name, setName] = useState('');
  const { run, failure, busy } = useCeremony(async () => {
    const optionsJSON = (await call('startPasskey', {})) as never;
    const response = (await startRegistration({ optionsJSON })) as never;
    const { recoveryCodes } = await call('addPasskey', { body: { name: name.trim(), response } });
    setName('');
    onDone(recoveryCodes);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run();
  };
  return (
    <form className="stack" onSubmit={submit}>
      <TextInput
        label="Name of the passkey"
        placeholder="Laptop, security key …"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {failure !== null && (
        <div className="notice notice-error" role="alert">
          {failure}
        </div>
      )}
      <div>
        <Button type="submit" variant="default" size="sm" loading={busy} disabled={name.trim() === ''}>
          Add passkey
        </Button>
      </div>
    </form>
  );
}
