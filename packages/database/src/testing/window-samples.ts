import type { ObservedRelationship, ObserverDay, RelationshipWindow } from '@scopemap/scope-model';
import type { ExporterMinute } from '../queries/ingest-exporter-health.ts';
import type { IngestWindow } from '../queries/ingest-window.ts';

export const NOON = Date.UTC(2026, 0, 15, 12);
export const DAY = '2026-01-15';

const COUNTERS = {
  flows: 1,
  duplicate: 0,
  withoutAddress: 0,
  withoutProtocol: 0,
  toGroup: 0,
  unusable: 0,
  empty: 0,
  segmentEvidenceDropped: 0,
};

/** What one exporter saw of one day. */
export function day(change: Partial<ObserverDay> = {}): ObserverDay {
  return {
    day: DAY,
    exporter: '192.0.2.1',
    flows: 1,
    packets: 10,
    octets: 1000,
    first: NOON,
    last: NOON + 500,
    ...change,
  };
}

/** 10.1.0.5 opens 443/tcp of 10.2.0.7. */
export function directed(change: Partial<ObservedRelationship> = {}): ObservedRelationship {
  return {
    client: '10.1.0.5',
    server: '10.2.0.7',
    endpoints: null,
    protocol: 6,
    port: 443,
    direction: { method: 'known-service', confidence: 'medium' },
    state: 'attempted',
    flows: 1,
    packets: 10,
    octets: 1000,
    first: NOON,
    last: NOON + 500,
    observers: ['192.0.2.1'],
    days: [day()],
    clientPort: null,
    scanner: false,
    icmpType: null,
    icmpCode: null,
    attempts: 0,
    conversations: 1,
    folded: 0,
    ...change,
  };
}

/** The same two hosts with both ports, direction unknown. */
export function undirected(change: Partial<ObservedRelationship> = {}): ObservedRelationship {
  return directed({
    client: null,
    server: null,
    endpoints: [
      { address: '10.1.0.5', port: 50_000 },
      { address: '10.2.0.7', port: 50_001 },
    ],
    port: null,
    direction: { method: 'none', confidence: 'none' },
    ...change,
  });
}

function contacts(change: Partial<RelationshipWindow> = {}): RelationshipWindow {
  return {
    relationships: [],
    corrections: [],
    segmentEvidence: [],
    counters: COUNTERS,
    learned: [],
    scanners: [],
    ...change,
  };
}

/** A window with these contacts. */
export function ingest(
  id: string,
  change: Partial<RelationshipWindow>,
  rest: Partial<IngestWindow> = {},
): IngestWindow {
  const exporters = [{ address: '192.0.2.1', first: NOON, last: NOON }];
  return { id, contacts: contacts(change), exporters, health: [], flows: [], ...rest };
}

/** Health of one exporter in one minute. */
export function minute(change: Partial<ExporterMinute> = {}): ExporterMinute {
  return {
    exporter: '192.0.2.1',
    domain: 4_294_967_295,
    version: 9,
    minute: NOON,
    datagrams: 3,
    octets: 4000,
    records: 60,
    lost: 2,
    undecodable: { 'no-template': 1 },
    problems: { 'no-template': 1 },
    skewMs: 40,
    sampling: null,
    templates: 2,
    waitingSets: 1,
    ...change,
  };
}
