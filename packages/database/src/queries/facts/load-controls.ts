import type { ApprovalFact, ControlFact, PlaceRef, RuleSetFact, SegmentationTestFact } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Trx } from '../../database.ts';
import type { LoadedPlaces } from './load-places.ts';

interface ControlRecord {
  readonly id: number;
  readonly name: string;
  readonly address: string | null;
  readonly description: string | null;
  readonly changedAt: number | null;
  readonly separates: readonly (readonly [string, string])[];
}

function placesOf(places: LoadedPlaces, one: string, other: string): readonly [PlaceRef, PlaceRef][] {
  const [a, b] = [places.find(one), places.find(other)];
  return a && b ? [[a, b]] : [];
}

/**
 * Controls with what they separate and, where known, their rules by control id. A version of rules that took another one's place
 * is a change of the control, at the latest when it was taken from the device.
 */
export async function loadControls(
  trx: Trx,
  places: LoadedPlaces,
  ruleSets: ReadonlyMap<number, RuleSetFact>,
): Promise<ControlFact[]> {
  const { rows } = await sql<ControlRecord>`
    select c.id, c.name, host(c.address) as address, c.description,
      floor(extract(epoch from greatest(c.changed_at, r.taken_at)) * 1000)::float8 as "changedAt",
      (select coalesce(json_agg(json_build_array(b.place, b.other_place) order by b.id), '[]'::json)
        from control_boundary b where b.control_id = c.id and b.ended_at is null) as separates
    from network_control c
    left join rule_set r on r.control_id = c.id and r.ended_at is null and r.version > 1
    where c.ended_at is null order by c.id`.execute(trx);
  return rows.map(({ id, name, address, description, changedAt, separates }) => ({
    id: `control-${id}`,
    name,
    asset: address,
    separates: separates.flatMap(([one, other]) => placesOf(places, one, other)),
    description,
    ruleSet: ruleSets.get(id) ?? null,
    changedAt,
  }));
}

type TestRecord = Omit<SegmentationTestFact, 'from' | 'to'> & { readonly source: string; readonly target: string };

export async function loadSegmentationTests(trx: Trx, places: LoadedPlaces): Promise<SegmentationTestFact[]> {
  const { rows } = await sql<TestRecord>`
    select 'test-' || id as id, source_place as source, target_place as target,
      floor(extract(epoch from tested_at) * 1000)::float8 as at, result, tester, independent, evidence
    from segmentation_test where ended_at is null order by segmentation_test.id`.execute(trx);
  return rows.flatMap(({ source, target, ...test }) =>
    placesOf(places, source, target).map(([from, to]) => ({ ...test, from, to })),
  );
}

export async function loadApprovals(trx: Trx): Promise<ApprovalFact[]> {
  const { rows } = await sql<ApprovalFact>`
    select 'approval-' || id as id, json_build_object('kind', 'zone', 'id', 'zone-' || source_zone_id) as from,
      json_build_object('kind', 'zone', 'id', 'zone-' || target_zone_id) as to, protocol, nullif(port, 0) as port,
      business_need as need, approved_by as "approvedBy", floor(extract(epoch from expires_at) * 1000)::float8 as until
    from approval order by approval.id`.execute(trx);
  return rows;
}
