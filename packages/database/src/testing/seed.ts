import type { ContactState } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db } from '../database.ts';

/** A relationship as a test writes it down; addresses are stored as hosts when they are not there yet. */
export interface SeededRelationship {
  readonly client: string;
  readonly server: string;
  /** Default 6, TCP. */
  readonly protocol?: number;
  readonly port: number;
  /** Given: the direction is not known. */
  readonly clientPort?: number;
  /** Default `established`. */
  readonly state?: ContactState;
  readonly scanner?: boolean;
  readonly folded?: number;
  readonly attempts?: number;
  /** UTC days with traffic; default one. */
  readonly days?: readonly string[];
  /** Exporters that saw it, each the same; default one. */
  readonly observers?: readonly string[];
  /** Per day. */
  readonly flows?: number;
  readonly octets?: number;
}

const DAY = '2026-10-01';

async function hostId(db: Db, address: string): Promise<number> {
  const seen = new Date(`${DAY}T08:00:00Z`);
  const { id } = await db
    .insertInto('host')
    .values({ address, first_seen: seen, last_seen: seen })
    .onConflict((conflict) => conflict.column('address').doUpdateSet({ last_seen: seen }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Stores an exporter, or when it was last heard if it is known; returns its id. */
export async function seedExporter(db: Db, address: string, seen = new Date(`${DAY}T08:00:00Z`)): Promise<number> {
  const { id } = await db
    .insertInto('exporter')
    .values({ address, name: null, first_seen: seen, last_seen: seen })
    .onConflict((conflict) => conflict.column('address').doUpdateSet({ last_seen: seen }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Stores one relationship with its days and returns its id. */
export async function seedRelationship(db: Db, seeded: SeededRelationship): Promise<string> {
  const { days = [DAY], observers = ['192.0.2.1'], flows = 1, octets = 100, clientPort = -1 } = seeded;
  const directed = clientPort === -1;
  const { id } = await db
    .insertInto('relationship')
    .values({
      client_id: await hostId(db, seeded.client),
      server_id: await hostId(db, seeded.server),
      protocol: seeded.protocol ?? 6,
      port: seeded.port,
      client_port: clientPort,
      method: directed ? 'tcp-flags' : clientPort === seeded.port ? 'peer' : 'none',
      confidence: directed ? 'high' : 'none',
      state: seeded.state ?? 'established',
      scanner: seeded.scanner ?? false,
      folded: seeded.folded ?? 0,
      attempts: seeded.attempts ?? 0,
      first_seen: new Date(`${days[0]}T08:00:00Z`),
      last_seen: new Date(`${days.at(-1)}T09:30:00.500Z`),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const observer of observers) {
    const exporter = await seedExporter(db, observer);
    await db
      .insertInto('relationship_day')
      .values(
        days.map((day) => ({ relationship_id: id, day, exporter_id: exporter, flows, packets: flows * 2, octets })),
      )
      .execute();
  }
  return id;
}

/** The id of a host that was seeded. */
export async function seededHost(db: Db, address: string): Promise<number> {
  const row = await db.selectFrom('host').select('id').where('address', '=', address).executeTakeFirstOrThrow();
  return row.id;
}

/** Removes everything that tests store, so that one database serves the tests of a file. */
export async function emptyDatabase(db: Db): Promise<void> {
  await sql`
    truncate exporter, place_category, map_layout, saved_view, collector_loss, zone, host, relationship, relationship_day, approval, import_job, applied_window, learned_endpoint, scan_run, host_address,
      address_translation, direction_change, flow, tag, network_control, segmentation_test, segment, third_party,
      boundary_watch, calendar_event, scope_setting, scope_run, list_import, review_decision
    restart identity cascade`.execute(db);
}
