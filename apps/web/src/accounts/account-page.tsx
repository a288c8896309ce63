import { Button } from '@mantine/core';
import { useState } from 'react';
import { useChange, useEndpoint } from '../api/use-endpoint.ts';
import { usePerson } from '../session/session-context.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatInstant } from '../ui/format.ts';
import { ApiTokens } from './api-tokens.tsx';
import { NewPasswordForm } from './new-password-form.tsx';
import { PasskeySetUp } from './passkey-set-up.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { TotpSetUp } from './totp-set-up.tsx';
import './accounts.css';
import '../ui/notice.css';

/** Password, second factors, sessions and tokens of whoever is signed in. */
export function AccountPage() {
  const { login, name, role, endsAt } = usePerson();
  return (
    <div className="page">
      <header className="page-header">
        <div>
          <h1>Your account</h1>
          <p>
            {name} ({login}), {role}
            {endsAt && <>; access ends {formatInstant(endsAt)} UTC</>}
          </p>
        </div>
      </header>
      <div className="account-cards">
        <SecondFactors />
        <PasswordCard />
        <Sessions />
        <ApiTokens />
      </div>
    </div>
  );
}

function PasswordCard() {
  const [changed, setChanged] = useState(false);
  return (
    <section className="card" aria-label="Password">
      <h2>Password</h2>
      <NewPasswordForm onDone={() => setChanged(true)} />
      {changed && (
        <div className="notice notice-good" role="status">
          The password is changed; your other sessions have ended.
        </div>
      )}
    </section>
  );
}

function SecondFactors() {
  const answer = useEndpoint('factors', {});
  const [adding, setAdding] = useState<'totp' | 'passkey' | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const renew = useChange('renewRecoveryCodes', ({ recoveryCodes }) => setCodes(recoveryCodes));
  const removeTotp = useChange('removeTotp');
  const removePasskey = useChange('removePasskey');
  const added = () => {
    setAdding(null);
    void answer.refetch();
  };
  const factors = answer.data;
  const problem = answer.error ?? renew.error ?? removeTotp.error ?? removePasskey.error;
  return (
    <section className="card" aria-label="Second factors">
      <h2>Second factors</h2>
      {problem && <ErrorNotice what="That did not work" problem={problem} />}
      {factors && (
        <ul className="account-list">
          <li>
            <span>Authenticator app: {factors.totp ? 'set up' : 'not set up'}</span>
            <span className="row">
              <Button variant="default" onClick={() => setAdding('totp')}>
                {factors.totp ? 'Replace' : 'Set up'}
              </Button>
              {factors.totp && (
                <Button variant="default" onClick={() => removeTotp.mutate({})}>
                  Remove
                </Button>
              )}
            </span>
          </li>
          {factors.passkeys.map((passkey) => (
            <li key={passkey.id}>
              <span>
                Passkey: {passkey.name}
                <span className="muted">
                  {' '}
                  {passkey.usedAt ? `used ${formatInstant(passkey.usedAt)}` : 'not used yet'}
                </span>
              </span>
              <Button
                variant="default"
                aria-label={`Remove the passkey ${passkey.name}`}
                onClick={() => removePasskey.mutate({ params: { id: passkey.id } })}
              >
                Remove
              </Button>
            </li>
          ))}
          <li>
            <span>{factors.recoveryCodes} recovery codes left</span>
            <Button variant="default" onClick={() => renew.mutate({})}>
              Make new ones
            </Button>
          </li>
        </ul>
      )}
      {codes && <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />}
      {adding === 'totp' && <TotpSetUp onDone={added} />}
      {factors?.passkeysPossible && <PasskeySetUp onDone={added} />}
      {factors && !factors.passkeysPossible && (
        <p className="muted">
          Browsers keep passkeys for names, not for addresses: open the page by a name, such as localhost, to add one.
        </p>
      )}
    </section>
  );
}

function Sessions() {
  const answer = useEndpoint('ownSessions', {});
  const end = useChange('endOwnSession');
  return (
    <section className="card" aria-label="Sessions">
      <h2>Sessions</h2>
      {answer.isError && <ErrorNotice what="The sessions could not be loaded" problem={answer.error} />}
      <ul className="account-list">
        {answer.data?.sessions.map((session) => (
          <li key={session.id}>
            <span>
              {session.current ? 'This session' : session.origin}
              <span className="muted"> active {formatInstant(session.activeAt)}</span>
              <div className="muted">{session.userAgent}</div>
            </span>
            {!session.current && (
              <Button variant="default" onClick={() => end.mutate({ params: { id: session.id } })}>
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
