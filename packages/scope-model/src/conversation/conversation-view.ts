import type { AddressTable } from './address-table.ts';
import type { Conversation, ConversationEnd, HalfRecords, Observation } from './conversation.ts';
import type { ConversationRows } from './conversation-rows.ts';
import type { ExporterNames } from './exporter-names.ts';
import { readKind } from './half-flow-batch.ts';
import {
  FIRST,
  FIRST_FLAGS,
  FLAGS,
  HIGH_HALF,
  LAST,
  LOW_HALF,
  type ObservationTable,
  PACKETS,
  PIECES,
} from './observation-table.ts';
import type { Side } from './side.ts';

/** Where the values of conversations lie. */
export interface ConversationMemory {
  readonly rows: ConversationRows;
  readonly observed: ObservationTable;
  readonly addresses: AddressTable;
  readonly exporters: ExporterNames;
}

class HalfView implements HalfRecords {
  readonly #observed: ObservationTable;
  readonly #half: number;
  #row = 0;
  #ints = new Int32Array(0);
  #numbers = new Float64Array(0);
  #at = 0;
  #from = 0;

  constructor(observed: ObservationTable, half: number) {
    this.#observed = observed;
    this.#half = half;
  }

  moveTo(row: number): void {
    const observed = this.#observed;
    this.#row = row;
    this.#ints = observed.ints as Int32Array<ArrayBuffer>;
    this.#numbers = observed.numbers as Float64Array<ArrayBuffer>;
    this.#at = observed.halfInts(row, this.#half);
    this.#from = observed.halfNumbers(row, this.#half);
  }

  get flags(): number {
    return this.#ints[this.#at + FLAGS] as number;
  }

  get flagsKnown(): boolean {
    return this.flags !== 0;
  }

  get synOnly(): boolean {
    return this.#observed.synOnly(this.#row, this.#half);
  }

  get first(): number {
    return this.#numbers[this.#from + FIRST] as number;
  }

  get last(): number {
    return this.#numbers[this.#from + LAST] as number;
  }

  get firstFlags(): number {
    return this.#ints[this.#at + FIRST_FLAGS] as number;
  }

  get packets(): number {
    return this.#numbers[this.#from + PACKETS] as number;
  }

  get pieces(): number {
    return this.#ints[this.#at + PIECES] as number;
  }
}

class ObservationView implements Observation {
  readonly #memory: ConversationMemory;
  readonly #low: HalfView;
  readonly #high: HalfView;
  #row = 0;
  exporter = '';
  low: HalfRecords | null = null;
  high: HalfRecords | null = null;

  constructor(memory: ConversationMemory) {
    this.#memory = memory;
    this.#low = new HalfView(memory.observed, LOW_HALF);
    this.#high = new HalfView(memory.observed, HIGH_HALF);
  }

  moveTo(row: number): void {
    const { observed, exporters } = this.#memory;
    this.#row = row;
    this.exporter = exporters.text(observed.exporter(row));
    this.low = observed.hasHalf(row, LOW_HALF) ? this.#low : null;
    this.high = observed.hasHalf(row, HIGH_HALF) ? this.#high : null;
    this.#low.moveTo(row);
    this.#high.moveTo(row);
  }

  get saidLow(): boolean {
    return this.#memory.observed.saidLow(this.#row);
  }

  get saidHigh(): boolean {
    return this.#memory.observed.saidHigh(this.#row);
  }

  get denied(): boolean {
    return this.#memory.observed.denied(this.#row);
  }

  get bothInOne(): boolean {
    return this.#memory.observed.bothInOne(this.#row);
  }

  get noted(): number {
    return this.#memory.observed.noted(this.#row);
  }

  set noted(bits: number) {
    this.#memory.observed.note(this.#row, bits);
  }
}

class EndView implements ConversationEnd {
  readonly #addresses: AddressTable;
  id = 0;
  port: number | null = null;

  constructor(addresses: AddressTable) {
    this.#addresses = addresses;
  }

  get address(): string {
    return this.#addresses.text(this.id);
  }

  moveTo(id: number, port: number): void {
    this.id = id;
    this.port = port < 0 ? null : port;
  }
}

/** A conversation of a table, read where it lies. It can be moved on to another one, so that millions need no object for each. */
export class ConversationView implements Conversation {
  readonly #memory: ConversationMemory;
  /** By their number: the first ones of the same views. */
  readonly #lists: ObservationView[][] = [[]];
  row = -1;
  protocol = 0;
  icmpType: number | null = null;
  icmpCode: number | null = null;
  group: Side | null = null;
  mayBeBroadcast = false;
  readonly low: EndView;
  readonly high: EndView;
  observations: readonly Observation[] = [];
  #sibling: ConversationView | null = null;

  constructor(memory: ConversationMemory) {
    this.#memory = memory;
    this.low = new EndView(memory.addresses);
    this.high = new EndView(memory.addresses);
  }

  moveTo(row: number): this {
    if (row === this.row) return this;
    const { rows } = this.#memory;
    const kind = rows.kind(row);
    this.row = row;
    this.protocol = kind & 255;
    if (kind === this.protocol) {
      this.icmpType = null;
      this.icmpCode = null;
    } else Object.assign(this, readKind(kind));
    this.group = rows.group(row);
    this.mayBeBroadcast = rows.mayBeBroadcast(row);
    this.low.moveTo(rows.low(row), rows.lowPort(row));
    this.high.moveTo(rows.high(row), rows.highPort(row));
    this.observations = this.#observe(row);
    return this;
  }

  sibling(row: number): Conversation {
    this.#sibling ??= new ConversationView(this.#memory);
    return this.#sibling.moveTo(row);
  }

  #observe(row: number): readonly Observation[] {
    const { rows, observed } = this.#memory;
    let count = 0;
    let list = this.#lists[0] as ObservationView[];
    for (let next = rows.observation(row); next >= 0; next = observed.next(next)) {
      list = this.#listOf(++count);
      (list[count - 1] as ObservationView).moveTo(next);
    }
    return list;
  }

  #listOf(length: number): ObservationView[] {
    const known = this.#lists[length];
    if (known) return known;
    const list = [...(this.#lists[length - 1] as ObservationView[]), new ObservationView(this.#memory)];
    this.#lists.push(list);
    return list;
  }

  get key(): string {
    const { protocol, icmpType, icmpCode, low, high } = this;
    const type = icmpType === null ? '' : `.${icmpType}`;
    const detail = icmpCode === null ? `${protocol}${type}` : `${protocol}${type}.${icmpCode}`;
    return `${detail}|${low.address}|${low.port}|${high.address}|${high.port}`;
  }
}

/** Conversations of some rows, in turn: the same object each time, moved on. */
export class ConversationWalk implements Iterable<Conversation> {
  readonly #memory: ConversationMemory;
  readonly #rows: Int32Array;

  constructor(memory: ConversationMemory, rows: Int32Array) {
    this.#memory = memory;
    this.#rows = rows;
  }

  [Symbol.iterator](): Iterator<Conversation> {
    const view = new ConversationView(this.#memory);
    const rows = this.#rows;
    let next = 0;
    // One result for all steps, for the same reason.
    const step: { done: boolean; value: Conversation } = { done: false, value: view };
    return {
      next: () => {
        if (next < rows.length) view.moveTo(rows[next++] as number);
        else step.done = true;
        return step as IteratorResult<Conversation>;
      },
    };
  }
}
