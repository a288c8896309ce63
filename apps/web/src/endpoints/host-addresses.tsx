import { useEndpoint } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount } from '../ui/format.ts';
import { bindingText, groupTranslations } from './endpoint-words.ts';

/** Periods that the API gives out. */
const MOST_TRANSLATIONS = 500;

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
        {groupTranslations(translations).map(({ key, address, shownAs, when }) => (
          <li key={key}>
            <code>{address}</code> was seen as <code>{shownAs}</code> behind address translation
            <div className="muted">{when}</div>
          </li>
        ))}
      </ul>
      {translations.length >= MOST_TRANSLATIONS && (
        <p className="muted">The latest {formatCount(MOST_TRANSLATIONS)} periods of address translation.</p>
      )}
    </section>
  );
}
