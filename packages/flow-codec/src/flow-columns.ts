import type { ExportDatagram } from './export-datagram.ts';

/**
 * How a column holds its values. `address4`: one number per row. `address6`: four 32-bit words per row, first word first.
 * `integer`: null is -1. `number`: null is NaN.
 */
export type ColumnType = 'address4' | 'address6' | 'integer' | 'number';

/** Every column that a template can fill, in one place: the readers, the batch and the record builder follow this table. */
export const COLUMN_TYPES = {
  srcAddr4: 'address4',
  dstAddr4: 'address4',
  srcAddr6: 'address6',
  dstAddr6: 'address6',
  /** 4, 6 or -1. */
  ipVersion: 'integer',
  srcPort: 'integer',
  dstPort: 'integer',
  protocol: 'integer',
  tcpFlags: 'integer',
  octets: 'number',
  packets: 'number',
  start: 'number',
  end: 'number',
  sampling: 'number',
  samplerId: 'number',
  inputIf: 'number',
  outputIf: 'number',
  direction: 'number',
  flowEndReason: 'number',
  icmpType: 'number',
  icmpCode: 'number',
  vlan: 'number',
  postVlan: 'number',
  srcMac: 'number',
  dstMac: 'number',
  octetsOut: 'number',
  packetsOut: 'number',
  initiatorOctets: 'number',
  responderOctets: 'number',
  initiatorPackets: 'number',
  responderPackets: 'number',
  reverseOctets: 'number',
  reversePackets: 'number',
  reverseTcpFlags: 'number',
  reverseStart: 'number',
  reverseEnd: 'number',
  initialTcpFlags: 'number',
  reverseInitialTcpFlags: 'number',
  biflowDirection: 'number',
  firewallEvent: 'number',
  natEvent: 'number',
  eventTimeMs: 'number',
  natSrcAddr4: 'address4',
  natDstAddr4: 'address4',
  natSrcAddr6: 'address6',
  natDstAddr6: 'address6',
  natSrcPort: 'number',
  natDstPort: 'number',
  clientAddr4: 'address4',
  serverAddr4: 'address4',
  clientAddr6: 'address6',
  serverAddr6: 'address6',
  clientPort: 'number',
  serverPort: 'number',
  innerSrcAddr4: 'address4',
  innerDstAddr4: 'address4',
  innerSrcAddr6: 'address6',
  innerDstAddr6: 'address6',
  innerSrcPort: 'number',
  innerDstPort: 'number',
  innerProtocol: 'number',
  innerTcpFlags: 'number',
  /** Place of a sampled frame in the payload of the datagram, and the element that brought it. */
  frameOffset: 'number',
  frameLength: 'number',
  frameElement: 'number',
} as const satisfies Record<string, ColumnType>;

export type ColumnName = keyof typeof COLUMN_TYPES;
export const COLUMN_NAMES = Object.keys(COLUMN_TYPES) as ColumnName[];

/** Which of the three arrays of a batch holds the columns of a type. */
export const MEMORY_OF = {
  address4: 'words',
  address6: 'words',
  integer: 'integers',
  number: 'numbers',
} as const satisfies Record<ColumnType, string>;

export type ColumnArray<T extends ColumnType> = T extends 'number'
  ? Float64Array
  : T extends 'integer'
    ? Int32Array
    : Uint32Array;
export type ColumnArrays = { readonly [N in ColumnName]: ColumnArray<(typeof COLUMN_TYPES)[N]> };

/**
 * Columns that structured data may fill where the template has no element for them. Addresses are taken as a pair, with
 * `ipVersion`; NAT and tunnel headers are not taken from lists, where nothing says which header a value belongs to.
 */
export const LIST_COLUMNS: readonly ColumnName[] = [
  'srcPort',
  'dstPort',
  'protocol',
  'tcpFlags',
  'octets',
  'packets',
  'start',
  'end',
  'inputIf',
  'outputIf',
  'flowEndReason',
  'icmpType',
  'icmpCode',
  'vlan',
  'postVlan',
  'srcMac',
  'dstMac',
  'reverseOctets',
  'reversePackets',
  'reverseTcpFlags',
  'initialTcpFlags',
  'reverseInitialTcpFlags',
];

/** Whether a value of a column stands for none; addresses have no such value. */
export function isNull(name: ColumnName, value: number): boolean {
  return COLUMN_TYPES[name] === 'integer' ? value === -1 : Number.isNaN(value);
}

/** Columns that are null-filled when the template lacks them, so that a consumer need not ask. */
const CORE: readonly ColumnName[] = [
  'ipVersion',
  'srcPort',
  'dstPort',
  'protocol',
  'tcpFlags',
  'octets',
  'packets',
  'start',
  'end',
  'inputIf',
  'outputIf',
];

/** Rows that one batch can hold; a set with more comes in several batches. */
export const BATCH_ROWS = 1024;

/** Free elements behind each column. Without them one row of all columns would lie in the same few lines of the cache. */
const GAP = 24;

