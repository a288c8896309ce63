import { Button } from '@mantine/core';
import type { AddressTranslation } from '@scopemap/contract';
import { useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount, formatPlural } from '../ui/format.ts';
import { bindingText, translationText } from './endpoint-words.ts';

/** A gateway stands for thousands of hosts: so many are shown before somebody asks for all. */
const FIRST_TRANSLATIONS = 50;

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
  const { bindings, translations, translationTotal } = answer.data;
  return (
    <section aria-label="Who had the address">
      <h3>Who had the address</h3>
      {bindings.length === 0 && (
        <p className="muted">
          Not known: no lease, list or MAC address says so. All of this is about an address in this period.
        </p>
      )}
      {bindings.length > 0 && (
        <ul className="claims">
          {bindings.map((binding) => (
            <li key={`${binding.asset} ${binding.source} ${binding.from}`}>{bindingText(binding)}</li>
          ))}
        </ul>
      )}
      {translations.length > 0 && <Translations translations={translations} total={translationTotal} />}
    </section>
  );
}

function Translations({ translations, total }: { translations: readonly AddressTranslation[]; total: number }) {
  const [isAll, setAll] = useState(false);
  const shown = isAll ? translations : translations.slice(0, FIRST_TRANSLATIONS);
  return (
    <>
      <h3>Address translation · {formatCount(total)}</h3>
      <ul className="claims">
        {shown.map((translation) => (
          <li key={`${translation.address} ${translation.shownAs}`}>
            <code>{translation.address}</code> was seen as <code>{translation.shownAs}</code>
            <div className="muted">{translationText(translation)}</div>
          </li>
        ))}
      </ul>
      {shown.length < translations.length && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAll(true)}>
          {translations.length < total
            ? `Show the latest ${formatCount(translations.length)} of ${formatPlural(total, 'pair')}`
            : `Show all ${formatPlural(total, 'pair')}`}
        </Button>
      )}
      {isAll && translations.length < total && (
        <p className="muted">
          The latest {formatCount(translations.length)} of {formatPlural(total, 'pair')}.
        </p>
      )}
    </>
  );
}
