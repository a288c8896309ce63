import { parseArgs } from 'node:util';
import { FlowPipeline } from '@scopemap/collector';
import { createEndpointKnowledge, type ObservedRelationship, type RelationshipWindow } from '@scopemap/scope-model';
import { sampleDatagrams } from '../apps/cli/src/sample/sample-datagrams.ts';

/**
 * A day of the reference network through the collector's pipeline, as fast as it goes, with every exporter many times over: each
 * copy sees the same traffic under an address of its own. Copies are observers: what they add must be nothing, and each must
 * have counted what the one without copies counts. `node bench/fast-forward.ts [--exporters 100] [--window-minutes 5] [--hours 24]`;
 * memory is shown after every sixth of the time, and the exit code is 1 when a total is not the same.
 */
const { values } = parseArgs({
  options: {
    exporters: { type: 'string', default: '100' },
    'window-minutes': { type: 'string', default: '5' },
    hours: { type: 'string', default: '24' },
  },
});

const HOUR_MS = 3_600_000;
const END = Date.UTC(2026, 8, 30);
const until = END - 24 * HOUR_MS + Number(values.hours) * HOUR_MS;
const windowMs = Number(values['window-minutes']) * 60_000;

interface Totals {
  flows: number;
  packets: number;
  octets: number;
}

/** What all windows say together. */
class Ledger {
  readonly all: Totals = { flows: 0, packets: 0, octets: 0 };
  readonly byExporter = new Map<string, Totals>();

  post({ relationships, corrections, segmentEvidence }: RelationshipWindow): void {
    for (const relationship of relationships) this.#add(relationship, 1);
    for (const { before, after } of corrections) {
      this.#add(before, -1);
      this.#add(after, 1);
    }
    for (const { exporter, packets, octets } of segmentEvidence)
      addTo(this.#of(exporter), { flows: 0, packets, octets }, 1);
  }

  #add(relationship: ObservedRelationship, sign: 1 | -1): void {
    addTo(this.all, relationship, sign);
    for (const day of relationship.days) addTo(this.#of(day.exporter), day, sign);
  }

  #of(exporter: string): Totals {
    let totals = this.byExporter.get(exporter);
    if (!totals) {
      totals = { flows: 0, packets: 0, octets: 0 };
      this.byExporter.set(exporter, totals);
    }
    return totals;
  }
}

function addTo(sum: Totals, { flows, packets, octets }: Totals, sign: 1 | -1): void {
  sum.flows += sign * flows;
  sum.packets += sign * packets;
  sum.octets += sign * octets;
}

/** The day's datagrams; every exporter comes `copies` times. Returns what was counted. */
function replay(copies: number): { ledger: Ledger; originals: Map<string, string[]>; records: number } {
  const pipeline = new FlowPipeline({
    knowledge: createEndpointKnowledge(),
    keepFlow: () => false,
    carryWindows: Math.ceil((5 * 60_000) / windowMs) + 1,
    maxCarried: 50_000,
  });
  const ledger = new Ledger();
  const originals = new Map<string, string[]>();
  let windowEnd = Number.NaN;
  let windows = 0;
  let records = 0;
  let nextLook = Number.NaN;
  const finish = (now: number) => {
    records += pipeline.records;
    ledger.post(pipeline.finishWindow(`fast-${windows++}`, now).contacts);
  };
  for (const { time, source, sourcePort, payload } of sampleDatagrams({ end: END, days: 1 })) {
    if (time > until) break;
    if (Number.isNaN(windowEnd)) {
      windowEnd = time + windowMs;
      nextLook = time + 4 * HOUR_MS;
    }
    if (time >= windowEnd) {
      finish(time);
      windowEnd = time + windowMs;
    }
    if (time >= nextLook && copies > 1) {
      const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
      const mib = (octets: number) => Math.round(octets / 2 ** 20);
      console.log(
        JSON.stringify({
          hour: (time - END) / HOUR_MS + 24,
          rss: mib(rss),
          heap: mib(heapUsed),
          buffers: mib(arrayBuffers),
        }),
      );
      nextLook += 4 * HOUR_MS;
    }
    let addresses = originals.get(source);
    if (!addresses) {
      const exporter = originals.size;
      addresses = Array.from({ length: copies }, (_, i) => `198.18.${exporter}.${i + 1}`);
      originals.set(source, addresses);
    }
    for (const exporter of addresses) pipeline.take({ exporter, port: sourcePort, receivedAt: time, payload });
  }
  finish(until);
  return { ledger, originals, records };
}

const one = replay(1);
const copies = Math.ceil(Number(values.exporters) / one.originals.size);
const begun = process.cpuUsage();
const many = replay(copies);
const { user, system } = process.cpuUsage(begun);
const wrong: string[] = [];
const compare = (what: string, a: Totals | undefined, b: Totals | undefined) => {
  const [before, after] = [a, b].map((totals) => JSON.stringify(totals));
  if (before !== after) wrong.push(`${what}: ${before} became ${after}`);
};
compare('all relationships', one.ledger.all, many.ledger.all);
for (const [source, [alone = '']] of one.originals)
  for (const copy of many.originals.get(source) ?? [])
    compare(`${source} as ${copy}`, one.ledger.byExporter.get(alone), many.ledger.byExporter.get(copy));
console.log(
  JSON.stringify({
    exporters: copies * one.originals.size,
    records: many.records,
    cpuSeconds: Math.round((user + system) / 1e6),
    ...many.ledger.all,
    totalsThatDiffer: wrong.length,
  }),
);
for (const line of wrong.slice(0, 20)) console.error(line);
process.exit(wrong.length > 0 ? 1 : 0);
