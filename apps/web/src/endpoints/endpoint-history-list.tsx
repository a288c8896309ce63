import type { ServiceEndpoint } from '@scopemap/contract';
import { useEndpoint } from '../api/use-endpoint.ts';
import { SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatInstant } from '../ui/format.ts';
import { eventText } from './endpoint-words.ts';

/** What scans found and people said of an endpoint, the newest first. */
export function EndpointHistoryList({ hostId, endpoint }: { hostId: number; endpoint: ServiceEndpoint }) {
  const { protocol, port } = endpoint;
  const answer = useEndpoint('endpointHistory', { params: { id: hostId, protocol, port } });
  if (answer.isError) return <ErrorNotice what="The history could not be loaded" problem={answer.error} />;
  if (!answer.data) return <SkeletonRows rows={2} />;
  if (answer.data.events.length === 0) {
    return <p className="muted">No scan and no person has said anything of it.</p>;
  }
  return (
    <ul className="claims">
      {answer.data.events.map((event) => (
        <li key={`${event.at} ${eventText(event)}`}>
          {eventText(event)}
          <div className="muted">{formatInstant(event.at)} UTC</div>
        </li>
      ))}
    </ul>
  );
}
