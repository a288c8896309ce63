import { createFlowDecoder, type ExportDatagram, type FlowDecoder } from '@scopemap/flow-codec';
import {
  encodeIpfix,
  encodeV5,
  encodeV9,
  type FieldSpecifier,
  type FieldValue,
  VARIABLE_LENGTH,
} from '@scopemap/flow-codec/encode';

/**
 * Decoding in memory on one core: records per second of CPU time of the decoding thread, median of 7 rounds. Run by
 * `node bench/codec.ts`.
 */

const ROUNDS = 7;
const RECORDS_PER_ROUND = 1_000_000;
const EXPORT_SECONDS = 1_750_000_000;
const UPTIME = 86_400_000;
const DATAGRAM = 1400;

/** 24 fields as routers send them: addresses, ports, counters, times, interfaces, AS, masks, VLAN, next hop, flags. */
const ROUTER_FIELDS: FieldSpecifier[] = [
  { id: 8, length: 4 },
  { id: 12, length: 4 },
  { id: 15, length: 4 },
  { id: 10, length: 4 },
  { id: 14, length: 4 },
  { id: 2, length: 8 },
  { id: 1, length: 8 },
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
  { id: 89, length: 1 },
  { id: 136, length: 1 },
  { id: 210, length: 3 },
];
const IPFIX_FIELDS = ROUTER_FIELDS.map((field) =>
  field.id === 22 || field.id === 21 ? { id: field.id === 22 ? 152 : 153, length: 8 } : field,
);
const IPV6_FIELDS = IPFIX_FIELDS.map((field) =>
  field.id === 8 || field.id === 12 ? { id: field.id === 8 ? 27 : 28, length: 16 } : field,
);
const VARIABLE_FIELDS: FieldSpecifier[] = [
  ...IPFIX_FIELDS.slice(0, 12),
  { id: 82, length: VARIABLE_LENGTH },
  ...IPFIX_FIELDS.slice(12),
];

/** A small generator with a fixed seed: every run decodes the same bytes. */
function randomBytes(seed: number) {
  let state = seed;
  return (length: number): Uint8Array =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state >>> 24;
    });
}

function valueFor({ id, length }: FieldSpecifier, random: (length: number) => Uint8Array): FieldValue {
  if (length === VARIABLE_LENGTH) return random(12);
  if (id === 152 || id === 153) return BigInt(EXPORT_SECONDS) * 1000n;
  if (length === 8) return BigInt(1 + (random(1)[0] as number));
  return random(length);
}

const datagram = (payload: Uint8Array): ExportDatagram => ({
  exporter: '192.0.2.1',
  port: 50_000,
  receivedAt: EXPORT_SECONDS * 1000,
  payload,
});

interface Workload {
  readonly name: string;
  readonly fields: number;
  readonly datagrams: readonly ExportDatagram[];
  readonly codegen: boolean;
}

/** Templates in the first datagram, then data in datagrams of the usual size. */
function templateWorkload(
  name: string,
  version: 9 | 10,
  fields: FieldSpecifier[],
  codegen: boolean,
  templates = 1,
): Workload {
  const random = randomBytes(1);
  const recordLength = fields.reduce((sum, { length }) => sum + (length === VARIABLE_LENGTH ? 13 : length), 0);
  const perDatagram = Math.floor((DATAGRAM - 24) / recordLength);
  const encode = (sequence: number, sets: Parameters<typeof encodeV9>[0]['sets']) =>
    datagram(
      version === 9
        ? encodeV9({ sysUptime: UPTIME, exportTime: EXPORT_SECONDS, sequence, sourceId: 1, sets })
        : encodeIpfix({ exportTime: EXPORT_SECONDS, sequence, domain: 1, sets }),
    );
  const all = Array.from({ length: templates }, (_, i) => ({
    id: 256 + i,
    // Distinct layouts: the last field is an interface whose length and place differ.
    fields: templates === 1 ? fields : rotate(fields, i),
  }));
  const datagrams: ExportDatagram[] = [];
  for (let i = 0; i < all.length; i += 8)
    datagrams.push(encode(0, [{ kind: 'templates', templates: all.slice(i, i + 8) }]));
  for (let i = 0; i < Math.max(64, templates); i++) {
    const template = all[i % templates] as (typeof all)[number];
    const records = Array.from({ length: perDatagram }, () => template.fields.map((field) => valueFor(field, random)));
    datagrams.push(encode(version === 9 ? i : i * perDatagram, [{ kind: 'data', template, records }]));
  }
  return { name, fields: fields.length, datagrams, codegen };
}

/** The i-th of many orders of the same fields. */
function rotate(fields: FieldSpecifier[], i: number): FieldSpecifier[] {
  const order = [...fields];
  for (let k = order.length - 1, rest = i; k > 0 && rest > 0; k--) {
    const j = rest % (k + 1);
    rest = Math.floor(rest / (k + 1));
    const swap = order[k] as FieldSpecifier;
    order[k] = order[j] as FieldSpecifier;
    order[j] = swap;
  }
  return order;
}

