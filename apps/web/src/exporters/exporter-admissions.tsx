import { Button } from '@mantine/core';
import type { AdmissionSender } from '@scopemap/contract';
import { useChange, useEndpoint } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatAge, formatCount, formatInstant, formatPlural } from '../ui/format.ts';

/** Senders shown at a time; addresses can be forged without end. */
const SHOWN = 50;

const STATE_WORDS = { waiting: 'Waits', allowed: 'Allowed', refused: 'Refused' } as const;

/** Who may send: whether new senders are read at once, and those that somebody has to decide on. */
export function ExporterAdmissions() {
  const answer = useEndpoint('admissions', {}, { refetchInterval: 10_000 });
  const change = useChange('changeAdmissionMode');
  const forget = useChange('forgetWaitingSenders');
  if (answer.isError)
    return (
      <ErrorNotice
        what="Who may send could not be loaded"
        problem={answer.error}
        onRetry={() => void answer.refetch()}
      />
    );
  if (!answer.data) return null;
  const { mode, senders } = answer.data;
  const waiting = senders.filter(({ state }) => state === 'waiting').length;
  return (
    <section className="card stack" aria-labelledby="admissions">
      <div className="row">
        <h2 id="admissions">Who may send</h2>
        <Button
          variant="default"
          size="compact-sm"
          loading={change.isPending}
          onClick={() => change.mutate({ body: { mode: mode === 'learn' ? 'ask' : 'learn' } })}
        >
          {mode === 'learn' ? 'Ask before a new sender is read' : 'Read new senders at once'}
        </Button>
        {waiting > 0 && (
          <Button variant="subtle" size="compact-sm" loading={forget.isPending} onClick={() => forget.mutate({})}>
            Forget those that wait
          </Button>
        )}
      </div>
      <p>
        {mode === 'learn'
          ? 'New senders are read at once, up to 500 of them; further ones wait here. Once all your exporters are listed, let new ones be asked for: a source address of UDP can be forged.'
          : 'A new sender is not read until it is allowed here. What it sends meanwhile is counted, and is missing from the map.'}
      </p>
      {waiting > 0 && (
        <p className="notice notice-warning" role="status">
          {formatPlural(waiting, 'sender waits', 'senders wait')} to be allowed. Nothing they send is read.
        </p>
      )}
      {senders.length > 0 && <Senders senders={senders.slice(0, SHOWN)} now={answer.dataUpdatedAt} />}
      {senders.length > SHOWN && <p className="muted">{formatCount(senders.length - SHOWN)} more are not shown.</p>}
    </section>
  );
}

function Senders({ senders, now }: { senders: readonly AdmissionSender[]; now: number }) {
  const decide = useChange('decideSender');
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">Sender</th>
          <th scope="col">State</th>
          <th scope="col">Last packet</th>
          <th scope="col" className="numeric">
            Datagrams not read
          </th>
          <th scope="col">Decision</th>
        </tr>
      </thead>
      <tbody>
        {senders.map(({ address, state, lastSeen, datagrams }) => (
          <tr key={address}>
            <th scope="row">
              <code>{address}</code>
            </th>
            <td>{STATE_WORDS[state]}</td>
            <td title={formatInstant(lastSeen)}>{formatAge(lastSeen, now)}</td>
            <td className="numeric">{formatCount(datagrams)}</td>
            <td className="row">
              {state !== 'allowed' && (
                <Button
                  size="compact-xs"
                  aria-label={`Allow ${address}`}
                  onClick={() => decide.mutate({ body: { address, decision: 'allowed' } })}
                >
                  Allow
                </Button>
              )}
              {state !== 'refused' && (
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`Refuse ${address}`}
                  onClick={() => decide.mutate({ body: { address, decision: 'refused' } })}
                >
                  Refuse
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
