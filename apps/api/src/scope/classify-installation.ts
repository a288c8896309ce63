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
  type ContactFact,
  classifyScope,
  isInScope,
  type NetworkFacts,
  SCOPE_CATEGORIES,
  type ScopeCategory,
  type ScopeClassification,
  type ScopeDecision,
  type ScopeFacts,
} from '@scopemap/scope-model';
import { loadRuleSetFacts } from '../rules/rule-set-facts.ts';

/** A system that stands behind an address, with why it is what it is. */
export interface ExplainedSystem {
  readonly system: string;
  readonly decision: ScopeDecision;
}

export interface InstallationClassifierOptions {
  readonly db: Db;
  /** Of the product; stored with each run. */
  readonly version: string;
  /** Milliseconds since 1970 UTC; the system's clock when not given. */
  readonly clock?: () => number;
}

interface Contacts {
  readonly list: readonly ContactFact[];
  /** SHA-256 of their JSON. */
  readonly digest: string;
}

interface Current {
  readonly facts: ScopeFacts;
  readonly classification: ScopeClassification;
  readonly systemsOf: (address: string) => readonly string[];
}

/** Of several systems behind one address, the one that needs the most care speaks for it. */
const CARE: readonly ScopeCategory[] = [
  ...SCOPE_CATEGORIES.filter((category) => isInScope(category)),
  ...SCOPE_CATEGORIES.filter((category) => !isInScope(category)),
];

const sha256 = () => createHash('sha256');

async function readContacts(contacts: StoredScopeFacts['contacts']): Promise<Contacts> {
  const hash = sha256();
  const list: ContactFact[] = [];
  for await (const some of contacts) {
    for (const contact of some) list.push(contact);
    hash.update(JSON.stringify(some));
  }
  return { list, digest: hash.digest('hex') };
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

function hostsOf({ facts, classification, systemsOf }: Current): ClassifiedHost[] {
  const scopes = new Map(classification.assets.map((scope) => [scope.id, scope]));
  return facts.assets.flatMap(({ id: address }) => {
    if (canonicalIp(address) === null) return [];
    const found = systemsOf(address).flatMap((system) => scopes.get(system) ?? []);
    const [worst] = found.toSorted((a, b) => CARE.indexOf(a.category) - CARE.indexOf(b.category));
    if (!worst) return [];
    const conflict = found.some((scope) => scope.conflict);
    return [{ address, category: worst.category, conflict, system: worst.id }];
  });
}

function resultHash(hosts: readonly ClassifiedHost[], { items, coverage }: ScopeClassification): string {
  const hash = sha256();
  for (const { address, category, conflict, system } of hosts)
    hash.update(`${address} ${category} ${conflict} ${system}\n`);
  return hash.update(JSON.stringify({ items, coverage })).digest('hex');
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
      contacts: (afresh ? undefined : this.#contacts) ?? (await readContacts(stored.contacts)),
    }));
    this.#contacts = contacts;
    const facts: ScopeFacts = { ...network, contacts: contacts.list };
    const classification = classifyScope(facts);
    const current = { facts, classification, systemsOf: systemsByAddress(network) };
    const hosts = hostsOf(current);
    const run = await storeScopeRun(db, {
      factsAt: new Date(now),
      modelVersion: version,
      factsHash: factsHash(network, contacts),
      resultHash: resultHash(hosts, classification),
      durationMs: performance.now() - began,
      contacts: contacts.list.length,
      hosts,
      items: classification.items,
      coverage: classification.coverage,
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

  /** The facts of the latest run; undefined before the first. */
  get facts(): ScopeFacts | undefined {
    return this.#current?.facts;
  }

  /** The classification of the latest run; undefined before the first. */
  get classification(): ScopeClassification | undefined {
    return this.#current?.classification;
  }
}