function v5Workload(codegen: boolean): Workload {
  const records = Array.from({ length: 30 }, (_, i) => ({
    srcAddr: `10.0.0.${i}`,
    dstAddr: `10.1.0.${i}`,
    packets: i + 1,
    octets: 100 * i,
    first: UPTIME - 5000,
    last: UPTIME - 100,
    srcPort: 40_000 + i,
    dstPort: 443,
    protocol: 6,
  }));
  const datagrams = Array.from({ length: 64 }, (_, i) =>
    datagram(encodeV5({ sysUptime: UPTIME, exportSeconds: EXPORT_SECONDS, sequence: i * 30, records })),
  );
  return { name: 'v5', fields: 20, datagrams, codegen };
}

/** Milliseconds of CPU time of this thread: other programs on the machine do not count. */
function cpuTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Numbers the datagrams on, as a real exporter does: a replay would be taken for duplicates. */
class Stream {
  readonly #messages: {
    readonly datagram: ExportDatagram;
    readonly view: DataView;
    readonly at: number;
    readonly units: number;
  }[];
  #sequence = 0;

  constructor(datagrams: readonly ExportDatagram[], decoder: FlowDecoder) {
    this.#messages = datagrams.map((each) => {
      const view = new DataView(each.payload.buffer, each.payload.byteOffset, each.payload.length);
      const version = view.getUint16(0);
      const records = decoder.decode(each).records.length;
      return {
        datagram: each,
        view,
        at: version === 5 ? 16 : version === 9 ? 12 : 8,
        units: version === 9 ? 1 : records,
      };
    });
  }

  each(decode: (datagram: ExportDatagram) => void): void {
    for (const { datagram: each, view, at, units } of this.#messages) {
      view.setUint32(at, this.#sequence);
      this.#sequence = (this.#sequence + units) >>> 0;
      decode(each);
    }
  }
}

type Way = (decoder: FlowDecoder, stream: Stream, atLeast: number) => number;

const decodeToColumns: Way = (decoder, stream, atLeast) => {
  let records = 0;
  const sink = {
    flows: ({ rows }: { rows: number }) => {
      records += rows;
    },
  };
  const begin = cpuTime();
  while (records < atLeast) stream.each((each) => decoder.decodeColumns(each, sink));
  return records / (cpuTime() - begin) / 1000;
};

const decodeToObjects: Way = (decoder, stream, atLeast) => {
  let records = 0;
  const begin = cpuTime();
  while (records < atLeast) {
    stream.each((each) => {
      records += decoder.decode(each).records.length;
    });
  }
  return records / (cpuTime() - begin) / 1000;
};

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
}

function measure({ name, fields, datagrams, codegen }: Workload, way: Way, records: number) {
  const decoder = createFlowDecoder({ codegen });
  const stream = new Stream(datagrams, decoder);
  way(decoder, stream, records / 2);
  const rates = Array.from({ length: ROUNDS }, () => way(decoder, stream, records));
  const bytes = datagrams.reduce((sum, { payload }) => sum + payload.length, 0) / datagrams.length;
  return {
    workload: name,
    fields,
    'bytes per datagram': Math.round(bytes),
    'M records/s': median(rates).toFixed(1),
    lowest: Math.min(...rates).toFixed(1),
    highest: Math.max(...rates).toFixed(1),
  };
}

/** Made one by one: a large heap would slow down those that come after. */
const toColumns: readonly (() => Workload)[] = [
  () => v5Workload(true),
  () => templateWorkload('v9, IPv4', 9, ROUTER_FIELDS, true),
  () => templateWorkload('IPFIX, IPv4', 10, IPFIX_FIELDS, true),
  () => templateWorkload('IPFIX, IPv6', 10, IPV6_FIELDS, true),
  () => templateWorkload('IPFIX, one variable-length field', 10, VARIABLE_FIELDS, true),
  () => ({ ...v5Workload(false), name: 'v5, interpreter' }),
  () => templateWorkload('v9, interpreter', 9, ROUTER_FIELDS, false),
  () => templateWorkload('IPFIX, interpreter', 10, IPFIX_FIELDS, false),
  () => templateWorkload('IPFIX, variable length, interpreter', 10, VARIABLE_FIELDS, false),
  () => templateWorkload('IPFIX, 10,000 templates in turn', 10, IPFIX_FIELDS, true, 10_000),
];
const toObjects: readonly (() => Workload)[] = [
  () => ({ ...v5Workload(true), name: 'v5, objects' }),
  () => templateWorkload('IPFIX, objects', 10, IPFIX_FIELDS, true),
];
const columns = toColumns.map((workload) => measure(workload(), decodeToColumns, RECORDS_PER_ROUND));
const objects = toObjects.map((workload) => measure(workload(), decodeToObjects, RECORDS_PER_ROUND / 8));

console.log(`Decoding in memory, Node ${process.version}, one core, median of ${ROUNDS} rounds`);
console.table([...columns, ...objects]);

const fresh = templateWorkload('first sight', 10, IPFIX_FIELDS, true, 10_000);
const decoder = createFlowDecoder();
const begin = cpuTime();
for (const each of fresh.datagrams) decoder.decodeColumns(each, { flows: () => {} });
console.log(
  `10,000 distinct templates seen for the first time, one data set each: ${Math.round(cpuTime() - begin)} ms of CPU time`,
);
