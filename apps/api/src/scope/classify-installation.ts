import { createHash } from 'node:crypto';
import {
  type ClassifiedHost,
  type ClassifiedPlace,
  type Db,
  readScopeFacts,
  type StandingFacts,
  type StoredScopeRun,
  storeScopeRun,
} from '@scopemap/database';
import { canonicalIp } from '@scopemap/net';
import {
  type BoundaryCoverage,
  CATEGORIES_BY_CARE,
  type ContactFact,
  classifyScope,
  diffClassifications,
  type NetworkFacts,
  type PlanOptions,
  planReduction,
  type ReductionPlan,
  type ScopeCategory,
  type ScopeChange,
  type ScopeClassification,
  type ScopeDecision,
  type ScopeDiff,
  type ScopeFacts,
  type ScopeItem,
  type ScopeSuggestion,
  suggestScope,
  whatIf,
} from '@scopemap/scope-model';
import { loadRuleSetFacts } from '../rules/rule-set-facts.ts';
import { type KnownContacts, readAllContacts, readNewContacts } from './known-contacts.ts';
import { type PossibleZoneFact, withPossibleZone } from './possible-zone.ts';

/** A system that stands behind an address, with why it is what it is. */
export interface ExplainedSystem {
  readonly system: string;
  readonly decision: ScopeDecision;
}

type Counts = Partial<Record<ScopeCategory, number>>;

