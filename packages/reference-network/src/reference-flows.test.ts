import { describe, expect, test } from 'vitest';
import {
  expectedRelationships,
  type ReferenceFlow,
  referenceFlows,
  referenceNetwork,
  relationshipsTruth,
} from './index.ts';

const DAY = 86_400_000;
/** A Wednesday noon. */
const END = Date.UTC(2026, 8, 30, 12);
const month = { end: END, days: 30 };
const flows = [...referenceFlows(month)];
const truths = new Map(relationshipsTruth.map((truth) => [truth.id, truth]));

function truthOf(flow: ReferenceFlow) {
  const truth = truths.get(flow.truth);
  if (!truth) throw new Error(`no truth ${flow.truth}`);
  return truth;
}

describe('a month of flows', () => {
  test('has the promised volume, fewer at a smaller scale and more at a larger one', () => {
    expect(flows.length).toBeGreaterThan(60_000);
    expect(flows.length).toBeLessThan(120_000);
    let small = 0;
    for (const _ of referenceFlows({ ...month, scale: 0.2 })) small++;
    let large = 0;
    for (const _ of referenceFlows({ end: END, days: 3, scale: 10 })) large++;
    expect(small).toBeLessThan(flows.length / 1.7);
    expect(large).toBeGreaterThan(flows.length / 4);
  });

  test('comes in the order of export and stays inside the period', () => {
    const outOfOrder = flows.filter((flow, i) => i > 0 && (flows[i - 1] as ReferenceFlow).end > flow.end);
    expect(outOfOrder).toEqual([]);
    expect(flows.filter(({ start, end }) => start < END - 30 * DAY || end > END || start > end)).toEqual([]);
  });

  test('is the same every time', () => {
    const again = referenceFlows(month);
    let different = 0;
    for (const flow of flows) if (JSON.stringify(again.next().value) !== JSON.stringify(flow)) different++;
    expect(different).toBe(0);
    expect(again.next().done).toBe(true);
  });

  test('agrees with a shorter period on the days they share', () => {
    const start = END - 7 * DAY;
    const once = new Set(relationshipsTruth.filter(({ schedule }) => schedule?.kind === 'once').map(({ id }) => id));
    const text = (flow: ReferenceFlow) => JSON.stringify(flow);
    const week = [...referenceFlows({ end: END, days: 7 })].map(text);
    const inMonth = new Set(flows.map(text));
    expect(week.filter((flow) => !inMonth.has(flow))).toEqual([]);
    // What began before the week is missing there as a whole, with its later pieces too.
    const inWeek = new Set(week);
    const earlier = flows.filter(
      (flow) => flow.start >= start + DAY / 2 && !once.has(flow.truth) && !inWeek.has(text(flow)),
    );
    expect(earlier).toEqual([]);
  });

  test('belongs to true relationships, with their addresses and ports', () => {
    const wrong = flows.filter((flow) => {
      const truth = truthOf(flow);
      const forward = flow.srcAddr === truth.clientAddress && flow.dstAddr === truth.serverAddress;
      const backward = flow.srcAddr === truth.serverAddress && flow.dstAddr === truth.clientAddress;
      const serverPort = forward ? flow.dstPort : flow.srcPort;
      const clientPort = forward ? flow.srcPort : flow.dstPort;
      return (
        !(forward || backward) ||
        flow.protocol !== truth.protocol ||
        (truth.port !== null && truth.port !== serverPort) ||
        (truth.clientPort !== null && truth.clientPort !== clientPort)
      );
    });
    expect(wrong).toEqual([]);
  });

  test('comes from the exporters that see it, in their version', () => {
    const byAddress = new Map(referenceNetwork.exporters.map((exporter) => [exporter.address, exporter]));
    const wrong = flows.filter((flow) => {
      const exporter = byAddress.get(flow.exporter);
      return (
        !exporter ||
        exporter.version !== flow.version ||
        exporter.domain !== flow.domain ||
        !truthOf(flow).observers.includes(exporter.name)
      );
    });
    expect(wrong).toEqual([]);
    expect(new Set(flows.map(({ exporter }) => exporter)).size).toBe(referenceNetwork.exporters.length);
    expect(flows.filter(({ version, srcAddr }) => version === 5 && srcAddr.includes(':'))).toEqual([]);
  });

  test('has whole positive counts and pieces of at most half an hour', () => {
    const wrong = flows.filter(
      ({ packets, octets, start, end }) =>
        !(
          Number.isInteger(packets) &&
          packets > 0 &&
          Number.isInteger(octets) &&
          octets >= packets * 20 &&
          end - start <= 1_800_000
        ),
    );
    expect(wrong).toEqual([]);
    expect(flows.some(({ truth, octets }) => truth.startsWith('nas-02>vault-bkp-01') && octets > 1_000_000)).toBe(true);
  });

  test('an answer begins after its question', () => {
    const begun = new Map<string, number>();
    for (const flow of flows) {
      const truth = truthOf(flow);
      if (truth.kind !== 'client-server' || flow.srcAddr !== truth.clientAddress) continue;
      const key = `${flow.exporter}|${flow.srcAddr}|${flow.srcPort}|${flow.dstAddr}|${flow.dstPort}`;
      begun.set(key, Math.min(flow.start, begun.get(key) ?? Number.POSITIVE_INFINITY));
    }
    const early = flows.filter((flow) => {
      const truth = truthOf(flow);
      if (truth.kind !== 'client-server' || flow.srcAddr === truth.clientAddress) return false;
      const question = begun.get(`${flow.exporter}|${flow.dstAddr}|${flow.dstPort}|${flow.srcAddr}|${flow.srcPort}`);
      return question === undefined || flow.start <= question;
    });
    expect(early).toEqual([]);
  });

  test('no exporter reports one five-tuple twice at the same time', () => {
    const lastEnd = new Map<string, number>();
    const overlaps: ReferenceFlow[] = [];
    for (const flow of [...flows].sort((a, b) => a.start - b.start || a.end - b.end)) {
      const key = `${flow.exporter}|${flow.srcAddr}|${flow.srcPort}|${flow.dstAddr}|${flow.dstPort}|${flow.protocol}`;
      if (flow.start < (lastEnd.get(key) ?? 0)) overlaps.push(flow);
      lastEnd.set(key, flow.end);
    }
    expect(overlaps).toEqual([]);
  });

  test('the gateway reports its translation, and the outside sees the same port', () => {
    const translated = flows.filter(({ natSrcAddr }) => natSrcAddr !== undefined);
    expect(translated.length).toBeGreaterThan(1_000);
    expect(translated.filter(({ exporter }) => exporter !== '10.40.1.5')).toEqual([]);
    const outside = new Set(
      flows
        .filter(({ srcAddr }) => srcAddr === '192.0.2.1')
        .map((f) => `${f.srcPort}>${f.dstAddr}:${f.dstPort}/${f.start}`),
    );
    expect(translated.filter((f) => !outside.has(`${f.natSrcPort}>${f.dstAddr}:${f.dstPort}/${f.start}`))).toEqual([]);
  });
});

