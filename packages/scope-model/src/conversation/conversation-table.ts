import type { Flow } from '../flow.ts';
import type { Conversation } from './conversation.ts';
import { ConversationRows } from './conversation-rows.ts';
import { type ConversationMemory, ConversationView, ConversationWalk } from './conversation-view.ts';
import { ExporterNames } from './exporter-names.ts';
import { FlowIntake, type FlowIntakeOptions } from './flow-intake.ts';
import { HashIndex } from './hash-index.ts';
import { mixA, spread } from './hashing.ts';
import type { ObservationPoint } from './observation-points.ts';
import { HIGH_HALF, LOW_HALF, ObservationTable } from './observation-table.ts';

/** Addresses, points and exporters numbered, beyond which those of carried conversations are numbered anew. */
const MAX_ADDRESSES = 500_000;
const MAX_POINTS = 50_000;
const MAX_EXPORTERS = 50_000;

const DEFAULTS: FlowIntakeOptions = { isBroadcast: () => false, seed: 0, maxRemembered: 1 << 20 };

const same = (number: number): number => number;

/** Pairs halves and joins pieces: conversations by their ends, in order of arrival. */
export class ConversationTable implements ConversationMemory {
  readonly intake: FlowIntake;
  readonly rows = new ConversationRows();
  readonly observed = new ObservationTable();
  readonly exporters = new ExporterNames();
  readonly #index = new HashIndex();
  /** Exporters by the numbers of observation points. */
  #exporterOf: number[] = [];
  #addressesBefore = 0;
  #pointsBefore = 0;

  constructor(options: Partial<FlowIntakeOptions> = {}) {
    this.intake = new FlowIntake({ ...DEFAULTS, ...options });
  }

  get addresses(): FlowIntake['addresses'] {
    return this.intake.addresses;
  }

  /**
   * Conversations held, counting each half of the present window as one. Records that make no conversation but fill the memory
   * with ever new addresses or points count as well, so that a window can be ended by this in time.
   */
  get size(): number {
    const { table, addresses, points } = this.intake;
    const addressPairs = (addresses.size - this.#addressesBefore) / 2;
    return this.rows.size + Math.max(table.rows, points.size - this.#pointsBefore, Math.floor(addressPairs));
  }

  /** Adds a flow; `received` (ms) stands in for the times it does not have. */
  add(flow: Flow, received: number): void {
    this.intake.add(flow, received);
  }

  /** All conversations, also of what came just now. */
  values(): readonly Conversation[] {
    this.settle();
    return Array.from({ length: this.rows.size }, (_, row) => new ConversationView(this).moveTo(row));
  }

  /** Some of them in turn: the object that is given out is the same each time. */
  walk(rows: Int32Array): Iterable<Conversation> {
    return new ConversationWalk(this, rows);
  }

  /** One object for conversations, to be moved from row to row. */
  view(): ConversationView {
    return new ConversationView(this);
  }

  /** Turns the halves that came since the last time into conversations. */
  settle(): void {
    this.intake.fold();
    const { table } = this.intake;
    for (let row = 0; row < table.rows; row++) this.#settleRow(row);
    table.clear();
  }

  /** Begins a new window: forgets conversations without a record in the last `windows` ones, and the oldest beyond `bound`. */
  carry(windows: number, bound: number): void {
    this.settle();
    this.#forget(windows, bound);
    const { addresses, points } = this.intake;
    if (addresses.size > MAX_ADDRESSES) this.#renumberAddresses();
    this.#addressesBefore = addresses.size;
    this.#pointsBefore = points.size;
    this.#index.clear();
    const { rows } = this;
    for (let row = 0; row < rows.size; row++) {
      const hash = this.#hashOf(rows.low(row), rows.high(row), rows.lowPort(row), rows.highPort(row), rows.kind(row));
      let place = this.#index.seek(hash);
      while (this.#index.at(place) >= 0) place = this.#index.after(place, hash);
      this.#index.put(place, hash, row);
    }
  }

  #forget(windows: number, bound: number): void {
    const { rows, observed } = this;
    const kept = new Uint8Array(rows.size);
    let count = 0;
    for (let row = 0; row < rows.size; row++) {
      if (rows.age(row) >= windows || this.#lastsTooLong(row)) continue;
      kept[row] = 1;
      count++;
    }
    for (let row = 0; count > bound; row++) {
      count -= kept[row] as number;
      kept[row] = 0;
    }
    const keptObserved = new Uint8Array(observed.size);
    for (let row = 0; row < rows.size; row++) {
      if (kept[row] === 0) continue;
      for (let next = rows.observation(row); next >= 0; next = observed.next(next)) keptObserved[next] = 1;
    }
    rows.keep(kept);
    const places = observed.keep(keptObserved, this.#newPoints(), this.#newExporters());
    for (let row = 0; row < rows.size; row++) rows.setObservation(row, places[rows.observation(row)] as number);
  }

  /** A conversation that fills its days begins anew: what it counted is given out, and its endpoints are known by then. */
  #lastsTooLong(row: number): boolean {
    const { rows, observed } = this;
    for (let next = rows.observation(row); next >= 0; next = observed.next(next))
      if (observed.fillsItsDays(next)) return true;
    return false;
  }

  #newPoints(): (point: number) => number {
    const { points } = this.intake;
    if (points.size <= MAX_POINTS) return same;
    const before: ObservationPoint[] = Array.from({ length: points.size }, (_, id) => points.point(id));
    points.clear();
    this.#exporterOf = [];
    return (point) => points.of(before[point] as ObservationPoint);
  }

  #newExporters(): (exporter: number) => number {
    const { exporters } = this;
    if (exporters.size <= MAX_EXPORTERS) return same;
    const before = Array.from({ length: exporters.size }, (_, number) => exporters.text(number));
    exporters.clear();
    this.#exporterOf = [];
    return (exporter) => exporters.of(before[exporter] as string);
  }

  #renumberAddresses(): void {
    const { rows } = this;
    const { addresses } = this.intake;
    const ends = Array.from({ length: rows.size }, (_, row) => [
      addresses.text(rows.low(row)),
      addresses.text(rows.high(row)),
    ]);
    addresses.clear();
    for (const [row, [low, high]] of ends.entries())
      rows.setEnds(row, addresses.of(low as string), addresses.of(high as string));
  }

