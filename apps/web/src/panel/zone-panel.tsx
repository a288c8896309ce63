import { Button } from '@mantine/core';
import type { GraphHost } from '@scopemap/contract';
import { CATEGORY_DRAWING } from '@scopemap/map-layout';
import { useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { CommentSection } from '../comments/comment-section.tsx';
import { CategoryBadge, ClaimBadge } from '../ui/badges.tsx';
import { SkeletonRows } from '../ui/empty-state.tsx';
import { formatCount, formatPlural } from '../ui/format.ts';
import { GlyphIcon } from '../ui/glyph-icon.tsx';
import { CATEGORY_WORDS, CLAIM_MEANING, STATUS_MARK, STATUS_RANK } from '../ui/words.ts';
import { useView } from '../url/use-view.ts';
import { toFilter } from '../url/view-state.ts';
import { DeleteZoneDialog } from '../zones/delete-zone-dialog.tsx';
import { ZoneDialog } from '../zones/zone-dialog.tsx';

const LISTED = 100;

/** One box of the map: a zone, or a network that no zone claims and from which one can be made. */
export function ZonePanel({ id }: { id: string }) {
  const [view, change] = useView();
  const graph = useEndpoint('graph', { query: toFilter(view) }, { keep: true });
  const zones = useEndpoint('zones', {});
  const [dialog, setDialog] = useState<'create' | 'edit' | 'delete' | null>(null);
  if (graph.isPending) return <SkeletonRows rows={8} />;
  const box = graph.data?.zones.find((each) => each.id === id);
  const zone = zones.data?.zones.find((each) => `zone-${each.id}` === id) ?? null;
  if (!box && !zone) return <p className="muted">This zone is not part of the view: the filter leaves it out.</p>;
  const prefixes = box?.prefixes ?? zone?.prefixes ?? [];
  const claim = box?.claim ?? zone?.claim ?? 'undetermined';
  const hosts = graph.data?.hosts.filter((host) => host.zone === id) ?? [];
  return (
    <div className="panel-parts">
      <header>
        <div className="row panel-title">
          <h2>{box?.name ?? zone?.name}</h2>
        </div>
        <div className="muted">
          {formatPlural(box?.hostCount ?? zone?.hostCount ?? 0, 'host')} ·{' '}
          <code>{prefixes.join(' ') || 'no networks'}</code>
        </div>
        <div className="row panel-badges">
          <CategoryBadge category={box?.category ?? 'UNDETERMINED'} />
          <span className="muted">decided;</span>
          <ClaimBadge claim={claim} />
          <span className="muted">claimed</span>
        </div>
        <p className="muted">The claim means: {CLAIM_MEANING[claim]}</p>
        {zone?.description && <p>{zone.description}</p>}
        <div className="row">
          {zone ? (
            <>
              <Button variant="default" onClick={() => setDialog('edit')}>
                Edit zone
              </Button>
              <Button variant="default" onClick={() => setDialog('delete')}>
                Delete zone
              </Button>
            </>
          ) : (
            <Button onClick={() => setDialog('create')}>Create a zone from this</Button>
          )}
        </div>
      </header>
      <ZoneHosts hosts={hosts} />
      {zone && <CommentSection kind="zone" id={String(zone.id)} />}
      {dialog === 'create' && (
        <ZoneDialog zone={null} initial={{ prefixes: prefixes.join('\n') }} onClose={() => setDialog(null)} />
      )}
      {dialog === 'edit' && zone && <ZoneDialog zone={zone} onClose={() => setDialog(null)} />}
      {dialog === 'delete' && zone && (
        <DeleteZoneDialog
          zone={zone}
          onClose={() => {
            setDialog(null);
            change({ selection: null });
          }}
        />
      )}
    </div>
  );
}

function ZoneHosts({ hosts }: { hosts: readonly GraphHost[] }) {
  const [, change] = useView();
  const listed = [...hosts].sort((a, b) => STATUS_RANK[a.status] - STATUS_RANK[b.status]).slice(0, LISTED);
  return (
    <section aria-label="Hosts of the zone">
      <h3>Hosts · {formatCount(hosts.length)}</h3>
      <ul className="zone-hosts">
        {listed.map((host) => (
          <li key={host.id}>
            <button
              type="button"
              className="link-button"
              title={`${host.address} · ${CATEGORY_WORDS[host.category]}`}
              onClick={() => change({ selection: { kind: 'host', id: String(host.id) } })}
            >
              <GlyphIcon glyph={CATEGORY_DRAWING[host.category].glyph} size={13} />{' '}
              {STATUS_MARK[host.status] === '✓' ? '' : STATUS_MARK[host.status]} {host.name ?? host.address}
            </button>
          </li>
        ))}
      </ul>
      {hosts.length > LISTED && <p className="muted">and {formatCount(hosts.length - LISTED)} more</p>}
    </section>
  );
}
