import { Button } from '@mantine/core';
import type { ServiceEndpoint } from '@scopemap/contract';
import { useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount, formatPlural } from '../ui/format.ts';
import { EndpointHistoryList } from './endpoint-history-list.tsx';
import { EndpointStatementForm } from './endpoint-statement-form.tsx';
import { scanText, standingText } from './endpoint-words.ts';

/** The ports of a host of which something is known, with the word of scans, people and traffic on each. */
export function ServiceEndpoints({ hostId }: { hostId: number }) {
  const answer = useEndpoint('serviceEndpoints', { params: { id: hostId } });
  return (
    <section aria-label="Service endpoints">
      <h3>Service endpoints{answer.data && ` · ${formatCount(answer.data.total)}`}</h3>
      {answer.isError && (
        <ErrorNotice
          what="Its service endpoints could not be loaded"
          problem={answer.error}
          onRetry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && <SkeletonRows rows={3} />}
      {answer.data?.total === 0 && (
        <p className="muted">No scan, person or traffic has taught anything of its ports yet.</p>
      )}
      <ul className="relationships">
        {answer.data?.endpoints.map((endpoint) => (
          <EndpointItem key={`${endpoint.protocol}/${endpoint.port}`} hostId={hostId} endpoint={endpoint} />
        ))}
      </ul>
      {answer.data && answer.data.endpoints.length < answer.data.total && (
        <p className="muted">
          The first {formatCount(answer.data.endpoints.length)} of {formatPlural(answer.data.total, 'endpoint')}.
        </p>
      )}
    </section>
  );
}

type Part = 'history' | 'statement' | null;

function EndpointItem({ hostId, endpoint }: { hostId: number; endpoint: ServiceEndpoint }) {
  const [open, setOpen] = useState<Part>(null);
  const toggle = (part: Part) => setOpen(open === part ? null : part);
  const scan = scanText(endpoint);
  return (
    <li>
      <div>
        <code>{endpoint.service}</code> {standingText(endpoint)}
      </div>
      {scan !== null && <div className="muted">{scan}</div>}
      <div className="row">
        <Button variant="subtle" size="compact-xs" aria-expanded={open === 'history'} onClick={() => toggle('history')}>
          History
        </Button>
        <Button
          variant="subtle"
          size="compact-xs"
          aria-expanded={open === 'statement'}
          onClick={() => toggle('statement')}
        >
          Confirm or reject…
        </Button>
      </div>
      {open === 'history' && <EndpointHistoryList hostId={hostId} endpoint={endpoint} />}
      {open === 'statement' && (
        <EndpointStatementForm hostId={hostId} endpoint={endpoint} onClose={() => setOpen(null)} />
      )}
    </li>
  );
}
