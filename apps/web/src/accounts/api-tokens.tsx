import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useChange, useEndpoint } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatInstant } from '../ui/format.ts';

const SCOPES = [
  { value: 'read', label: 'look only' },
  { value: 'write', label: 'all that your role may' },
];
const DAYS = ['7', '30', '90', '365'].map((value) => ({ value, label: `${value} days` }));

/** Tokens for programs, which act in the name of the person. */
export function ApiTokens() {
  const answer = useEndpoint('apiTokens', {});
  const [made, setMade] = useState<string | null>(null);
  const create = useChange('createApiToken', ({ token }) => setMade(token));
  const end = useChange('endApiToken');
  return (
    <section className="card" aria-label="API tokens">
      <h2>API tokens</h2>
      <p className="muted">For programs: they act in your name, and send it as “Authorization: Bearer …”.</p>
      <ul className="account-list">
        {answer.data?.tokens.map((token) => (
          <li key={token.id}>
            <span>
              {token.name} <span className="muted">({token.scope})</span>
              <div className="muted">
                until {formatInstant(token.expiresAt)},{' '}
                {token.usedAt ? `used ${formatInstant(token.usedAt)}` : 'not used yet'}
              </div>
            </span>
            <Button
              variant="default"
              aria-label={`End the token ${token.name}`}
              onClick={() => end.mutate({ params: { id: token.id } })}
            >
              End
            </Button>
          </li>
        ))}
      </ul>
      {made !== null && (
        <div className="stack" role="status">
          <span>The token is shown only now:</span>
          <code className="one-time-text">{made}</code>
        </div>
      )}
      {create.error && <ErrorNotice what="No token was made" problem={create.error} />}
      <TokenForm onCreate={(body) => create.mutate({ body })} />
    </section>
  );
}

interface Draft {
  name: string;
  scope: 'read' | 'write';
  days: number;
}

function TokenForm({ onCreate }: { onCreate: (draft: Draft) => void }) {
  const [name, setName] = useState('');
  const [scope, setScope] = useState('read');
  const [days, setDays] = useState('30');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onCreate({ name, scope: scope === 'write' ? 'write' : 'read', days: Number(days) });
    setName('');
  };
  return (
    <form className="row" onSubmit={submit}>
      <TextInput
        aria-label="Name of the token"
        placeholder="What is it for?"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NativeSelect
        aria-label="What the token may"
        data={SCOPES}
        value={scope}
        onChange={(event) => setScope(event.currentTarget.value)}
      />
      <NativeSelect
        aria-label="How long"
        data={DAYS}
        value={days}
        onChange={(event) => setDays(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={name.trim() === ''}>
        Make token
      </Button>
    </form>
  );
}
