import { Button, NativeSelect, Textarea } from '@mantine/core';
import type { HostDetail } from '@scopemap/contract';
import { SCOPE_CLAIMS, type ScopeClaim } from '@scopemap/scope-model';
import { type FormEvent, useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { ClaimBadge } from '../ui/badges.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatInstant } from '../ui/format.ts';
import { CLAIM_MEANING, CLAIM_WORDS } from '../ui/words.ts';

/** What people said of the host, newest first, and the form to say something new. Nothing said is ever deleted. */
export function HostClaims({ host }: { host: HostDetail }) {
  const [open, setOpen] = useState(false);
  return (
    <section aria-label="What people said">
      <h3>Claims</h3>
      {host.claims.length === 0 && (
        <p className="muted">Nobody has said anything of this host itself; the claim of its zone counts.</p>
      )}
      <ul className="claims">
        {host.claims.map((claim) => (
          <li key={`${claim.madeAt}:${claim.claim}`}>
            <ClaimBadge claim={claim.claim} /> {claim.reason}
            <div className="muted">
              {claim.author}, {formatInstant(claim.madeAt)} UTC
              {claim.closedAt && ` · until ${formatInstant(claim.closedAt)} UTC`}
            </div>
          </li>
        ))}
      </ul>
      {open ? (
        <ClaimForm host={host} onClose={() => setOpen(false)} />
      ) : (
        <Button variant="default" onClick={() => setOpen(true)}>
          Set claim…
        </Button>
      )}
    </section>
  );
}

function ClaimForm({ host, onClose }: { host: HostDetail; onClose: () => void }) {
  const [claim, setClaim] = useState<ScopeClaim>(host.claims.find((each) => !each.closedAt)?.claim ?? 'undetermined');
  const [reason, setReason] = useState('');
  const save = useChange('claimHost', onClose);
  const tooShort = reason.trim().length < 3;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ params: { id: host.id }, body: { claim, reason } });
  };
  return (
    <form className="stack panel-form" onSubmit={submit}>
      <NativeSelect
        label="Claim"
        description={CLAIM_MEANING[claim]}
        data={SCOPE_CLAIMS.map((value) => ({ value, label: CLAIM_WORDS[value] }))}
        value={claim}
        onChange={(event) => setClaim(event.currentTarget.value as ScopeClaim)}
      />
      <Textarea
        label="Reason"
        description="So that an assessor can follow it"
        rows={3}
        value={reason}
        error={save.error?.fields.reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {save.error && <ErrorNotice what="The claim was not saved" problem={save.error} />}
      <div className="row">
        <Button type="submit" disabled={tooShort} loading={save.isPending}>
          Save claim
        </Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
