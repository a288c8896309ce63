import { SegmentedControl } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { PasskeySetUp } from './passkey-set-up.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SignOutButton } from './sign-out-button.tsx';
import { TotpSetUp } from './totp-set-up.tsx';

const KINDS = [
  { value: 'totp', label: 'Authenticator app' },
  { value: 'passkey', label: 'Passkey' },
];

/** The first second factor of an account, and its recovery codes. */
export function Enrolment() {
  const client = useQueryClient();
  const possible = useEndpoint('factors', {}).data?.passkeysPossible ?? false;
  const [kind, setKind] = useState('totp');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} onDone={() => void client.invalidateQueries()} />;
  return (
    <div className="stack">
      {possible && <SegmentedControl data={KINDS} value={kind} onChange={setKind} aria-label="Kind of second factor" />}
      {kind === 'totp' ? <TotpSetUp onDone={setCodes} /> : <PasskeySetUp onDone={setCodes} />}
      <div>
        <SignOutButton>Somebody else</SignOutButton>
      </div>
    </div>
  );
}
