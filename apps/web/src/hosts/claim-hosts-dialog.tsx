import { Modal, NativeSelect } from '@mantine/core';
import { SCOPE_CLAIMS, type ScopeClaim } from '@scopemap/scope-model';
import { useState } from 'react';
import { useChange, useEndpoint } from '../api/use-endpoint.ts';
import { SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount, formatPlural } from '../ui/format.ts';
import { ReasonForm } from '../ui/reason-form.tsx';
import { CLAIM_MEANING, CLAIM_WORDS } from '../ui/words.ts';
import { useView } from '../url/use-view.ts';
import { toFilter } from '../url/view-state.ts';

/** Says the same of all hosts of the view at once, after showing which they are and what it replaces. */
export function ClaimHostsDialog({ onClose }: { onClose: () => void }) {
  const [view] = useView();
  const filter = toFilter(view);
  const preview = useEndpoint('previewHostClaims', { query: filter });
  const [claim, setClaim] = useState<ScopeClaim>('undetermined');
  const save = useChange('claimHosts', onClose);
  const found = preview.data;
  return (
    <Modal opened onClose={onClose} title="Say what all these hosts are" size="lg">
      {preview.isError && (
        <ErrorNotice
          what="The preview could not be loaded"
          problem={preview.error}
          onRetry={() => void preview.refetch()}
        />
      )}
      {preview.isPending && <SkeletonRows rows={6} />}
      {found && (
        <ReasonForm
          label="Claim of many hosts"
          noun="claim"
          saving={save}
          onSave={(reason) => save.mutate({ body: { filter, claim, reason, expected: found.hosts } })}
          onClose={onClose}
        >
          <div>
            <strong>{formatPlural(found.hosts, 'host')}</strong> will be named so:{' '}
            {found.sample.map((host) => host.name ?? host.address).join(', ')}
            {found.hosts > found.sample.length && ` and ${formatCount(found.hosts - found.sample.length)} more`}
          </div>
          <div className="muted">
            {found.replaces.length === 0
              ? 'Nobody has said anything of them one by one.'
              : `Replaces what was said: ${found.replaces
                  .map((replaced) => `${CLAIM_WORDS[replaced.claim]} of ${formatCount(replaced.hosts)}`)
                  .join('; ')}.`}{' '}
            What traffic shows still counts; a contradiction is shown as one.
          </div>
          <NativeSelect
            label="They are"
            description={CLAIM_MEANING[claim]}
            data={SCOPE_CLAIMS.map((each) => ({ value: each, label: CLAIM_WORDS[each] }))}
            value={claim}
            onChange={(event) => setClaim(event.currentTarget.value as ScopeClaim)}
          />
        </ReasonForm>
      )}
    </Modal>
  );
}
