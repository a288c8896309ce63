import { canonicalIp } from '@scopemap/net';
import {
  type AssetFact,
  type ContactFact,
  defaultSettings,
  FACTS_VERSION,
  type NetworkFacts,
  type RuleSetFact,
  type RuleVerdictFact,
  type TagFact,
} from '@scopemap/scope-model';
import type { Db } from '../../database.ts';
import { listRuleVerdictFacts } from '../rule-verdicts.ts';
import { loadScopeSetting } from '../scope-settings.ts';
import { wideRead } from '../wide-read.ts';
import { type DecidingContacts, readContacts, readDecidingContacts } from './load-contacts.ts';
import { loadApprovals, loadControls, loadSegmentationTests } from './load-controls.ts';
import { loadBoundaries, loadCalendar, loadExporterFacts } from './load-coverage.ts';
import { loadPlaces, loadSightings } from './load-places.ts';
import { loadStatements, loadThirdParties } from './load-statements.ts';
import { loadSystems } from './load-systems.ts';

const DAY_MS = 86_400_000;

export interface ScopeFactsOptions {
  /** The instant at which expiry is judged and the period ends; milliseconds since 1970 UTC. */
  readonly now: number;
  /** Rules of controls as facts, by control id; within the transaction of everything else. */
  readonly ruleSets: (db: Db) => Promise<ReadonlyMap<number, RuleSetFact>>;
}

/** The facts of the installation at one moment of the database. */
export interface StoredScopeFacts {
  readonly network: NetworkFacts;
  /** Some thousands at a time, in the order of their ids; to be read once, before the callback ends. */
  readonly contacts: AsyncIterable<readonly ContactFact[]>;
  /** Instead of them: what a classification depends on, which is read several times as fast. */
  readonly deciding: AsyncIterable<DecidingContacts>;
}

/** What statements and controls name and nobody has met yet. */
function unmetAssets(
  met: readonly AssetFact[],
  tags: readonly TagFact[],
  named: readonly (string | null)[],
): AssetFact[] {
  const known = new Set(met.map(({ id }) => id));
  const statements = tags.flatMap(({ subject, statement }) => [
    subject.kind === 'asset' ? subject.id : null,
    'target' in statement ? statement.target : null,
    'guest' in statement ? statement.guest : null,
  ]);
  const found = new Set(
    [...statements, ...named].filter((id) => id !== null && !known.has(id) && canonicalIp(id) !== null),
  );
  return [...found].map((id) => ({
    id: id as string,
    name: null,
    firstSeen: null,
    lastSeen: null,
    knownBy: ['person'],
    inventory: null,
  }));
}

async function loadVerdicts(db: Db): Promise<RuleVerdictFact[]> {
  return (await listRuleVerdictFacts(db)).map(({ relationshipId, controlId, verdict, line }) => ({
    contact: `contact-${relationshipId}`,
    control: `control-${controlId}`,
    verdict,
    line,
  }));
}

/**
 * Reads everything a classification depends on in one read-only snapshot that lasts until `read` settles. Ids: the address for
 * a system, `mac:…` or a name for a machine whose address changes; `zone-7`, `segment-3`, `contact-12`, `tag-4`, `claim-5` (of a
 * host), `zone-claim-7`, `party-2`, `control-1`, `test-3`, `approval-6`, `exporter-1`, `boundary-2`, `event-1`, `sighting-9`; `+1`
 * behind an id where one statement is about several systems.
 */
export function readScopeFacts<Result>(
  db: Db,
  { now, ruleSets }: ScopeFactsOptions,
  read: (facts: StoredScopeFacts) => Promise<Result>,
): Promise<Result> {
  return wideRead(db, async (trx) => {
    const { entityName, entityKind, periodDays } = await loadScopeSetting(trx);
    const period = { start: now - periodDays * DAY_MS, end: now };
    const systems = await loadSystems(trx);
    const places = await loadPlaces(trx);
    const thirdParties = await loadThirdParties(trx);
    const tags = await loadStatements(trx, systems, places, thirdParties);
    const controls = await loadControls(trx, places, await ruleSets(trx));
    const network: NetworkFacts = {
      version: FACTS_VERSION,
      entity: { name: entityName, kind: entityKind },
      period,
      now,
      settings: defaultSettings(entityKind),
      zones: places.zones,
      segments: places.segments,
      assets: [
        ...systems.assets,
        ...unmetAssets(
          systems.assets,
          tags,
          controls.map(({ asset }) => asset),
        ),
      ],
      bindings: systems.bindings,
      sightings: await loadSightings(trx, places, systems),
      tags,
      thirdParties,
      controls,
      verdicts: await loadVerdicts(trx),
      segmentationTests: await loadSegmentationTests(trx, places),
      approvals: await loadApprovals(trx),
      exporters: await loadExporterFacts(trx, period),
      boundaries: await loadBoundaries(trx, places),
      calendar: await loadCalendar(trx),
    };
    const { addresses } = systems;
    return read({ network, contacts: readContacts(trx, addresses), deciding: readDecidingContacts(trx, addresses) });
  });
}
