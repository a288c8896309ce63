import { useEndpoint } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatPlural } from '../ui/format.ts';

/** Whether the chain is as it was written, worked out anew for this page, with the numbers behind it. */
export function ChainState() {
  const chain = useEndpoint('auditChain', {});
  if (chain.isError) {
    return (
      <ErrorNotice what="The chain could not be checked" problem={chain.error} onRetry={() => void chain.refetch()} />
    );
  }
  if (!chain.data) return <p className="muted">Checking the chain …</p>;
  const { broken, entries, head } = chain.data;
  if (broken) {
    return (
      <div className="notice notice-error" role="alert">
        <div>
          <strong>✕ The chain is broken at entry {broken.id}:</strong> {broken.why}. The{' '}
          {formatPlural(entries, 'entry', 'entries')} before it are as they were written.
        </div>
      </div>
    );
  }
  return (
    <p className="audit-chain">
      <span className="badge badge-approved">
        <span aria-hidden="true">✓</span>chain unbroken
      </span>{' '}
      {formatPlural(entries, 'entry', 'entries')} recomputed. Last hash <code>{head}</code>: kept elsewhere, it shows
      later whether entries were cut off.
    </p>
  );
}
