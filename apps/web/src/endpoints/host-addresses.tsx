import { useEndpoint } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatInstant } from '../ui/format.ts';
import { bindingText } from './endpoint-words.ts';

/** Which assets had the host's address while it was seen, and under which addresses others saw it. */
export function HostAddresses({ hostId }: { hostId: number }) {
  const answer = useEndpoint('hostAddresses', { params: { id: hostId } });
  if (answer.isError) {
    return (
      <ErrorNotice
        what="Who had its address could not be loaded"
        problem={answer.error}
        onRetry={() => void answer.refetch()}
      />
    );
  }
  if (!answer.data) return null;
  const { bindings, translations } = answer.data;
  return (
    <section aria-label="Who had the address">
      <h3>Who had the address</h3>
      {bindings.length === 0 && (
        <p className="muted">
          Not known: no lease, list or MAC address says so. All of this is about an address in this period.
        </p>
      )}
      <ul className="claims">
        {bindings.map((binding) => (
          <li key={`${binding.asset} ${binding.source} ${binding.from}`}>{bindingText(binding)}</li>
        ))}
        {translations.map(({ address, shownAs, exporter, from, to }) => (
          <li key={`${address} ${shownAs} ${exporter} ${from}`}>
            <code>{address}</code> was seen as <code>{shownAs}</code> behind address translation
            <div className="muted">
              {formatInstant(from)} – {formatInstant(to)} UTC · told by {exporter}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
