import type { PoolClient } from 'pg';
import type { IdsByAddress } from './ingest-exporters.ts';
import type { DayChange, RelationshipChange } from './ingest-relationship-changes.ts';

/** A counter stops here: an exporter that invents counts must not keep the window of all others out. */
export const LARGEST_BIGINT = '9223372036854775807';

interface DayRow extends DayChange {
  readonly relationship: string;
}

const isNegative = (day: DayChange) => day.flows < 0 || day.packets < 0 || day.octets < 0;

/** The days that take something back, of relationships that exist. */
function daysToLower(changes: readonly RelationshipChange[], ids: readonly (string | undefined)[]): DayRow[] {
  return changes.flatMap((change, at) => {
    const relationship = ids[at];
    if (relationship === undefined) return [];
    return change.days.filter(isNegative).map((day) => ({ ...day, relationship }));
  });
}

/** The count, or the last number that is exact: beyond it, its text is no integer any more. */
export function exact(count: number): number {
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, count));
}

function columns(rows: readonly DayRow[], exporters: IdsByAddress): unknown[][] {
  return [
    rows.map((row) => row.relationship),
    rows.map((row) => row.day),
    rows.map((row) => exporters.get(row.exporter)),
    rows.map((row) => row.flows),
    rows.map((row) => exact(row.packets)),
    rows.map((row) => exact(row.octets)),
  ];
}

/** Whether something of the change lowers what is stored. */
export function takesBack({ days, attempts }: RelationshipChange): boolean {
  return attempts < 0 || days.some(isNegative);
}

/** The days that add something. */
export function addedDays({ days }: RelationshipChange): DayChange[] {
  return days.filter((day) => !isNegative(day) && day.flows + day.packets + day.octets > 0);
}

/** Lowers counts by what earlier windows added and later ones correct; a day of which nothing is left goes. */
export async function takeBackDays(
  client: PoolClient,
  changes: readonly RelationshipChange[],
  ids: readonly (string | undefined)[],
  exporters: IdsByAddress,
): Promise<void> {
  const rows = daysToLower(changes, ids);
  if (rows.length === 0) return;
  await client.query(
    `update relationship_day d
     set flows = greatest(d.flows + c.flows, 0), packets = greatest(d.packets + c.packets, 0), octets = greatest(d.octets + c.octets, 0)
     from unnest($1::bigint[], $2::date[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[])
       as c (relationship_id, day, exporter_id, flows, packets, octets)
     where (d.relationship_id, d.day, d.exporter_id) = (c.relationship_id, c.day, c.exporter_id)`,
    columns(rows, exporters),
  );
  await client.query(
    'delete from relationship_day where relationship_id = any($1::bigint[]) and flows = 0 and packets = 0 and octets = 0',
    [[...new Set(rows.map((row) => row.relationship))]],
  );
}
