import { canonicalIp } from '@scopemap/net';
import {
  type AssetFact,
  type ContactFact,
  type DecidingContact,
  defaultSettings,
  FACTS_VERSION,
  type NetworkFacts,
  type RuleSetFact,
  type RuleVerdictFact,
  type TagFact,
} from '@scopemap/scope-model';
import type { Db, Trx } from '../../database.ts';
import { listRuleVerdictFacts } from '../rule-verdicts.ts';
import { loadScopeSetting } from '../scope-settings.ts';
import { wideRead } from '../wide-read.ts';
import {
  type ChangedContacts,
  readChangedContacts,
  readContacts,
  readDecidingContacts,
  snapshotMark,
} from './load-contacts.ts';
import { loadApprovals, loadControls, loadSegmentationTests } from './load-controls.ts';
import { loadBoundaries, loadCalendar, loadExporterFacts } from './load-coverage.ts';
import { type LoadedPlaces, loadPlaces, loadSightings } from './load-places.ts';
import { loadStatements, loadThirdParties } from './load-statements.ts';
import { type LoadedSystems, loadSystems } from './load-systems.ts';

const DAY_MS = 86_400_000;

export interface ScopeFactsOptions {
  /** The instant at which expiry is judged and the period ends; milliseconds since 1970 UTC. */
  readonly now: number;
  /** Rules of controls as facts, by control id; within the transaction of everything else. */
  readonly ruleSets: (db: Db) => Promise<ReadonlyMap<number, RuleSetFact>>;
  /** Of an earlier reading: then only statements are read, and everything else is as it was, period included. */
  readonly standing?: StandingFacts | undefined;
}

/** What tags and claims do not change. Its lists stay the very same while it stands. */
export interface StandingFacts {
  readonly systems: LoadedSystems;
  readonly places: LoadedPlaces;
  readonly rest: Omit<NetworkFacts, 'now' | 'tags' | 'assets'>;
  /** Of the latest reading: those of `systems`, and what was only named. */
  readonly assets: readonly AssetFact[];
}

/** The facts of the installation at one moment of the database. */
export interface StoredScopeFacts {
  readonly network: NetworkFacts;
  /** For the next reading, when only statements will have changed. */
  readonly standing: StandingFacts;
  /** Some thousands at a time, in the order of their ids; to be read once, before the callback ends. */
  readonly contacts: AsyncIterable<readonly ContactFact[]>;
  /** Instead of them: what a classification depends on, which is read several times as fast. */
  readonly deciding: AsyncIterable<readonly DecidingContact[]>;
  /** For a later reading that wants only what has changed. */
  readonly mark: string;
  /** What was written since the reading with that mark. Null: read all again. */
  changedSince(mark: string): Promise<ChangedContacts | null>;
}

/** What statements and controls name and nobody has met yet. */
function unmetAssets(
  met: readonly AssetFact[],
  tags: readonly TagFact[],
  named: readonly (string | null)[],
): AssetFact[] {
  const statements = tags.flatMap(({ subject, statement }) => [
    subject.kind === 'asset' ? subject.id : null,
    'target' in statement ? statement.target : null,
    'guest' in statement ? statement.guest : null,
  ]);
  const found = new Set([...statements, ...named].filter((id) => id !== null && canonicalIp(id) !== null));
  for (const { id } of met) found.delete(id);
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

async function loadStanding(trx: Trx, { now, ruleSets }: ScopeFactsOptions): Promise<StandingFacts> {
  const { entityName, entityKind, periodDays } = await loadScopeSetting(trx);
  const period = { start: now - periodDays * DAY_MS, end: now };
  const systems = await loadSystems(trx);
  const places = await loadPlaces(trx);
  return {
    systems,
    places,
    rest: {
      version: FACTS_VERSION,
      entity: { name: entityName, kind: entityKind },
      period,
      settings: defaultSettings(entityKind),
      zones: places.zones,
      segments: places.segments,
      bindings: systems.bindings,
      sightings: await loadSightings(trx, places, systems),
      thirdParties: await loadThirdParties(trx),
      controls: await loadControls(trx, places, await ruleSets(trx)),
      verdicts: await loadVerdicts(trx),
      segmentationTests: await loadSegmentationTests(trx, places),
      approvals: await loadApprovals(trx),
      exporters: await loadExporterFacts(trx, period),
      boundaries: await loadBoundaries(trx, places),
      calendar: await loadCalendar(trx),
    },
    assets: systems.assets,
  };
}

/** The list of before when it has the same systems: what was made of it need not be made again. */
function assetsOf({ systems, rest, assets: before }: StandingFacts, tags: readonly TagFact[]): readonly AssetFact[] {
  const met = systems.assets;
  const named = rest.controls.map(({ asset }) => asset);
  const unmet = unmetAssets(met, tags, named);
  const isSame =
    before.length === met.length + unmet.length && unmet.every(({ id }, i) => id === before[met.length + i]?.id);
  return isSame ? before : [...met, ...unmet];
}

/**
 * Reads everything a classification depends on in one read-only snapshot that lasts until `read` settles. Ids: the address for
 * a system, `mac:…` or a name for a machine whose address changes; `zone-7`, `segment-3`, `contact-12`, `tag-4`, `claim-5` (of a
 * host), `zone-claim-7`, `party-2`, `control-1`, `test-3`, `approval-6`, `exporter-1`, `boundary-2`, `event-1`, `sighting-9`; `+1`
 * behind an id where one statement is about several systems.
 */
export function readScopeFacts<Result>(
  db: Db,
  options: ScopeFactsOptions,
  read: (facts: StoredScopeFacts) => Promise<Result>,
): Promise<Result> {
  return wideRead(db, async (trx) => {
    const standing = options.standing ?? (await loadStanding(trx, options));
    const { systems, places, rest } = standing;
    const tags = await loadStatements(trx, systems, places, rest.thirdParties);
    const assets = assetsOf(standing, tags);
    const { addresses } = systems;
    return read({
      network: { ...rest, now: options.now, assets, tags },
      standing: { ...standing, assets },
      contacts: readContacts(trx, addresses),
      deciding: readDecidingContacts(trx, addresses),
      mark: await snapshotMark(trx),
      changedSince: (mark) => readChangedContacts(trx, addresses, mark),
    });
  });
}
