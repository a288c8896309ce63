import { createHash } from 'node:crypto';
import {
  type ClassifiedHost,
  type Db,
  readScopeFacts,
  type StoredScopeFacts,
  type StoredScopeRun,
  storeScopeRun,
} from '@scopemap/database';
import { canonicalIp } from '@scopemap/net';
import {
  type BoundaryCoverage,
  type ContactColumns,
  type ContactFact,
  classifyScope,
  type DecidingContact,
  isInScope,
  type NetworkFacts,
  type PlanOptions,
  planReduction,
  type ReductionPlan,
  readContacts,
  SCOPE_CATEGORIES,
  type ScopeCategory,
  type ScopeChange,
  type ScopeClassification,
  type ScopeDecision,
  type ScopeDiff,
  type ScopeFacts,
  type ScopeItem,
  whatIf,
} from '@scopemap/scope-model';
import { loadRuleSetFacts } from '../rules/rule-set-facts.ts';

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

interface Contacts {
  readonly columns: ContactColumns;
  /** SHA-256 of what they were read from. */
  readonly digest: string;
}

interface Current {
  readonly network: NetworkFacts;
  readonly classification: ScopeClassification;
  readonly systemsOf: (address: string) => readonly string[];
}

/** Of several systems behind one address, the one that needs the most care speaks for it. */
const CARE: readonly ScopeCategory[] = [
  ...SCOPE_CATEGORIES.filter((category) => isInScope(category)),
  ...SCOPE_CATEGORIES.filter((category) => !isInScope(category)),
];

const sha256 = () => createHash('sha256');

async function readDeciding(some: StoredScopeFacts['deciding']): Promise<Contacts> {
  const hash = sha256();
  const all: DecidingContact[] = [];
  for await (const { contacts, text } of some) {
    for (const contact of contacts) all.push(contact);
    hash.update(text);
  }
  return { columns: readContacts(all), digest: hash.digest('hex') };
}

/** The instant and the period move on by themselves: what they decide shows in the result. */
function factsHash({ now: _now, period: _period, ...facts }: NetworkFacts, contacts: Contacts): string {
  return sha256().update(JSON.stringify(facts)).update(contacts.digest).digest('hex');
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

function hostsOf({ network, classification, systemsOf }: Current): ClassifiedHost[] {
  const scopes = new Map(classification.assets.map((scope) => [scope.id, scope]));
  return network.assets.flatMap(({ id: address }) => {
    if (canonicalIp(address) === null) return [];
    const found = systemsOf(address).flatMap((system) => scopes.get(system) ?? []);
    const [worst] = found.toSorted((a, b) => CARE.indexOf(a.category) - CARE.indexOf(b.category));
    if (!worst) return [];
    const conflict = found.some((scope) => scope.conflict);
    return [{ address, category: worst.category, conflict, system: worst.id }];
  });
}

function countAssets({ assets }: ScopeClassification): Counts {
  const counts: Counts = {};
  for (const { category } of assets) counts[category] = (counts[category] ?? 0) + 1;
  return counts;
}

function resultHash(hosts: readonly ClassifiedHost[]): string {
  const hash = sha256();
  for (const { address, category, conflict, system } of hosts)
    hash.update(`${address} ${category} ${conflict} ${system}\n`);
  return hash.digest('hex');
}

/** Classifies what the database holds and stores the result. Keeps the facts and the classification for questions. */
export class InstallationClassifier {
  readonly #options: InstallationClassifierOptions;
  #contacts: Contacts | undefined;
  #current: Current | undefined;

  constructor(options: InstallationClassifierOptions) {
    this.#options = options;
  }

  /** One run. Contacts are read again when `afresh`; else those of the run before stand for the database's. */
  async classify(afresh: boolean): Promise<StoredScopeRun> {
    const { db, version, clock = Date.now } = this.#options;
    const began = performance.now();
    const now = clock();
    const { network, contacts } = await readScopeFacts(db, { now, ruleSets: loadRuleSetFacts }, async (stored) => ({
      network: stored.network,
      contacts: (afresh ? undefined : this.#contacts) ?? (await readDeciding(stored.deciding)),
    }));
    this.#contacts = contacts;
    const classification = classifyScope({ ...network, contacts: contacts.columns });
    const current = { network, classification, systemsOf: systemsByAddress(network) };
    const hosts = hostsOf(current);
    const run = await storeScopeRun(db, {
      factsAt: new Date(now),
      modelVersion: version,
      factsHash: factsHash(network, contacts),
      resultHash: resultHash(hosts),
      durationMs: performance.now() - began,
      contacts: contacts.columns.count,
      hosts,
      reasonOf: (system) => classification.explain(system)?.reasons[0]?.text ?? '',
    });
    this.#current = current;
    return run;
  }

  /** Every system behind an address, the one that speaks for it first. Empty before the first run, and for unknown addresses. */
  explain(address: string): ExplainedSystem[] {
    const current = this.#current;
    if (!current) return [];
    const rank = ({ decision }: ExplainedSystem) => CARE.indexOf(decision.category);
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

  /** Which contacts and rules to end first so that the most systems leave the connected-to set, for the facts of now. */
  async plan(options: PlanOptions): Promise<ReductionPlan> {
    return planReduction(await this.#read(), options);
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
