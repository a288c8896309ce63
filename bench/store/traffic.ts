import type { IngestWindow, NetworkDeclaration, StoredFlow } from '@scopemap/database';
import type { ObservedRelationship, RelationshipWindow } from '@scopemap/scope-model';

/** Zones of the made-up network; zone z is 10.z.0.0/16. */
const ZONES = 24;

const PORTS = [
  443, 80, 22, 3389, 445, 1433, 5432, 3306, 8080, 8443, 53, 389, 636, 25, 9200, 6379, 5671, 1521, 161, 514,
];

const EXPORTER = '192.0.2.1';

export const NOON = Date.UTC(2026, 9, 1, 12);
export const DAY = '2026-10-01';

const COUNTERS = {
  flows: 0,
  duplicate: 0,
  withoutAddress: 0,
  withoutProtocol: 0,
  toGroup: 0,
  unusable: 0,
  empty: 0,
  segmentEvidenceDropped: 0,
};

/** A network whose i-th relationship is always the same one, of any number of them. */
export class Traffic {
  readonly #hosts: number;
  #windows = 0;

  /** Hosts grow with the relationships: a host meets some fifty to a hundred services. */
  constructor(relationships: number) {
    this.#hosts = Math.min(100_000, Math.max(5_000, relationships / 50));
  }

  get hosts(): number {
    return this.#hosts;
  }

  #address(host: number): string {
    const inZone = Math.floor(host / ZONES);
    return `10.${host % ZONES}.${inZone >> 8}.${inZone & 255}`;
  }

  /** One relationship with one day, seen by one exporter. Every tenth host is a server, each of one service. */
  relationship(i: number, time: number): ObservedRelationship {
    const client = i % this.#hosts;
    const servers = this.#hosts / 10;
    const chosen = (client * 31 + Math.floor(i / this.#hosts) * 97) % servers;
    const host = chosen * 10 + 9 === client ? chosen * 10 + 8 : chosen * 10 + 9;
    const counts = { flows: 1 + (i % 7), packets: 10 + (i % 100), octets: 1_000 + (i % 10_000) };
    const times = { first: time, last: time + 500 };
    return {
      client: this.#address(client),
      server: this.#address(host),
      endpoints: null,
      protocol: 6,
      port: PORTS[chosen % PORTS.length] as number,
      direction: { method: 'tcp-flags', confidence: 'high' },
      state: i % 50 === 0 ? 'attempted' : 'established',
      ...counts,
      ...times,
      observers: [EXPORTER],
      days: [{ day: DAY, exporter: EXPORTER, ...counts, ...times }],
      clientPort: null,
      scanner: false,
      icmpType: null,
      icmpCode: null,
      attempts: 0,
      conversations: 1,
      folded: 0,
    };
  }

  /** A window with the relationships of these numbers. */
  window(numbers: readonly number[], flows: readonly StoredFlow[] = []): IngestWindow {
    const time = NOON + this.#windows++ * 1000;
    const contacts: RelationshipWindow = {
      relationships: numbers.map((i) => this.relationship(i, time)),
      corrections: [],
      segmentEvidence: [],
      counters: COUNTERS,
      learned: [],
      scanners: [],
    };
    const exporters = [{ address: EXPORTER, first: time, last: time }];
    return { id: `bench-${this.#windows}`, contacts, exporters, health: [], flows };
  }

  /** Normalised flows with all of their columns, every eighth of them IPv6. */
  flows(count: number): StoredFlow[] {
    return Array.from({ length: count }, (_, i) => {
      const client = i % this.#hosts;
      const server = (i * 31) % this.#hosts;
      const isLong = i % 8 === 0;
      return {
        receivedAt: NOON + (i % 1000),
        start: NOON - 5_000 + (i % 1000),
        end: NOON - 100 + (i % 1000),
        exporter: EXPORTER,
        domain: 1,
        version: 9,
        srcAddr: isLong ? `2001:db8:0:${(client & 0xffff).toString(16)}::1` : this.#address(client),
        dstAddr: isLong ? `2001:db8:1:${(server & 0xffff).toString(16)}::2` : this.#address(server),
        srcPort: 32_768 + (i % 28_000),
        dstPort: PORTS[i % PORTS.length] as number,
        protocol: 6,
        tcpFlags: 27,
        packets: 1 + (i % 100),
        octets: 40 + (i % 100_000),
        inputIf: 1,
        outputIf: 2,
      };
    });
  }

  /** Zones with claims, and approvals between some of them. */
  declaration(): NetworkDeclaration {
    const claims = ['cde', 'connected', 'out-of-scope', 'security-impacting', 'undetermined', 'out-of-scope'] as const;
    const zones = Array.from({ length: ZONES }, (_, z) => ({
      name: `Zone ${z}`,
      claim: claims[z % claims.length] as (typeof claims)[number],
      description: '',
      prefixes: [`10.${z}.0.0/16`],
    }));
    const approvals = Array.from({ length: ZONES }, (_, z) => ({
      sourceZone: `Zone ${z}`,
      targetZone: `Zone ${(z + 9) % ZONES}`,
      protocol: 6,
      port: PORTS[z % PORTS.length] as number,
      businessNeed: 'made up',
      approvedBy: 'bench',
    }));
    return { zones, hosts: [], approvals, exporters: [], author: 'bench' };
  }
}