/** Elements of the array that a column takes. */
function lengthOf(name: ColumnName): number {
  return COLUMN_TYPES[name] === 'address6' ? BATCH_ROWS * 4 : BATCH_ROWS;
}

/**
 * Where each column begins in the memory of its type. All columns of a type share one array, so that a reader works on
 * three arrays instead of thirty: that is worth a quarter of its time.
 */
export const COLUMN_OFFSETS: Readonly<Record<ColumnName, number>> = columnOffsets();

function columnOffsets(): Record<ColumnName, number> {
  const used = { words: 0, integers: 0, numbers: 0 };
  const offsets: Partial<Record<ColumnName, number>> = {};
  for (const name of COLUMN_NAMES) {
    const memory = MEMORY_OF[COLUMN_TYPES[name]];
    offsets[name] = used[memory];
    used[memory] += lengthOf(name) + GAP;
  }
  return offsets as Record<ColumnName, number>;
}

/** The memory of a batch, and the columns as windows into it. */
export interface ColumnMemory {
  readonly words: Uint32Array;
  readonly integers: Int32Array;
  readonly numbers: Float64Array;
}

function allocateMemory(): ColumnMemory {
  const total = { words: 0, integers: 0, numbers: 0 };
  for (const name of COLUMN_NAMES) total[MEMORY_OF[COLUMN_TYPES[name]]] += lengthOf(name) + GAP;
  return {
    words: new Uint32Array(total.words),
    integers: new Int32Array(total.integers),
    numbers: new Float64Array(total.numbers),
  };
}

function windowsInto(memory: ColumnMemory): ColumnArrays {
  const windows = COLUMN_NAMES.map((name) => {
    const offset = COLUMN_OFFSETS[name];
    return [name, memory[MEMORY_OF[COLUMN_TYPES[name]]].subarray(offset, offset + lengthOf(name))];
  });
  return Object.fromEntries(windows) as ColumnArrays;
}

/**
 * A batch of flow records of one set, column by column. One batch is reused for all sets: whoever wants to keep a value
 * copies it. Addresses: `ipVersion` says which pair holds the row (`srcAddr4` or `srcAddr6`), and {@link has} whether
 * the template names the source and the destination at all. Core columns, `sampling` and `samplingSource` are always
 * filled; any other column only when {@link has} says so.
 */
export class FlowColumns {
  /** For the readers; `column` has the windows to read from. */
  readonly memory: ColumnMemory = allocateMemory();
  readonly column: ColumnArrays = windowsInto(this.memory);
  /** Per row: 0 none, 1 v5 header, 2 record, 3 options data. */
  readonly samplingSource = new Uint8Array(BATCH_ROWS);
  rows = 0;
  version: 1 | 5 | 7 | 9 | 10 = 5;
  domain = 0;
  sequence = 0;
  templateId: number | null = null;
  /** Position of the set in its datagram and of row 0 in the set, both from 1. */
  set = 0;
  firstRecord = 1;
  /** True when the set waited for its template; `datagram` is then the one that held it. */
  late = false;
  /** The template names client and server instead of source and destination; they stand in those columns. */
  sourceIsClient = false;
  datagram: ExportDatagram = { exporter: '', port: 0, receivedAt: 0, payload: new Uint8Array(0) };
  #present: ReadonlySet<ColumnName> = new Set();
  #uniformRate: number | null | undefined = undefined;
  #uniformSource = 0;
  readonly #nulled = new Set<ColumnName>();

  /** True when the records of this batch have the column. */
  has(name: ColumnName): boolean {
    return this.#present.has(name);
  }

  /** Gives all rows one sampling rate; costs nothing when they have it already. */
  fillSampling(rate: number | null, source: number): void {
    if (this.#uniformRate === rate && this.#uniformSource === source) return;
    this.column.sampling.fill(rate ?? Number.NaN);
    this.samplingSource.fill(source);
    this.#uniformRate = rate;
    this.#uniformSource = source;
  }

  /** Says that the rates of the rows are written one by one. */
  breakSampling(): void {
    this.#uniformRate = undefined;
  }

  /** Makes columns null in the first rows; what is in address columns then depends on `ipVersion`. */
  clear(names: Iterable<ColumnName>, rows: number): void {
    for (const name of names) {
      const type = COLUMN_TYPES[name];
      if (type === 'integer') this.column[name].fill(-1, 0, rows);
      else if (type === 'number') this.column[name].fill(Number.NaN, 0, rows);
    }
  }

  /** Makes the batch ready for records that fill the `present` columns. */
  prepare(present: ReadonlySet<ColumnName>): void {
    if (present === this.#present) return;
    this.#present = present;
    for (const name of CORE) {
      if (present.has(name)) this.#nulled.delete(name);
      else if (!this.#nulled.has(name)) {
        this.column[name].fill(COLUMN_TYPES[name] === 'integer' ? -1 : Number.NaN);
        this.#nulled.add(name);
      }
    }
  }
}
