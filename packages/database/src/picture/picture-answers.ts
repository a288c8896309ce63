import { isInScope, SCOPE_CATEGORIES, type ScopeCategory } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { categoryOf, reviewStatusOf } from '../queries/decision-tables.ts';
import {
  type GraphBudget,
  type GraphHostRow,
  type GraphRows,
  inOrder,
  type UnassignedGroupRow,
} from '../queries/graph.ts';
import type { HostRow, Page } from '../queries/hosts.ts';
import type { ViewFilter } from '../queries/relationship-view.ts';
import { listRelationships, type RelationshipViewRow } from '../queries/relationships.ts';
import type { HostRecord } from './host-columns.ts';
import type { CurrentPicture } from './live-picture.ts';
import type { PicturePage } from './picture.ts';

const IN_SCOPE = SCOPE_CATEGORIES.map(isInScope);

function hostRow({ picture }: CurrentPicture, number: number): GraphHostRow {
  const { hosts } = picture;
  const { id, address, name, category, conflict } = hosts.records[number] as HostRecord;
  return {
    id,
    zoneKey: picture.placeKey(number),
    address,
    name,
    category: categoryOf(category),
    conflict,
    server: (hosts.served[number] as number) > 0,
    status: reviewStatusOf(hosts.status(number)),
  };
}

/** What `loadGraph` gives without a filter. */
export function pictureGraph(current: CurrentPicture, budget: GraphBudget): GraphRows {
  const { picture, places: known } = current;
  const places = picture.places();
  const hostCounts = new Map(places.map(({ key, hostCount }) => [key, hostCount]));
  const statuses = picture.byStatus();
  const { hosts } = picture;
  const ofCategory = new Int32Array(SCOPE_CATEGORIES.length);
  for (const { category } of hosts.records) ofCategory[category] = (ofCategory[category] as number) + 1;
  const countOf = (category: ScopeCategory) => ofCategory[SCOPE_CATEGORIES.indexOf(category)] as number;
  return {
    days: current.days,
    zones: known.zones.map((zone) => ({ ...zone, hostCount: hostCounts.get(`zone-${zone.id}`) ?? 0 })),
    unassigned: places
      .filter(({ zoneId }) => zoneId === null)
      .map(({ key, hostCount, looseNetwork }): UnassignedGroupRow => {
        const isNamed = key !== 'unassigned-internet' && key !== 'unassigned-private';
        const category = known.categories[key] ?? 'UNDETERMINED';
        return { key, network: isNamed ? looseNetwork : null, category, hostCount };
      })
      .sort((one, other) => (one.key < other.key ? -1 : 1)),
    hosts: Array.from(hosts.flaggedFirst().subarray(0, budget.hosts), (number) => hostRow(current, number)),
    bundles: inOrder(picture.bundles(budget.namedPairs)),
    counts: {
      hosts: hosts.count,
      relationships: picture.relationships,
      violations: statuses.violation,
      unreviewed: statuses.unreviewed,
      inScope: ofCategory.reduce((sum, count, code) => sum + (IN_SCOPE[code] ? count : 0), 0),
      undetermined: countOf('UNDETERMINED'),
    },
  };
}

/** A page of hosts, but for what changes with each window. */
export interface PictureHostPage {
  readonly hosts: readonly Omit<HostRow, 'firstSeen' | 'lastSeen'>[];
  readonly total: number;
}

/** What `listHosts` gives without a filter, but for the times. */
export function pictureHosts({ picture }: CurrentPicture, page: Page): PictureHostPage {
  const { hosts } = picture;
  const listed = Array.from(hosts.flaggedFirst().subarray(page.offset, page.offset + page.limit), (number) => {
    const { id, address, name, zoneId, zoneName, category, conflict } = hosts.records[number] as HostRecord;
    return {
      id,
      address,
      name,
      zoneId,
      zoneName,
      category: categoryOf(category),
      conflict,
      status: reviewStatusOf(hosts.status(number)),
      services: hosts.services[number] as number,
      peers: hosts.peers[number] as number,
    };
  });
  return { hosts: listed, total: hosts.count };
}

/** The page with the times, which are those of now. */
export async function completeHosts(
  db: Db,
  { hosts, total }: PictureHostPage,
): Promise<{ hosts: HostRow[]; total: number }> {
  const { rows } = await sql<{ id: number; firstSeen: Date; lastSeen: Date }>`
    select id, first_seen as "firstSeen", last_seen as "lastSeen" from host
    where id = any(${hosts.map(({ id }) => id)}::int[])`.execute(db);
  const seen = new Map(rows.map(({ id, ...times }) => [id, times]));
  const complete = hosts.flatMap((row) => {
    const times = seen.get(row.id);
    return times ? [{ ...row, ...times }] : [];
  });
  return { hosts: complete, total };
}

/** What `listRelationships` gives of a page of {@link Picture.list}. */
export async function completeRelationships(
  db: Db,
  { ids, total }: PicturePage,
  infrastructure: ViewFilter['infrastructure'],
): Promise<{ relationships: RelationshipViewRow[]; total: number }> {
  if (ids.length === 0) return { relationships: [], total };
  const filter = { relationshipIds: ids.map(String), infrastructure };
  const { relationships } = await listRelationships(db, filter, { limit: ids.length, offset: 0 });
  return { relationships, total };
}
