import { Button } from '@mantine/core';
import type { AccountDataMark } from '@scopemap/contract';
import { useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatPlural } from '../ui/format.ts';
import { Link } from '../url/link.tsx';
import { EndMarkDialog } from './end-mark-dialog.tsx';
import { EvidenceTabs } from './evidence-tabs.tsx';

/** Which relationships carry account data, as people say, by flow and step. */
export function AccountDataPage() {
  const answer = useEndpoint('accountDataMarks', {});
  const [ending, setEnding] = useState<AccountDataMark | null>(null);
  const flows = [...Map.groupBy(answer.data?.marks ?? [], ({ flow }) => flow)];
  return (
    <div className="page">
      <EvidenceTabs current="/account-data" />
      <header className="page-header">
        <div>
          <h1>Account-data flows</h1>
          <p>
            Flow records show on which way something went, never what. A person says which relationships carry account
            data; both ends then count as CDE, and the pack draws the flow as numbered arrows (1.2.4).
          </p>
        </div>
      </header>
      {answer.isError && (
        <ErrorNotice
          what="The flows could not be loaded"
          problem={answer.error}
          onRetry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && <SkeletonRows rows={6} />}
      {answer.data && flows.length === 0 && (
        <EmptyState title="No flow is named yet" action={<Link href="/map">Open the map</Link>}>
          Select a line of the map and mark its relationships as carrying account data.
        </EmptyState>
      )}
      <div className="stack">
        {flows.map(([flow, marks]) => (
          <section key={flow} className="card confirmation-card" aria-label={flow}>
            <h2>{flow}</h2>
            <p className="muted">{formatPlural(marks.length, 'relationship')}</p>
            <table className="plain-table">
              <thead>
                <tr>
                  {[
                    'Step',
                    'From',
                    'To',
                    'Service',
                    'Stages and channels',
                    'Protection',
                    'Elements',
                    'Said by',
                    '',
                  ].map((title) => (
                    <th key={title} scope="col">
                      {title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {marks.map((mark) => (
                  <tr key={mark.id}>
                    <td>{mark.step}</td>
                    <td>{mark.client}</td>
                    <td>{mark.server}</td>
                    <td>{mark.service}</td>
                    <td>{[...mark.stages, ...mark.channels].join(', ')}</td>
                    <td>{mark.encryption ?? <span className="muted">nobody has said</span>}</td>
                    <td>{mark.elements.join(', ')}</td>
                    <td>
                      {mark.author}: {mark.reason}
                    </td>
                    <td>
                      <Button variant="default" size="compact-sm" onClick={() => setEnding(mark)}>
                        Take back
                      </Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ))}
      </div>
      {ending && <EndMarkDialog mark={ending} onClose={() => setEnding(null)} />}
    </div>
  );
}
