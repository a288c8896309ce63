import { Button } from '@mantine/core';
import type { Account } from '@scopemap/contract';
import { useState } from 'react';
import { useChange, useEndpoint } from '../api/use-endpoint.ts';
import { SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatInstant } from '../ui/format.ts';
import { AccountDialog } from './account-dialog.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { OneTimeLinkDialog } from './one-time-link-dialog.tsx';
import './accounts.css';
import '../exporters/exporters.css';

const STATES: Readonly<Record<Account['state'], string>> = {
  active: 'active',
  invited: 'invited',
  locked: '! locked',
  disabled: '✕ shut',
  ended: '✕ ended',
};

/** Who has access to this installation, as what, and until when. */
export function AccountsPage() {
  const answer = useEndpoint('accounts', {});
  const [inviting, setInviting] = useState(false);
  const [changing, setChanging] = useState<Account | null>(null);
  const [token, setToken] = useState<string | null>(null);
  return (
    <div className="page">
      <header className="page-header">
        <div>
          <h1>Accounts</h1>
          <p>Who has access, as what, and until when. Everybody needs a second factor.</p>
        </div>
        <Button onClick={() => setInviting(true)}>Invite somebody</Button>
      </header>
      {answer.isPending && <SkeletonRows />}
      {answer.isError && (
        <ErrorNotice
          what="The accounts could not be loaded"
          problem={answer.error}
          onRetry={() => void answer.refetch()}
        />
      )}
      {answer.data && <AccountTable accounts={answer.data.accounts} onChange={setChanging} onLink={setToken} />}
      {inviting && <InviteDialog onLink={setToken} onClose={() => setInviting(false)} />}
      {changing && <AccountDialog account={changing} onClose={() => setChanging(null)} />}
      {token !== null && <OneTimeLinkDialog token={token} onClose={() => setToken(null)} />}
    </div>
  );
}

interface AccountTableProps {
  accounts: readonly Account[];
  onChange: (account: Account) => void;
  onLink: (token: string) => void;
}

function AccountTable({ accounts, onChange, onLink }: AccountTableProps) {
  const unlock = useChange('unlockAccount');
  const reset = useChange('resetAccount', ({ token }) => onLink(token));
  const end = useChange('endAccountSessions');
  const problem = unlock.error ?? reset.error ?? end.error;
  return (
    <>
      {problem && <ErrorNotice what="Not done" problem={problem} />}
      <table className="plain-table" aria-label="Accounts">
        <thead>
          <tr>
            <th scope="col">Person</th>
            <th scope="col">Role</th>
            <th scope="col">State</th>
            <th scope="col">Second factor</th>
            <th scope="col">Last sign-in (UTC)</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <tr key={account.id}>
              <th scope="row">
                {account.name}
                <div className="muted">{account.login}</div>
              </th>
              <td>
                {account.role}
                {account.endsAt && <div className="muted">until {formatInstant(account.endsAt)}</div>}
              </td>
              <td>{STATES[account.state]}</td>
              <td>{account.secondFactors.join(', ') || <span className="muted">none yet</span>}</td>
              <td>{account.signedInAt ? formatInstant(account.signedInAt) : <span className="muted">never</span>}</td>
              <td>
                <div className="row">
                  <Button variant="default" aria-label={`Change ${account.login}`} onClick={() => onChange(account)}>
                    Change
                  </Button>
                  {account.state === 'locked' && (
                    <Button
                      variant="default"
                      aria-label={`Unlock ${account.login}`}
                      onClick={() => unlock.mutate({ params: { id: account.id } })}
                    >
                      Unlock
                    </Button>
                  )}
                  {account.sessions > 0 && (
                    <Button
                      variant="default"
                      aria-label={`Sign ${account.login} out`}
                      onClick={() => end.mutate({ params: { id: account.id } })}
                    >
                      Sign out
                    </Button>
                  )}
                  {!account.singleSignOn && (
                    <Button
                      variant="default"
                      aria-label={`New link for ${account.login}`}
                      title="Takes password and second factors away; a new link sets others"
                      onClick={() => reset.mutate({ params: { id: account.id } })}
                    >
                      New link
                    </Button>
                  )}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
