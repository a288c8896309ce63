import type { HostDetail } from '@scopemap/contract';
import { useEndpoint } from '../api/use-endpoint.ts';
import { CommentSection } from '../comments/comment-section.tsx';
import { DirectionChanges } from '../endpoints/direction-changes.tsx';
import { HostAddresses } from '../endpoints/host-addresses.tsx';
import { ServiceEndpoints } from '../endpoints/service-endpoints.tsx';
import { CategoryBadge, ConflictBadge, StatusBadge } from '../ui/badges.tsx';
import { SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatInstant, formatPlural } from '../ui/format.ts';
import { useView } from '../url/use-view.ts';
import { HostClaims } from './host-claims.tsx';
import { HostNameForm } from './host-name-form.tsx';
import { HostReasons } from './host-reasons.tsx';
import { RelationshipList } from './relationship-list.tsx';
import { ScopePathSection } from './scope-path.tsx';
import { useHostRelationships } from './use-host-relationships.ts';

/** One host: what it is, why, what people said of it, whom it talks to. */
export function HostPanel({ id }: { id: number }) {
  const answer = useEndpoint('host', { params: { id } });
  const relationships = useHostRelationships(id);
  if (answer.isError) {
    return (
      <ErrorNotice what="The host could not be loaded" problem={answer.error} onRetry={() => void answer.refetch()} />
    );
  }
  if (!answer.data) return <SkeletonRows rows={10} />;
  const host = answer.data;
  return (
    <div className="panel-parts">
      <HostHeader host={host} />
      <ScopePathSection host={host} />
      <HostReasons host={host} />
      <HostClaims key={host.id} host={host} />
      <section aria-label="Relationships">
        {relationships.isError && (
          <ErrorNotice
            what="Its relationships could not be loaded"
            problem={relationships.error}
            onRetry={() => void relationships.refetch()}
          />
        )}
        {relationships.isPending && <SkeletonRows rows={5} />}
        {relationships.data && (
          <RelationshipList rows={relationships.data.relationships} total={relationships.data.total} hostId={id} />
        )}
      </section>
      <ServiceEndpoints key={`endpoints-${id}`} hostId={id} />
      <DirectionChanges hostId={id} />
      <HostAddresses hostId={id} />
      <CommentSection kind="host" id={host.address} />
    </div>
  );
}

function HostHeader({ host }: { host: HostDetail }) {
  const [, change] = useView();
  return (
    <header>
      <HostNameForm key={host.id} host={host} />
      <div className="muted">
        <code>{host.address}</code> ·{' '}
        {host.zoneId === null ? (
          'in no zone'
        ) : (
          <button
            type="button"
            className="link-button"
            onClick={() => change({ selection: { kind: 'zone', id: `zone-${host.zoneId}` } })}
          >
            {host.zoneName}
          </button>
        )}{' '}
        · {formatPlural(host.services, 'service')} offered · {formatPlural(host.peers, 'peer')}
      </div>
      <div className="muted">
        Seen {formatInstant(host.firstSeen)} – {formatInstant(host.lastSeen)} UTC
      </div>
      <div className="row panel-badges">
        <CategoryBadge category={host.category} />
        {host.conflict && <ConflictBadge />}
        {host.status !== 'ordinary' && <StatusBadge status={host.status} />}
      </div>
    </header>
  );
}