  #settleRow(flow: number): void {
    const { rows, observed } = this;
    const { table } = this.intake;
    const isEmpty = table.pieces(flow) === 0;
    const source = table.source(flow);
    const target = table.target(flow);
    const sourcePort = table.sourcePort(flow);
    const targetPort = table.targetPort(flow);
    const kind = table.kind(flow);
    const fromLow = this.#isLow(source, target, sourcePort, targetPort);
    const row = fromLow
      ? this.#rowOf(kind, source, target, sourcePort, targetPort, isEmpty)
      : this.#rowOf(kind, target, source, targetPort, sourcePort, isEmpty);
    if (row < 0) return;
    rows.touch(row);
    const half = fromLow ? LOW_HALF : HIGH_HALF;
    const observation = this.#observationOf(row, this.#exporterAt(table.point(flow)));
    observed.hint(observation, half, table.bits(flow));
    if (!isEmpty) observed.count(observation, half, table, flow);
  }

  #exporterAt(point: number): number {
    const known = this.#exporterOf[point];
    if (known !== undefined) return known;
    const exporter = this.exporters.of(this.intake.points.point(point).exporter);
    this.#exporterOf[point] = exporter;
    return exporter;
  }

  #observationOf(row: number, exporter: number): number {
    const { rows, observed } = this;
    let last = -1;
    for (let next = rows.observation(row); next >= 0; next = observed.next(next)) {
      if (observed.exporter(next) === exporter) return next;
      last = next;
    }
    const added = observed.add(exporter);
    if (last < 0) rows.setObservation(row, added);
    else observed.link(last, added);
    return added;
  }

  /** Ends are told apart by the text of the address, then by port; which of them is low means nothing. */
  #isLow(source: number, target: number, sourcePort: number, targetPort: number): boolean {
    return source === target ? sourcePort <= targetPort : this.addresses.isBefore(source, target);
  }

  /** The conversation of a row of half flows; of one without records only a conversation that was there before, else -1. */
  #rowOf(kind: number, low: number, high: number, lowPort: number, highPort: number, isEmpty: boolean): number {
    const hash = this.#hashOf(low, high, lowPort, highPort, kind);
    let place = this.#index.seek(hash);
    for (let row = this.#index.at(place); row >= 0; place = this.#index.after(place, hash), row = this.#index.at(place))
      if (this.rows.isOf(row, kind, low, high, lowPort, highPort)) return row;
    if (isEmpty) return -1;
    const added = this.rows.add(kind, low, high, lowPort, highPort, this.intake.addresses.traits);
    this.#index.put(place, hash, added);
    return added;
  }

  #hashOf(low: number, high: number, lowPort: number, highPort: number, kind: number): number {
    const { hashA } = this.intake.addresses;
    const ends = mixA(mixA(hashA[low] as number, hashA[high] as number), (lowPort << 16) ^ highPort);
    return spread(mixA(ends, kind));
  }
}
