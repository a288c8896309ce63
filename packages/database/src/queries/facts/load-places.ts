import { PrefixTable, parseIp, parsePrefix, protocolName, serviceName } from '@scopemap/net';
import type { PlaceRef, SegmentFact, SegmentSighting, ZoneFact } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Trx } from '../../database.ts';
import type { LoadedSystems } from './load-systems.ts';

export interface LoadedPlaces {
  readonly zones: readonly ZoneFact[];
  readonly segments: readonly SegmentFact[];
  /** The place behind `zone-7` or `segment-3`; undefined when it is no more. */
  find(id: string): PlaceRef | undefined;
}

export async function loadPlaces(trx: Trx): Promise<LoadedPlaces> {
  const { rows: zones } = await sql<ZoneFact>`
    select 'zone-' || id as id, name,
      (select coalesce(array_agg(p.prefix::text order by p.prefix), '{}') from zone_prefix p where p.zone_id = zone.id) as prefixes
    from zone order by zone.id`.execute(trx);
  const { rows: segments } = await sql<SegmentFact>`
    select 'segment-' || s.id as id, s.name, 'zone-' || z.id as zone, s.prefixes::text[] as prefixes, s.vlan, s.wireless
    from segment s left join zone z on z.id = s.zone_id where s.ended_at is null order by s.id`.execute(trx);
  const places = new Map<string, PlaceRef>([
    ...zones.map(({ id }) => [id, { kind: 'zone', id }] as const),
    ...segments.map(({ id }) => [id, { kind: 'segment', id }] as const),
  ]);
  return { zones, segments, find: (id) => places.get(id) };
}

interface EvidenceRecord {
  readonly id: number;
  readonly destination: string;
  readonly protocol: number;
  readonly port: number;
  readonly first: number;
  readonly last: number;
}

function basisOf({ destination, protocol, port }: EvidenceRecord): string {
  const name = port > 0 ? (serviceName(protocol, port) ?? `port ${port}`) : '';
  return `${[protocolName(protocol), name].filter((word) => word !== '').join(' ')} to ${destination}`;
}

/** Longest prefix; of a zone and a segment with the same one, the segment. */
function placeTable({ zones, segments }: LoadedPlaces): PrefixTable<PlaceRef> {
  const table = new PrefixTable<PlaceRef>();
  for (const [kind, places] of [
    ['zone', zones],
    ['segment', segments],
  ] as const) {
    for (const { id, prefixes } of places) {
      for (const text of prefixes) {
        const prefix = parsePrefix(text);
        if (prefix) table.set(prefix, { kind, id });
      }
    }
  }
  return table;
}

/** Who sent what does not cross routers: then it was in the segment of its address. */
export async function loadSightings(
  trx: Trx,
  places: LoadedPlaces,
  systems: LoadedSystems,
): Promise<SegmentSighting[]> {
  const { rows } = await sql<EvidenceRecord>`
    select distinct on (sender_id) sender_id as id, host(destination) as destination, protocol, port,
      floor(extract(epoch from min(first_seen) over own) * 1000)::float8 as first,
      floor(extract(epoch from max(last_seen) over own) * 1000)::float8 as last
    from segment_evidence where reach = 'local'
    window own as (partition by sender_id)
    order by sender_id, packets desc, destination, protocol, port`.execute(trx);
  const table = placeTable(places);
  return rows.flatMap((row) => {
    const address = systems.addresses.get(row.id);
    const bytes = address === undefined ? null : parseIp(address);
    const place = bytes ? table.find(bytes) : undefined;
    if (address === undefined || !place) return [];
    const { first, last } = row;
    return systems.holdersBetween(address, first, last).map((asset, i) => ({
      id: i === 0 ? `sighting-${row.id}` : `sighting-${row.id}+${i}`,
      asset,
      place,
      first,
      last,
      basis: basisOf(row),
    }));
  });
}
