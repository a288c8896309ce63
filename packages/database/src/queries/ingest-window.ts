import type { RelationshipWindow } from '@scopemap/scope-model';
import type { PoolClient } from 'pg';
import { inTransaction } from '../connect.ts';
import type { Db } from '../database.ts';
import { type AddressTranslation, saveTranslations } from './address-translations.ts';
import { boundGrowth, countGrowth, type GrowthLimits } from './bound-growth.ts';
import { decideContacts } from './decide-contacts.ts';
import { copyFlows, type StoredFlow } from './flow-copy.ts';
import { type AddressSighting, sightAddresses } from './host-addresses.ts';
import { addCollectorLosses, type CollectorLoss } from './ingest-collector-losses.ts';
import { addExporterHealth, type ExporterMinute } from './ingest-exporter-health.ts';
import { type ExporterSequence, saveExporterSequences } from './ingest-exporter-sequences.ts';
import { type SeenExporter, upsertExporters } from './ingest-exporters.ts';
import { upsertHosts } from './ingest-hosts.ts';
import { saveLearnedEndpoints } from './ingest-learned-endpoints.ts';
import { relationshipChanges } from './ingest-relationship-changes.ts';
import { addRelationships, withdrawRelationships } from './ingest-relationships.ts';
import { addSegmentEvidence } from './ingest-segment-evidence.ts';

/** Everything that one window of flows adds to the database. */
export interface IngestWindow {
  /** The same window always has the same id, also after a crash: it is what makes a second application harmless. */
  readonly id: string;
  readonly contacts: RelationshipWindow;
  /** All that sent in this window. */
  readonly exporters: readonly SeenExporter[];
  readonly health: readonly ExporterMinute[];
  /** What the collector itself lost; live traffic only. */
  readonly losses?: readonly CollectorLoss[];
  /** Their days must have partitions: see `ensureFlowPartitions`. */
  readonly flows: readonly StoredFlow[];
  /** Positions in their numbering of those that sent, at the end of this window; live traffic only. */
  readonly sequences?: readonly ExporterSequence[];
  /** Addresses that records showed under two names, and when. */
  readonly translations?: readonly AddressTranslation[];
  /** Machines that records showed at an address. */
  readonly sightings?: readonly AddressSighting[];
}

export interface AppliedWindow {
  /** False: this id was applied before and nothing was done. */
  readonly applied: boolean;
  /** Relationships that the window touched. */
  readonly relationships: number;
}

/** Channel of NOTIFY; the payload is JSON, `{"kind":"traffic","relationships":N}` after a window. */
export const NOTIFY_CHANNEL = 'scopemap';

async function claimWindow(client: PoolClient, window: IngestWindow): Promise<boolean> {
  const { rowCount } = await client.query(
    'insert into applied_window (id, counters) values ($1, $2) on conflict (id) do nothing',
    [window.id, JSON.stringify(window.contacts.counters)],
  );
  return rowCount === 1;
}

async function addWindow(client: PoolClient, window: IngestWindow, growth: GrowthLimits | null): Promise<number> {
  const contacts = await decideContacts(client, window.contacts);
  const { added: all, withdrawn } = relationshipChanges(contacts);
  const bounded = growth && (await boundGrowth(client, all, contacts.segmentEvidence, growth));
  const {
    added,
    evidence,
    health: refused,
  } = bounded ?? { added: all, evidence: contacts.segmentEvidence, health: [] };
  // Every writer takes its rows in this order of tables, and by key within one: two of them can wait, never lock each other out.
  const exporters = await upsertExporters(client, window.exporters, contacts);
  const hosts = await upsertHosts(client, added, withdrawn, evidence);
  // Before relationships, as a stored scan does.
  await sightAddresses((text, values) => client.query(text, values), window.sightings ?? []);
  await addRelationships(client, added, hosts, exporters);
  await withdrawRelationships(client, withdrawn, hosts, exporters);
  await addSegmentEvidence(client, evidence, hosts, exporters);
  await saveTranslations(client, window.translations ?? []);
  await saveLearnedEndpoints(client, contacts.learned);
  await addExporterHealth(client, window.health, exporters);
  await addExporterHealth(client, refused, exporters);
  await addCollectorLosses(client, window.losses ?? []);
  await saveExporterSequences(client, window.sequences ?? []);
  await copyFlows(client, window.flows, exporters);
  if (growth) await countGrowth(client);
  return added.length;
}

/**
 * Adds a window in one transaction: all of it, exactly once, or nothing. Applying the same id again is a no-op that says so.
 * Rejects with the server's error; the caller may try the same window again at any time. `growth` bounds what may be new.
 */
export function applyWindow(db: Db, window: IngestWindow, growth: GrowthLimits | null = null): Promise<AppliedWindow> {
  return inTransaction(db, async (client) => {
    if (!(await claimWindow(client, window))) return { applied: false, relationships: 0 };
    const relationships = await addWindow(client, window, growth);
    await client.query('select pg_notify($1, $2)', [
      NOTIFY_CHANNEL,
      JSON.stringify({ kind: 'traffic', relationships }),
    ]);
    return { applied: true, relationships };
  });
}
