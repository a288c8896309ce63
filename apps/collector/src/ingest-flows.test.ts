import { freshDatabase, storedRelationships } from '@scopemap/database/testing';
import type { Flow } from '@scopemap/scope-model';
import { expect, test } from 'vitest';
import { ingestFlows } from './ingest-flows.ts';
import { exchange } from './testing/traffic.ts';

const { db } = await freshDatabase();

const NOON = Date.UTC(2026, 0, 15, 12);

function* network(): Generator<Flow[]> {
  for (const clientPort of [50_000, 50_001]) {
    const flows = exchange({ client: '10.1.0.5', clientPort, server: '10.2.0.7', port: 443, start: NOON });
    yield flows.map(
      ({
        srcAddr,
        dstAddr,
        protocol,
        srcPort = null,
        dstPort = null,
        tcpFlags = null,
        octets = null,
        packets = null,
        start = null,
        end = null,
      }) => {
        const ends = { srcAddr, dstAddr, srcPort, dstPort, protocol };
        return { exporter: '192.0.2.1', domain: 0, ...ends, tcpFlags, octets, packets, start, end, extra: {} };
      },
    );
  }
}

test('flows become relationships, once', async () => {
  const expected = [
    { name: '10.1.0.5 > 10.2.0.7 6/443', state: 'established', days: [['2026-01-15', '192.0.2.1', 2, 40, 22_000]] },
  ];
  expect(await ingestFlows({ db, id: 'sample-1', flows: network() })).toEqual({
    flows: 4,
    windows: 1,
    repeated: false,
  });
  expect(await storedRelationships(db)).toEqual(expected);
  expect(await ingestFlows({ db, id: 'sample-1', flows: network() })).toEqual({ flows: 4, windows: 1, repeated: true });
  expect(await storedRelationships(db)).toEqual(expected);
});

test('no flows are no windows', async () => {
  expect(await ingestFlows({ db, id: 'sample-2', flows: [] })).toEqual({ flows: 0, windows: 0, repeated: false });
});
