import { FlowPipeline } from '@scopemap/collector';
import type { ExportDatagram } from '@scopemap/flow-codec';
import { encodeV9, type FieldSpecifier } from '@scopemap/flow-codec/encode';
import { createEndpointKnowledge } from '@scopemap/scope-model';

/**
 * Decoding and adding up in memory on one core: records per second of CPU time of the thread, median of rounds, by the number of
 * distinct 5-tuples; memory per 5-tuple; and what it costs to end the window. Run by `node bench/aggregate.ts`; with
 * `--expose-gc` memory is measured after collection.
 */

const ROUNDS = 5;
const HOSTS = 5_000;
const SERVERS = 200;
const PER_DATAGRAM = 24;
const SIZES = [10_000, 200_000, 1_000_000];
const EXPORT_SECONDS = 1_750_000_000;
const UPTIME = 86_400_000;

/** 21 fields as routers send them. */
const FIELDS: FieldSpecifier[] = [
  { id: 8, length: 4 },
  { id: 12, length: 4 },
  { id: 15, length: 4 },
  { id: 10, length: 4 },
  { id: 14, length: 4 },
  { id: 2, length: 4 },
  { id: 1, length: 4 },
  { id: 22, length: 4 },
  { id: 21, length: 4 },
  { id: 7, length: 2 },
  { id: 11, length: 2 },
  { id: 6, length: 1 },
  { id: 4, length: 1 },
  { id: 5, length: 1 },
  { id: 16, length: 4 },
  { id: 17, length: 4 },
  { id: 9, length: 1 },
  { id: 13, length: 1 },
  { id: 61, length: 1 },
  { id: 58, length: 2 },
  { id: 48, length: 2 },
];
const TEMPLATE = { id: 256, fields: FIELDS };

function bytes(value: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => Math.floor(value / 256 ** (length - 1 - i)) % 256);
}

/** A small generator with a fixed seed: every run takes the same records. */
function randomNumbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** The i-th half: client and server take turns, so that both halves of each conversation are there. */
function halfValues(i: number, client: number, server: number, clientPort: number, servicePort: number): Uint8Array[] {
  const isRequest = i % 2 === 0;
  const [from, to] = isRequest ? [client, server] : [server, client];
  const [fromPort, toPort] = isRequest ? [clientPort, servicePort] : [servicePort, clientPort];
  const values: Record<number, number> = {
    8: 0x0a00_0000 + from,
    12: 0x0a00_0000 + to,
    2: 3 + (i % 50),
    1: 400 + (i % 9000),
    22: UPTIME - 3_000 + (isRequest ? 0 : 2),
    21: UPTIME - 500,
    7: fromPort,
    11: toPort,
    6: 0x1b,
    4: 6,
    10: 1,
    14: 2,
  };
  return FIELDS.map(({ id, length }) => bytes(values[id] ?? 0, length));
}

const SERVICES = [443, 80, 22, 445, 1433, 5432, 3306, 8443, 25, 389];

function datagramsOf(keys: number): ExportDatagram[] {
  const random = randomNumbers(keys);
  const payload = (sets: Parameters<typeof encodeV9>[0]['sets']) =>
    encodeV9({ sysUptime: UPTIME, exportTime: EXPORT_SECONDS, sequence: 0, sourceId: 1, sets });
  const payloads = [payload([{ kind: 'templates', templates: [TEMPLATE] }])];
  const conversations = keys / 2;
  for (let i = 0; i < conversations; i += PER_DATAGRAM / 2) {
    const records: Uint8Array[][] = [];
    for (let key = i; key < Math.min(conversations, i + PER_DATAGRAM / 2); key++) {
      const client = random(HOSTS);
      const server = random(SERVERS);
      const service = SERVICES[server % SERVICES.length] as number;
      // Both halves are exported together, when their conversation ends.
      const port = 32_768 + random(28_000);
      records.push(halfValues(key * 2, client, HOSTS + server, port, service));
      records.push(halfValues(key * 2 + 1, client, HOSTS + server, port, service));
    }
    payloads.push(payload([{ kind: 'data', template: TEMPLATE, records }]));
  }
  return payloads.map((each) => ({
    exporter: '192.0.2.1',
    port: 50_000,
    receivedAt: EXPORT_SECONDS * 1000,
    payload: each.slice(),
  }));
}

/** Milliseconds of CPU time of this thread: other programs on the machine do not count. */
function cpuTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] as number;
}

/** Sends all datagrams once more, one second later: else they would be repeated ones. */
class Replay {
  readonly #datagrams: readonly ExportDatagram[];
  readonly #pipeline: FlowPipeline;
  #sequence = 0;
  #round = 0;

  constructor(datagrams: readonly ExportDatagram[], pipeline: FlowPipeline) {
    this.#datagrams = datagrams;
    this.#pipeline = pipeline;
  }

  /** Records taken. */
  once(): number {
    const before = this.#pipeline.records;
    this.#round++;
    for (const datagram of this.#datagrams) {
      const view = new DataView(datagram.payload.buffer, datagram.payload.byteOffset);
      view.setUint32(8, EXPORT_SECONDS + this.#round);
      view.setUint32(12, this.#sequence++);
      this.#pipeline.take(datagram);
    }
    return this.#pipeline.records - before;
  }

  endWindow(): { readonly milliseconds: number; readonly relationships: number } {
    const begin = cpuTime();
    const { contacts } = this.#pipeline.finishWindow(`bench-${this.#round}`, EXPORT_SECONDS * 1000);
    return { milliseconds: cpuTime() - begin, relationships: contacts.relationships.length };
  }
}

function memory(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function measure(keys: number) {
  const datagrams = datagramsOf(keys);
  const before = memory();
  const pipeline = new FlowPipeline({
    knowledge: createEndpointKnowledge(),
    keepFlow: () => false,
    carryWindows: 5,
    maxCarried: 50_000,
  });
  const replay = new Replay(datagrams, pipeline);
  const passes = Math.max(1, Math.round(1_000_000 / keys));
  const pass = () => {
    const begin = cpuTime();
    let records = 0;
    for (let i = 0; i < passes; i++) records += replay.once();
    return records / (cpuTime() - begin) / 1000;
  };
  const cold = pass();
  const rates = Array.from({ length: ROUNDS }, pass);
  const octets = memory() - before;
  const ends = Array.from({ length: 3 }, () => {
    const end = replay.endWindow();
    replay.once();
    return end;
  });
  const last = ends.at(-1);
  return {
    '5-tuples': keys,
    'M records/s, warm': median(rates).toFixed(1),
    lowest: Math.min(...rates).toFixed(1),
    cold: cold.toFixed(1),
    'bytes per 5-tuple': Math.round(octets / keys),
    'end of window, ms': Math.round(median(ends.map(({ milliseconds }) => milliseconds))),
    relationships: last?.relationships,
    'peak RSS, MiB': Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

console.log(`Decoding and adding up, Node ${process.version}, one core, median of ${ROUNDS} rounds`);
const wanted = process.argv
  .slice(2)
  .map(Number)
  .filter((size) => size > 0);
console.table((wanted.length > 0 ? wanted : SIZES).map(measure));