/** What people have to look at, narrowed. */
export interface ItemSearch {
  readonly severity?: ScopeItem['severity'] | undefined;
  readonly code?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** What would follow from changes: systems by category now and then, and which of them move. */
export interface WhatIfResult {
  readonly before: Counts;
  readonly after: Counts;
  readonly diff: ScopeDiff;
}

export interface InstallationClassifierOptions {
  readonly db: Db;
  /** Of the product; stored with each run. */
  readonly version: string;
  /** Milliseconds since 1970 UTC; the system's clock when not given. */
  readonly clock?: () => number;
}

/**
 * What has to be read again: all of it; everything but contacts that have not changed; everything but contacts, for which those of
 * the run before stand; or no more than tags and claims. Without a run before it is always all.
 */
export type ReadAgain = 'all' | 'traffic' | 'facts' | 'statements';

interface Current {
  readonly network: NetworkFacts;
  readonly classification: ScopeClassification;
  readonly systemsOf: (address: string) => readonly string[];
  readonly hosts: readonly ClassifiedHost[];
  /** Number of the stored run that has these hosts. */
  readonly runId: number;
}

const sha256 = () => createHash('sha256');

const digests = new WeakMap<object, string>();

/** Lists that no run reads again are written out once. */
function digestOf(fact: unknown): string {
  if (typeof fact !== 'object' || fact === null) return JSON.stringify(fact);
  const known = digests.get(fact);
  if (known !== undefined) return known;
  const digest = sha256().update(JSON.stringify(fact)).digest('hex');
  digests.set(fact, digest);
  return digest;
}

/** The instant and the period move on by themselves: what they decide shows in the result. */
function factsHash({ now: _now, period: _period, ...facts }: NetworkFacts, contacts: KnownContacts): string {
  const hash = sha256();
  for (const [name, fact] of Object.entries(facts)) hash.update(`${name} ${digestOf(fact)}\n`);
  return hash.update(contacts.digest).digest('hex');
}

/** The machines that had an address beside the address itself. */
function systemsByAddress({ bindings }: NetworkFacts): Current['systemsOf'] {
  const systems = new Map<string, Set<string>>();
  for (const { address, asset } of bindings) {
    const own = systems.get(address) ?? new Set([address]);
    systems.set(address, own.add(asset));
  }
  return (address) => [...(systems.get(address) ?? [address])];
}

interface HostAddresses {
  readonly ids: readonly string[];
  /** Where each stood in the latest classification. */
  readonly places: Int32Array;
}

const addresses = new WeakMap<NetworkFacts['assets'], HostAddresses>();

/** Assets that are hosts. Kept with the list, which stays the same from run to run. */
function hostAddresses(assets: NetworkFacts['assets']): HostAddresses {
  const known = addresses.get(assets);
  if (known) return known;
  const ids = assets.map(({ id }) => id).filter((id) => canonicalIp(id) !== null);
  const made = { ids, places: new Int32Array(ids.length) };
  addresses.set(assets, made);
  return made;
}

function byCare(a: { readonly category: ScopeCategory }, b: { readonly category: ScopeCategory }): number {
  return CATEGORIES_BY_CARE.indexOf(a.category) - CATEGORIES_BY_CARE.indexOf(b.category);
}

/** Scopes by the id of their system. Where `ids` stood in the list before is looked at first: a look-up by text costs more. */
function scopeFinder(
  { assets }: ScopeClassification,
  places: Int32Array,
): (id: string, i: number) => ScopeClassification['assets'][number] | undefined {
  let byId: Map<string, number> | undefined;
  return (id, i) => {
    const known = assets[places[i] as number];
    if (known?.id === id) return known;
    byId ??= new Map(assets.map((scope, place) => [scope.id, place]));
    const place = byId.get(id);
    if (place === undefined) return undefined;
    if (i < places.length) places[i] = place;
    return assets[place];
  };
}

function hostsOf(
  { assets, bindings }: NetworkFacts,
  classification: ScopeClassification,
  systemsOf: Current['systemsOf'],
): ClassifiedHost[] {
  const { ids, places } = hostAddresses(assets);
  const find = scopeFinder(classification, places);
  const shared = new Set(bindings.map(({ address }) => address));
  const hosts: ClassifiedHost[] = [];
  for (const [i, address] of ids.entries()) {
    const own = find(address, i);
    const found = shared.has(address) ? systemsOf(address).flatMap((system) => find(system, ids.length) ?? []) : [];
    const worst = found.length > 0 ? found.sort(byCare)[0] : own;
    if (!worst) continue;
    const conflict = worst.conflict || found.some((scope) => scope.conflict);
    hosts.push({ address, category: worst.category, conflict, system: worst.id });
  }
  return hosts;
}

/** Those that are not as before; null when these are not the same hosts. */
function movedHosts(before: readonly ClassifiedHost[], hosts: readonly ClassifiedHost[]): ClassifiedHost[] | null {
  if (before.length !== hosts.length) return null;
  const moved: ClassifiedHost[] = [];
  for (const [i, host] of hosts.entries()) {
    const { address, category, conflict, system } = before[i] as ClassifiedHost;
    if (address !== host.address) return null;
    if (category !== host.category || conflict !== host.conflict || system !== host.system) moved.push(host);
  }
  return moved;
}

function countAssets({ assets }: ScopeClassification): Counts {
  const counts: Counts = {};
  for (const { category } of assets) counts[category] = (counts[category] ?? 0) + 1;
  return counts;
}

/** What was decided of each zone as the range of addresses that it is. */
function zonesOf({ places }: ScopeClassification): ClassifiedPlace[] {
  return places.flatMap(({ place, category }) => (place.kind === 'zone' ? [{ key: place.id, category }] : []));
}

function resultHash(hosts: readonly ClassifiedHost[], zones: readonly ClassifiedPlace[]): string {
  const lines = hosts.map(
    ({ address, category, conflict, system }) => `${address} ${category} ${conflict} ${system}\n`,
  );
  lines.push(...zones.map(({ key, category }) => `${key} ${category}\n`));
  return sha256().update(lines.join('')).digest('hex');
}

/** Classifies what the database holds and stores the result. Keeps the facts and the classification for questions. */
export class InstallationClassifier {
  readonly #options: InstallationClassifierOptions;
  #contacts: KnownContacts | undefined;
  #standing: StandingFacts | undefined;
  #current: Current | undefined;

  constructor(options: InstallationClassifierOptions) {
    this.#options = options;
  }

