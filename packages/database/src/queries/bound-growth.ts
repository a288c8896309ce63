import type { SegmentEvidence } from '@scopemap/scope-model';
import type { PoolClient } from 'pg';
import type { ExporterMinute } from './ingest-exporter-health.ts';
import type { RelationshipChange } from './ingest-relationship-changes.ts';

/** How many relationships may be new within 24 hours. Those that are stored already are never refused. */
export interface GrowthLimits {
  /** Of all exporters together, without a look at who adds them. */
  readonly relationships: number;
  /** Of one exporter when there are more: so one that invents hosts takes nothing away from the others. */
  readonly relationshipsOfExporter: number;
}

export interface BoundedWindow {
  readonly added: readonly RelationshipChange[];
  readonly evidence: readonly SegmentEvidence[];
  /** What was refused, for the account of the exporters: problem `growth-limit`, in flows. */
  readonly health: readonly ExporterMinute[];
}

const MINUTE_MS = 60_000;

async function relationshipsOfDay(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    "select coalesce(sum(relationships), 0) as count from growth where hour > now() - interval '24 hours'",
  );
  return Number(rows[0]?.count);
}

async function addedOfDay(client: PoolClient): Promise<Map<string, number>> {
  const { rows } = await client.query<{ exporter: string; count: string }>(
    `select host(exporter) as exporter, sum(relationships) as count from growth_of_exporter
     where hour > now() - interval '24 hours' group by exporter`,
  );
  return new Map(rows.map(({ exporter, count }) => [exporter, Number(count)]));
}

/** Places in `changes` of those that have no row yet. */
async function findNew(client: PoolClient, changes: readonly RelationshipChange[]): Promise<ReadonlySet<number>> {
  const keys = changes.map(({ key }) => key);
  const { rows } = await client.query<[position: string]>({
    text: `select w.position
      from unnest($1::inet[], $2::inet[], $3::smallint[], $4::int[], $5::int[]) with ordinality
        as w (client, server, protocol, port, client_port, position)
      left join host c on c.address = w.client
      left join host s on s.address = w.server
      left join relationship r on (r.client_id, r.server_id, r.protocol, r.port, r.client_port)
        = (c.id, s.id, w.protocol, w.port, w.client_port)
      where r.id is null`,
    values: [
      keys.map(({ client }) => client),
      keys.map(({ server }) => server),
      keys.map(({ protocol }) => protocol),
      keys.map(({ port }) => port),
      keys.map(({ clientPort }) => clientPort),
    ],
    rowMode: 'array',
  });
  return new Set(rows.map(([position]) => Number(position) - 1));
}

function refusal(exporter: string, flows: number): ExporterMinute {
  const minute = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  const nothing = { datagrams: 0, octets: 0, records: 0, lost: 0, undecodable: {}, skewMs: null, sampling: null };
  const problems = { 'growth-limit': flows };
  return { exporter, domain: 0, version: 0, minute, ...nothing, problems, templates: null, waitingSets: null };
}

async function noteGrowth(client: PoolClient, grown: ReadonlyMap<string, { stored: number; refused: number }>) {
  await client.query(
    `insert into growth_of_exporter (hour, exporter, relationships, refused)
     select date_trunc('hour', now()), * from unnest($1::inet[], $2::bigint[], $3::bigint[]) order by 2
     on conflict (hour, exporter) do update set
       relationships = growth_of_exporter.relationships + excluded.relationships,
       refused = growth_of_exporter.refused + excluded.refused`,
    [
      [...grown.keys()],
      [...grown.values()].map(({ stored }) => stored),
      [...grown.values()].map(({ refused }) => refused),
    ],
  );
}

/**
 * Leaves new relationships out of a window where there are too many of them. They count for the exporter that the first of their
 * days names. What an exporter with nothing left says of refused connections goes too: it would make hosts as well.
 */
export async function boundGrowth(
  client: PoolClient,
  added: readonly RelationshipChange[],
  evidence: readonly SegmentEvidence[],
  limits: GrowthLimits,
): Promise<BoundedWindow> {
  const isCalm = (await relationshipsOfDay(client)) + added.length <= limits.relationships;
  if (isCalm || added.length === 0) return { added, evidence, health: [] };
  const fresh = await findNew(client, added);
  if (fresh.size === 0) return { added, evidence, health: [] };
  const before = await addedOfDay(client);
  const grown = new Map<string, { stored: number; refused: number }>();
  const kept = added.filter(({ days }, position) => {
    const [first] = days;
    if (!fresh.has(position) || !first) return true;
    const { exporter } = first;
    const of = grown.get(exporter) ?? { stored: 0, refused: 0 };
    grown.set(exporter, of);
    if ((before.get(exporter) ?? 0) + of.stored < limits.relationshipsOfExporter) {
      of.stored++;
      return true;
    }
    of.refused += days.reduce((sum, { flows }) => sum + Math.max(0, flows), 0);
    return false;
  });
  const exhausted = new Set([...grown].filter(([, { refused }]) => refused > 0).map(([exporter]) => exporter));
  const left = evidence.filter(({ exporter }) => {
    if (!exhausted.has(exporter)) return true;
    (grown.get(exporter) as { refused: number }).refused++;
    return false;
  });
  await noteGrowth(client, grown);
  const health = [...grown]
    .filter(([, { refused }]) => refused > 0)
    .map(([name, { refused }]) => refusal(name, refused));
  return { added: kept, evidence: left, health };
}

/** Counts the relationships that the present transaction has inserted; call it once, after them. */
export async function countGrowth(client: PoolClient): Promise<void> {
  await client.query(
    `insert into growth (hour, relationships)
     select date_trunc('hour', now()), inserted from pg_stat_get_xact_tuples_inserted('relationship'::regclass) as inserted
     where inserted > 0
     on conflict (hour) do update set relationships = growth.relationships + excluded.relationships`,
  );
}
