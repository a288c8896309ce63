import { Button, NativeSelect } from '@mantine/core';
import type { HostDetail } from '@scopemap/contract';
import { SCOPE_CLAIMS, type ScopeClaim } from '@scopemap/scope-model';
import { useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { ClaimBadge } from '../ui/badges.tsx';
import { formatInstant } from '../ui/format.ts';
import { ReasonForm } from '../ui/reason-form.tsx';
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
  const save = useChange('claimHost', onClose);
  const onSave = (reason: string) => save.mutate({ params: { id: host.id }, body: { claim, reason } });
  return (
    <ReasonForm noun="claim" saving={save} onSave={onSave} onClose={onClose}>
      <NativeSelect
        label="Claim"
        description={CLAIM_MEANING[claim]}
        data={SCOPE_CLAIMS.map((value) => ({ value, label: CLAIM_WORDS[value] }))}
        value={claim}
        onChange={(event) => setClaim(event.currentTarget.value as ScopeClaim)}
      />
    </ReasonForm>
  );
}