  /** One run. What is not read again is as the run before had it. */
  async classify(again: ReadAgain): Promise<StoredScopeRun> {
    const { db, version, clock = Date.now } = this.#options;
    const began = performance.now();
    const now = clock();
    const standing = again === 'statements' ? this.#standing : undefined;
    const known = again === 'all' ? undefined : this.#contacts;
    const read = await readScopeFacts(db, { now, ruleSets: loadRuleSetFacts, standing }, async (stored) => ({
      network: stored.network,
      standing: stored.standing,
      contacts: await (known === undefined
        ? readAllContacts(stored)
        : again === 'traffic'
          ? readNewContacts(stored, known)
          : known),
    }));
    const { network, contacts } = read;
    this.#contacts = contacts;
    this.#standing = read.standing;
    const classification = classifyScope({ ...network, contacts: contacts.columns });
    const before = this.#current;
    const systemsOf =
      before && before.network.bindings === network.bindings ? before.systemsOf : systemsByAddress(network);
    const hosts = hostsOf(network, classification, systemsOf);
    const zones = zonesOf(classification);
    const moved = before && standing ? movedHosts(before.hosts, hosts) : null;
    const run = await storeScopeRun(db, {
      factsAt: new Date(now),
      modelVersion: version,
      factsHash: factsHash(network, contacts),
      resultHash: resultHash(hosts, zones),
      durationMs: performance.now() - began,
      contacts: contacts.columns.count,
      hosts,
      zones,
      since: before && moved ? { runId: before.runId, hosts: moved } : undefined,
      reasonOf: (system) => classification.explain(system)?.reasons[0]?.text ?? '',
    });
    this.#current = { network, classification, systemsOf, hosts, runId: run.outcome === 'older' ? -1 : run.id };
    return run;
  }

  /** Every system behind an address, the one that speaks for it first. Empty before the first run, and for unknown addresses. */
  explain(address: string): ExplainedSystem[] {
    const current = this.#current;
    if (!current) return [];
    const rank = ({ decision }: ExplainedSystem) => CATEGORIES_BY_CARE.indexOf(decision.category);
    return current
      .systemsOf(address)
      .flatMap((system) => {
        const decision = current.classification.explain(system);
        return decision ? [{ system, decision }] : [];
      })
      .toSorted((a, b) => rank(a) - rank(b));
  }

  /** One page of what the latest run wants people to look at, in its order, and how many there are; null before the first run. */
  items({ severity, code, limit, offset }: ItemSearch): { items: readonly ScopeItem[]; total: number } | null {
    const found = this.#current?.classification.items.filter(
      (item) => (severity ?? item.severity) === item.severity && (code ?? item.code) === item.code,
    );
    return found ? { items: found.slice(offset, offset + limit), total: found.length } : null;
  }

  /** How well boundaries were watched, by the latest run; null before the first. */
  coverage(): readonly BoundaryCoverage[] | null {
    return this.#current?.classification.coverage ?? null;
  }

  /** What would follow from the changes, for the facts of now. Throws ScopeChangeError when they do not fit them. */
  async whatIf(changes: readonly ScopeChange[]): Promise<WhatIfResult> {
    const facts = await this.#read();
    const now = classifyScope(facts);
    const then = whatIf(facts, changes, now);
    return { before: countAssets(now), after: countAssets(then.classification), diff: then.diff };
  }

  /** What would follow if a zone were written or removed, for the facts of now. */
  async whatIfZone(possible: PossibleZoneFact): Promise<WhatIfResult> {
    const facts = await this.#read();
    const changed = withPossibleZone(facts, possible);
    const [now, then] = [classifyScope(facts), classifyScope(changed)];
    const diff = diffClassifications({ facts, classification: now }, { facts: changed, classification: then });
    return { before: countAssets(now), after: countAssets(then), diff };
  }

  /** Which contacts and rules to end first so that the most systems leave the connected-to set, for the facts of now. */
  async plan(options: PlanOptions): Promise<ReductionPlan> {
    return planReduction(await this.#read(), options);
  }

  /** What the facts of now suggest and nobody has said yet, in the order of ids. */
  async suggestions(): Promise<ScopeSuggestion[]> {
    const facts = await this.#read();
    return suggestScope(facts, classifyScope(facts));
  }

  #read(): Promise<ScopeFacts> {
    const { db, clock = Date.now } = this.#options;
    return readScopeFacts(db, { now: clock(), ruleSets: loadRuleSetFacts }, async ({ network, contacts }) => {
      const all: ContactFact[] = [];
      for await (const some of contacts) for (const contact of some) all.push(contact);
      return { ...network, contacts: all };
    });
  }
}
