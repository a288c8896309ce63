import { EndpointMap } from './endpoint-map.ts';

/** Where a statement on a service endpoint comes from, strongest first. A person overrules a scan, a scan what was learnt. */
export const ENDPOINT_BASES = ['person', 'scan', 'learned'] as const;

export type EndpointBasis = (typeof ENDPOINT_BASES)[number];

/** `server`: something listens there. `not-server`: it does not, whatever else suggests it (only a person says that). */
export const ENDPOINT_ROLES = ['server', 'not-server'] as const;

export type EndpointRole = (typeof ENDPOINT_ROLES)[number];

export interface EndpointFact {
  readonly basis: EndpointBasis;
  readonly role: EndpointRole;
}

/** A service endpoint that traffic proved, with the evidence it was earned by. */
export interface LearnedEndpoint {
  readonly address: string;
  readonly protocol: number;
  readonly port: number;
  /** `opened`: conversations whose direction a strong method decided; `fan-in`: many answered peers against one port. */
  readonly by: 'opened' | 'fan-in';
  /** Distinct remote addresses, counted up to 64. */
  readonly peers: number;
  readonly conversations: number;
}

/** What is known of service endpoints; shared by windows, and the only state that direction needs between them. */
export interface EndpointKnowledge {
  find(address: string, protocol: number, port: number): EndpointFact | undefined;
  /** A person says that the endpoint is (not) a server; null takes the statement back. */
  confirm(address: string, protocol: number, port: number, role: EndpointRole | null): void;
  /** A port scan found the endpoint open (true), or no longer (false). Closed and filtered are no evidence. */
  scanned(address: string, protocol: number, port: number, open: boolean): void;
  learn(endpoint: LearnedEndpoint): void;
  /** Traffic contradicts what was learnt: the learnt fact is forgotten, statements of persons and scans stay. */
  unlearn(address: string, protocol: number, port: number): void;
  /** Least recently learnt or found first. */
  learned(): readonly LearnedEndpoint[];
  /** Learnt endpoints forgotten because the bound was reached. */
  readonly evicted: number;
}

export interface EndpointKnowledgeOptions {
  /** Learnt endpoints kept; beyond it the least recently confirmed ones are forgotten. Default 200,000. */
  readonly maxLearned?: number;
}

const SERVER_BY_PERSON: EndpointFact = { basis: 'person', role: 'server' };
const NOT_SERVER_BY_PERSON: EndpointFact = { basis: 'person', role: 'not-server' };
const SERVER_BY_SCAN: EndpointFact = { basis: 'scan', role: 'server' };
const SERVER_LEARNED: EndpointFact = { basis: 'learned', role: 'server' };

interface Statements {
  readonly person: EndpointRole | null;
  readonly scan: boolean;
}

class KnowledgeTable implements EndpointKnowledge {
  readonly #stated = new EndpointMap<Statements>();
  readonly #learned = new EndpointMap<LearnedEndpoint>();
  /** Order of the last confirmation, so that the first is the one to forget. */
  readonly #byAge = new Set<LearnedEndpoint>();
  readonly #maxLearned: number;
  evicted = 0;

  constructor(maxLearned: number) {
    this.#maxLearned = maxLearned;
  }

  find(address: string, protocol: number, port: number): EndpointFact | undefined {
    if (this.#stated.size > 0) {
      const stated = this.#stated.get(address, protocol, port);
      if (stated?.person) return stated.person === 'server' ? SERVER_BY_PERSON : NOT_SERVER_BY_PERSON;
      if (stated?.scan) return SERVER_BY_SCAN;
    }
    return this.#learned.get(address, protocol, port) && SERVER_LEARNED;
  }

  confirm(address: string, protocol: number, port: number, role: EndpointRole | null): void {
    this.#state(address, protocol, port, { person: role });
  }

  scanned(address: string, protocol: number, port: number, open: boolean): void {
    this.#state(address, protocol, port, { scan: open });
  }

  learn(endpoint: LearnedEndpoint): void {
    const { address, protocol, port } = endpoint;
    this.unlearn(address, protocol, port);
    this.#learned.set(address, protocol, port, endpoint);
    this.#byAge.add(endpoint);
    if (this.#byAge.size <= this.#maxLearned) return;
    const [oldest] = this.#byAge;
    if (!oldest) return;
    this.unlearn(oldest.address, oldest.protocol, oldest.port);
    this.evicted++;
  }

  unlearn(address: string, protocol: number, port: number): void {
    const known = this.#learned.get(address, protocol, port);
    if (!known) return;
    this.#learned.delete(address, protocol, port);
    this.#byAge.delete(known);
  }

  learned(): readonly LearnedEndpoint[] {
    return [...this.#byAge];
  }

  #state(address: string, protocol: number, port: number, change: Partial<Statements>): void {
    const stated = { person: null, scan: false, ...this.#stated.get(address, protocol, port), ...change };
    if (stated.person || stated.scan) this.#stated.set(address, protocol, port, stated);
    else this.#stated.delete(address, protocol, port);
  }
}

export function createEndpointKnowledge(options: EndpointKnowledgeOptions = {}): EndpointKnowledge {
  return new KnowledgeTable(options.maxLearned ?? 200_000);
}
