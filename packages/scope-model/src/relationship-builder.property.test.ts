import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Flow } from './flow.ts';
import { createRelationshipBuilder } from './relationship-builder.ts';
import { identityKey } from './relationship-identity.ts';
import type { ObservedRelationship, RelationshipWindow } from './relationship-window.ts';
import { NOON } from './testing/flows.ts';

const PORTS = [53, 443, 5060, 8080, 33_000, 40_000, 50_000, 61_000];

const flow: fc.Arbitrary<Flow> = fc
  .record({
    exporter: fc.constantFrom('192.0.2.1', '192.0.2.2'),
    domain: fc.constant(0),
    srcAddr: fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3', '2001:db8::1'),
    dstAddr: fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.4', '2001:db8::2', '224.0.0.5'),
    srcPort: fc.constantFrom(...PORTS),
    dstPort: fc.constantFrom(...PORTS),
    protocol: fc.constantFrom(6, 6, 17, 17, 50),
    tcpFlags: fc.constantFrom(0x02, 0x12, 0x14, 0x1b, 0x18),
    packets: fc.integer({ min: 1, max: 20 }),
    octets: fc.integer({ min: 40, max: 9000 }),
    start: fc.integer({ min: NOON, max: NOON + 5000 }),
    lasted: fc.integer({ min: 0, max: 2000 }),
  })
  .map(({ lasted, ...rest }) => ({ ...rest, end: rest.start + lasted, extra: {} }));

const flows = fc.uniqueArray(flow, { maxLength: 40, selector: (one) => JSON.stringify(one) });

function shuffled(values: readonly Flow[], seeds: readonly number[]): Flow[] {
  return values
    .map((value, i) => ({ value, order: seeds[i % seeds.length] ?? i }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value);
}

function oneWindow(values: readonly Flow[]): RelationshipWindow {
  const builder = createRelationshipBuilder();
  for (const value of values) builder.add(value);
  return builder.finish();
}

/** Counters per relationship, and per its days and exporters, of all windows, with the corrections applied; rows that came to nothing left out. */
function ledger(windows: readonly RelationshipWindow[]): Map<string, readonly number[]> {
  const rows = new Map<string, [number, number, number]>();
  const post = (relationship: ObservedRelationship, sign: 1 | -1) => {
    for (const { day, exporter, flows: count, packets, octets } of relationship.days) {
      const key = `${identityKey(relationship)} ${day} ${exporter}`;
      const [a, b, c] = rows.get(key) ?? [0, 0, 0];
      rows.set(key, [a + sign * count, b + sign * packets, c + sign * octets]);
    }
    const key = identityKey(relationship);
    const [a, b, c] = rows.get(key) ?? [0, 0, 0];
    const { flows: count, packets, octets } = relationship;
    rows.set(key, [a + sign * count, b + sign * packets, c + sign * octets]);
  };
  for (const { relationships, corrections } of windows) {
    for (const { before, after } of corrections) {
      post(before, -1);
      post(after, 1);
    }
    for (const relationship of relationships) post(relationship, 1);
  }
  return new Map([...rows].filter(([, counts]) => counts.some((count) => count !== 0)).sort());
}

describe('relationships', () => {
  it('do not depend on the order of the records', () => {
    fc.assert(
      fc.property(flows, fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), (values, seeds) => {
        expect(oneWindow(shuffled(values, seeds))).toEqual(oneWindow(values));
      }),
    );
  });

  it('do not change when records are repeated', () => {
    fc.assert(
      fc.property(flows, fc.array(fc.nat({ max: 39 }), { maxLength: 20 }), (values, again) => {
        const repeated = again.map((i) => values[i]).filter((value) => value !== undefined);
        const { counters, ...window } = oneWindow([...values, ...repeated]);
        const { counters: before, ...expected } = oneWindow(values);
        expect(window).toEqual(expected);
        expect(counters.duplicate).toBe(before.duplicate + repeated.length);
      }),
    );
  });

  it('add up to the same over any split into windows', () => {
    fc.assert(
      fc.property(flows, fc.array(fc.nat({ max: 40 }), { maxLength: 3 }), (values, cuts) => {
        const builder = createRelationshipBuilder();
        const windows: RelationshipWindow[] = [];
        for (const [i, value] of values.entries()) {
          if (cuts.includes(i)) windows.push(builder.finish());
          builder.add(value);
        }
        windows.push(builder.finish());
        expect(ledger(windows)).toEqual(ledger([oneWindow(values)]));
      }),
    );
  });

  it('count between none and all conversations as attempts, over any split into windows', () => {
    fc.assert(
      fc.property(flows, fc.array(fc.nat({ max: 40 }), { maxLength: 3 }), (values, cuts) => {
        const sums = new Map<string, { flows: number; attempts: number }>();
        const post = (relationship: ObservedRelationship, sign: 1 | -1) => {
          const key = identityKey(relationship);
          const sum = sums.get(key) ?? { flows: 0, attempts: 0 };
          sums.set(key, {
            flows: sum.flows + sign * relationship.flows,
            attempts: sum.attempts + sign * relationship.attempts,
          });
        };
        const builder = createRelationshipBuilder();
        const check = () => {
          const { relationships, corrections } = builder.finish();
          for (const { before, after } of corrections) {
            post(before, -1);
            post(after, 1);
          }
          for (const relationship of relationships) post(relationship, 1);
          const wrong = [...sums].filter(([, sum]) => sum.attempts < 0 || sum.attempts > sum.flows);
          expect(wrong).toEqual([]);
        };
        for (const [i, value] of values.entries()) {
          if (cuts.includes(i)) check();
          builder.add(value);
        }
        check();
      }),
    );
  });

  it('lose no packet and invent none', () => {
    fc.assert(
      fc.property(flows, (values) => {
        const own = values.map((value) => ({ ...value, exporter: '192.0.2.1' }));
        const unique = [...new Map(own.map((value) => [JSON.stringify(value), value])).values()];
        const { relationships, segmentEvidence } = oneWindow(unique);
        const packets = (rows: readonly { packets: number }[]) => rows.reduce((sum, row) => sum + row.packets, 0);
        expect(packets(relationships) + packets(segmentEvidence)).toBe(
          packets(unique.map(({ packets: p }) => ({ packets: p ?? 0 }))),
        );
      }),
    );
  });

  it('have the same client and server whichever way round the addresses sort', () => {
    const mirror: Record<string, string> = {
      '10.0.0.1': '10.9.0.1',
      '10.0.0.2': '10.8.0.1',
      '10.0.0.3': '10.7.0.1',
      '10.0.0.4': '10.6.0.1',
    };
    fc.assert(
      fc.property(flows, (values) => {
        const v4 = values.filter(
          ({ srcAddr, dstAddr }) => mirror[srcAddr ?? ''] && mirror[dstAddr ?? ''] && srcAddr !== dstAddr,
        );
        const turned = v4.map((value) => ({
          ...value,
          srcAddr: mirror[value.srcAddr ?? ''] as string,
          dstAddr: mirror[value.dstAddr ?? ''] as string,
        }));
        const pairs = (window: RelationshipWindow, name: (address: string) => string) =>
          window.relationships
            .filter(({ client }) => client !== null)
            .map(({ client, server, protocol, port, packets, direction }) =>
              [name(client ?? ''), name(server ?? ''), protocol, port, packets, direction.method].join(' '),
            )
            .sort();
        expect(pairs(oneWindow(turned), (address) => address)).toEqual(
          pairs(oneWindow(v4), (address) => mirror[address] as string),
        );
      }),
    );
  });
});
