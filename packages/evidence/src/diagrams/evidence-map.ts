import {
  type BundleStatus,
  CATEGORY_DRAWING,
  type MapBundle,
  type MapHost,
  type MapInput,
  type MapZone,
} from '@scopemap/map-layout';
import { byText, CATEGORIES_BY_CARE, type ContactFact, type PlaceRef } from '@scopemap/scope-model';
import { type EvidenceView, isCde, serviceLabel } from '../evidence-view.ts';
import { contactVerdict } from '../tables/contact-verdict.ts';
import { isInDate } from '../tables/is-in-date.ts';

const STATUS_RANK: Readonly<Record<BundleStatus, number>> = { violation: 0, unreviewed: 1, approved: 2, ordinary: 3 };

/** Addresses that no zone or segment holds are drawn together, where the one that needs the most care belongs. */
const OUTSIDE = 'outside';

function outside(view: EvidenceView, members: readonly MapHost[]): MapZone {
  const categories = new Set(members.map(({ id }) => view.asset(id)?.category ?? 'UNDETERMINED'));
  const category = CATEGORIES_BY_CARE.find((each) => categories.has(each)) ?? 'UNDETERMINED';
  const drawing = CATEGORY_DRAWING[category];
  return { id: OUTSIDE, name: 'Outside every zone', caption: '', ...drawing, hostCount: members.length };
}

/**
 * The picture of a snapshot (1.2.3): zones in the lane of their category, and between them one line for each service and state
 * of review. Without regard to any claim: what the facts of the snapshot say.
 */
export function evidenceMap(view: EvidenceView): MapInput {
  const zoneOf = (asset: string) => {
    // Segments are drawn as part of their zone.
    const place = view.placesWithin(view.placeOf(asset)).at(-1);
    return place === undefined ? OUTSIDE : idOf(place);
  };
  const statuses = new Map(view.contacts.map((contact) => [contact.id, statusOf(view, contact)]));
  const worst = new Map<string, BundleStatus>();
  const servers = new Set<string>();
  for (const contact of view.contacts) {
    const status = statuses.get(contact.id) as BundleStatus;
    for (const end of [contact.from, contact.to]) {
      const before = worst.get(end);
      if (before === undefined || STATUS_RANK[status] < STATUS_RANK[before]) worst.set(end, status);
    }
    if (contact.directed) servers.add(contact.to);
  }
  const hosts = view.assets.map(
    (asset): MapHost => ({
      id: asset.id,
      zone: zoneOf(asset.id),
      label: asset.label,
      glyph: CATEGORY_DRAWING[asset.category].glyph,
      server: servers.has(asset.id),
      status: worst.get(asset.id) ?? 'ordinary',
    }),
  );
  const members = Map.groupBy(hosts, ({ zone }) => zone);
  const zones = [
    ...view.classification.places.map(({ place, category }): MapZone => {
      const prefixes =
        view.facts[place.kind === 'zone' ? 'zones' : 'segments'].find(({ id }) => id === place.id)?.prefixes ?? [];
      return {
        id: idOf(place),
        name: view.placeLabel(place),
        caption: prefixes.length > 1 ? `${prefixes[0]} +${prefixes.length - 1}` : (prefixes[0] ?? ''),
        ...CATEGORY_DRAWING[category],
        hostCount: members.get(idOf(place))?.length ?? 0,
      };
    }),
    outside(view, members.get(OUTSIDE) ?? []),
  ].filter(({ hostCount }) => hostCount > 0);
  return { zones, hosts, bundles: bundlesOf(view, zoneOf, statuses) };
}

function idOf({ kind, id }: PlaceRef): string {
  return `${kind} ${id}`;
}

/** What a rule denies although it was seen is a violation; contact with what is in scope needs an approval. */
function statusOf(view: EvidenceView, contact: ContactFact): BundleStatus {
  if (contact.state === 'established' && contactVerdict(view, contact) === 'seen, not allowed') return 'violation';
  const category = (asset: string) => view.asset(asset)?.category ?? 'UNDETERMINED';
  if (!isCde(category(contact.from)) && !isCde(category(contact.to))) return 'ordinary';
  const approved = view.approvalsOf(contact).some((approval) => isInDate(approval, view.facts.now));
  return approved ? 'approved' : 'unreviewed';
}

function bundlesOf(
  view: EvidenceView,
  zoneOf: (asset: string) => string,
  statuses: ReadonlyMap<string, BundleStatus>,
): MapBundle[] {
  const groups = Map.groupBy(view.contacts, (contact) =>
    [
      zoneOf(contact.from),
      zoneOf(contact.to),
      serviceLabel(contact),
      statuses.get(contact.id),
      contact.directed ? 'directed' : 'undirected',
    ].join(' > '),
  );
  return [...groups]
    .sort(([a], [b]) => byText(a, b))
    .map(([id, contacts]) => {
      const [first] = contacts as [ContactFact];
      return {
        id,
        sourceZone: zoneOf(first.from),
        targetZone: zoneOf(first.to),
        service: serviceLabel(first),
        status: statuses.get(first.id) as BundleStatus,
        infrastructure: false,
        directed: first.directed,
        pairs: new Set(contacts.map(({ from, to }) => `${from} > ${to}`)).size,
        sourceHosts: [...new Set(contacts.map(({ from }) => from))].sort(byText),
        targetHosts: [...new Set(contacts.map(({ to }) => to))].sort(byText),
      };
    });
}