describe('expected relationships', () => {
  test.each([
    { end: END },
    { end: Date.UTC(2027, 0, 31, 1) },
    { end: Date.UTC(2027, 2, 1) },
    { end: Date.UTC(2028, 2, 5, 3, 30) },
    { end: Date.UTC(2026, 10, 24, 23, 59, 59, 999) },
  ])('every observed relationship is used in the thirty days before $end, traps and rare jobs included', ({ end }) => {
    const used = new Set(expectedRelationships({ end, days: 30 }).map(({ truth }) => truth.id));
    const missing = relationshipsTruth.filter(({ id, observers }) => observers.length > 0 && !used.has(id));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  test.each([
    { name: 'a month', period: month, of: flows },
    { name: 'two days', period: { end: END, days: 2 }, of: null },
    { name: 'a sparse week', period: { end: END + 3 * DAY + 1_234_567, days: 7, scale: 0.3 }, of: null },
  ])('the flows of $name give exactly these, as each exporter sees them', ({ period, of }) => {
    const seen = new Map<string, { packets: number; octets: number; first: number; last: number }>();
    for (const flow of of ?? referenceFlows(period)) {
      const key = `${flow.truth}|${flow.exporter}`;
      const sum = seen.get(key) ?? { packets: 0, octets: 0, first: Number.POSITIVE_INFINITY, last: 0 };
      sum.packets += flow.packets;
      sum.octets += flow.octets;
      sum.first = Math.min(sum.first, flow.start);
      sum.last = Math.max(sum.last, flow.end);
      seen.set(key, sum);
    }
    const wanted = new Map<string, { packets: number; octets: number; first: number; last: number }>(
      expectedRelationships(period).flatMap(({ truth, observers, packets, octets, first, last }) =>
        observers.map((observer) => [`${truth.id}|${observer}`, { packets, octets, first, last }] as const),
      ),
    );
    expect([...seen.keys()].sort()).toEqual([...wanted.keys()].sort());
    expect([...seen].filter(([key, sum]) => JSON.stringify(sum) !== JSON.stringify(wanted.get(key)))).toEqual([]);
  });
});

test.each([
  { end: END, days: 0 },
  { end: END, days: Number.NaN },
  { end: Number.NaN, days: 1 },
  { end: END, days: 1, scale: 0 },
])('a period without sense is refused: %o', (period) => {
  expect(() => [...referenceFlows(period)]).toThrow(RangeError);
  expect(() => expectedRelationships(period)).toThrow(RangeError);
});
