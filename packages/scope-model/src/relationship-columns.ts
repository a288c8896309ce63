import { DECISIONS } from './direction/decide-direction.ts';
import type { Direction } from './direction-method.ts';
import { CONTACT_STATES, type ContactState } from './relationship.ts';
import type { ObservedRelationship, ObserverDay } from './relationship-window.ts';

/** Integers of a relationship. Protocol; or ~protocol for peers and undecided ones. */
export const KIND = 0;
/** Client and server, or both ends in the order of addresses: numbers of addresses. */
export const FIRST = 1;
export const SECOND = 2;
/** The server's port, or that of the first end; the port of the second end, -1 for decided ones. -1 is none. */
export const PORT = 3;
export const SECOND_PORT = 4;
/** The port that both ends of peers share. */
export const COMMON_PORT = 5;
/** See {@link DECISIONS}; of its decision only the direction counts. */
export const DECISION = 6;
/** Place in {@link CONTACT_STATES}. */
export const STATE = 7;
export const SCANNER = 8;
export const CONVERSATIONS = 9;
export const ATTEMPTS = 10;
export const FOLDED = 11;
export const FLOWS = 12;
export const CLIENT_PORT = 13;
/** ICMP type and code, -1 for none. */
export const TYPE = 14;
export const CODE = 15;
/** The first of its days, and how many there are. */
export const DAYS = 16;
export const DAY_COUNT = 17;
export const INTS = 18;

export const PACKETS = 0;
export const OCTETS = 1;
export const NUMBERS = 2;

/** Integers of a day of an observer. */
export const DAY = 0;
export const EXPORTER = 1;
export const DAY_FLOWS = 2;
/** Only while a window is made: the next day of the same relationship. */
export const NEXT = 3;
export const DAY_INTS = 4;
/** Its numbers: {@link PACKETS}, {@link OCTETS}, and the period. */
export const DAY_FIRST = 2;
export const DAY_LAST = 3;
export const DAY_NUMBERS = 4;

/**
 * The relationships of a window as columns, in the window's order: a hundred octets each, where objects take many times that. Days lie
 * in order as well, those of one relationship side by side.
 */
export class RelationshipColumns implements Iterable<ObservedRelationship> {
  readonly length: number;
  /** In the order of addresses; {@link FIRST} and {@link SECOND} are places in it. */
  readonly addresses: readonly string[];
  readonly exporters: readonly string[];
  readonly ints: Int32Array;
  readonly numbers: Float64Array;
  readonly dayInts: Int32Array;
  readonly dayNumbers: Float64Array;

  constructor(
    addresses: readonly string[],
    exporters: readonly string[],
    { ints, numbers, dayInts, dayNumbers }: Pick<RelationshipColumns, 'ints' | 'numbers' | 'dayInts' | 'dayNumbers'>,
  ) {
    this.length = ints.length / INTS;
    this.addresses = addresses;
    this.exporters = exporters;
    this.ints = ints;
    this.numbers = numbers;
    this.dayInts = dayInts;
    this.dayNumbers = dayNumbers;
  }

  *[Symbol.iterator](): Iterator<ObservedRelationship> {
    const cursor = this.cursor();
    while (cursor.next()) yield cursor.read();
  }

  /** Before the first one. */
  cursor(): RelationshipCursor {
    return new RelationshipCursor(this);
  }
}

/** One relationship of columns after the other, read where it lies: for whoever needs no object for each. */
export class RelationshipCursor {
  readonly #columns: RelationshipColumns;
  #row = -1;
  #at = -INTS;
  #dayRow = 0;

  constructor(columns: RelationshipColumns) {
    this.#columns = columns;
  }

  /** Moves on; false after the last. */
  next(): boolean {
    this.#row++;
    this.#at += INTS;
    return this.#row < this.#columns.length;
  }

  #int(which: number): number {
    return this.#columns.ints[this.#at + which] as number;
  }

  #orNull(which: number): number | null {
    const value = this.#int(which);
    return value < 0 ? null : value;
  }

  #address(which: number): string {
    return this.#columns.addresses[this.#int(which)] as string;
  }

  get isDecided(): boolean {
    return this.#int(KIND) >= 0;
  }

  /** Client and server, or the two ends in the order of addresses. */
  get firstAddress(): string {
    return this.#address(FIRST);
  }

  get secondAddress(): string {
    return this.#address(SECOND);
  }

  get client(): string | null {
    return this.isDecided ? this.firstAddress : null;
  }

  get server(): string | null {
    return this.isDecided ? this.secondAddress : null;
  }

  /** Ports of the two ends, where nothing is decided. */
  get firstPort(): number | null {
    return this.#orNull(PORT);
  }

  get secondPort(): number | null {
    return this.#orNull(SECOND_PORT);
  }

  get protocol(): number {
    const kind = this.#int(KIND);
    return kind >= 0 ? kind : ~kind;
  }

  get port(): number | null {
    return this.#orNull(this.isDecided ? PORT : COMMON_PORT);
  }

  get direction(): Direction {
    return (DECISIONS[this.#int(DECISION)] as (typeof DECISIONS)[number]).direction;
  }

  get state(): ContactState {
    return CONTACT_STATES[this.#int(STATE)] as ContactState;
  }

  get flows(): number {
    return this.#int(FLOWS);
  }

  get packets(): number {
    return this.#columns.numbers[this.#row * NUMBERS + PACKETS] as number;
  }

  get octets(): number {
    return this.#columns.numbers[this.#row * NUMBERS + OCTETS] as number;
  }

  get clientPort(): number | null {
    return this.#orNull(CLIENT_PORT);
  }

  get scanner(): boolean {
    return this.#int(SCANNER) === 1;
  }

  get icmpType(): number | null {
    return this.#orNull(TYPE);
  }

  get icmpCode(): number | null {
    return this.#orNull(CODE);
  }

  get conversations(): number {
    return this.#int(CONVERSATIONS);
  }

  get attempts(): number {
    return this.#int(ATTEMPTS);
  }

  get folded(): number {
    return this.#int(FOLDED);
  }

  get first(): number {
    let first = Number.POSITIVE_INFINITY;
    const { dayNumbers } = this.#columns;
    for (let row = this.#int(DAYS), end = row + this.dayCount; row < end; row++)
      first = Math.min(first, dayNumbers[row * DAY_NUMBERS + DAY_FIRST] as number);
    return first;
  }

  get last(): number {
    let last = Number.NEGATIVE_INFINITY;
    const { dayNumbers } = this.#columns;
    for (let row = this.#int(DAYS), end = row + this.dayCount; row < end; row++)
      last = Math.max(last, dayNumbers[row * DAY_NUMBERS + DAY_LAST] as number);
    return last;
  }

  /** Sorted by address. */
  get observers(): readonly string[] {
    const { dayInts, exporters } = this.#columns;
    const begin = this.#int(DAYS);
    const exporterOf = (row: number) => dayInts[row * DAY_INTS + EXPORTER] as number;
    if (this.dayCount === 1) return [exporters[exporterOf(begin)] as string];
    const observers = new Set<number>();
    for (let row = begin; row < begin + this.dayCount; row++) observers.add(exporterOf(row));
    return Array.from(Int32Array.from(observers).sort(), (exporter) => exporters[exporter] as string);
  }

  get dayCount(): number {
    return this.#int(DAY_COUNT);
  }

  /** Chooses the day that the following speak of: 0 is the first, by day and then by exporter. */
  moveToDay(day: number): void {
    this.#dayRow = this.#int(DAYS) + day;
  }

  get day(): string {
    return dateOf(this.#columns.dayInts[this.#dayRow * DAY_INTS + DAY] as number);
  }

  get dayExporter(): string {
    const { dayInts, exporters } = this.#columns;
    return exporters[dayInts[this.#dayRow * DAY_INTS + EXPORTER] as number] as string;
  }

  get dayFlows(): number {
    return this.#columns.dayInts[this.#dayRow * DAY_INTS + DAY_FLOWS] as number;
  }

  get dayPackets(): number {
    return this.#dayNumber(PACKETS);
  }

  get dayOctets(): number {
    return this.#dayNumber(OCTETS);
  }

  get dayFirst(): number {
    return this.#dayNumber(DAY_FIRST);
  }

  get dayLast(): number {
    return this.#dayNumber(DAY_LAST);
  }

  #dayNumber(which: number): number {
    return this.#columns.dayNumbers[this.#dayRow * DAY_NUMBERS + which] as number;
  }

  /** The relationship as an object. */
  read(): ObservedRelationship {
    const { client, server, isDecided, protocol, port, direction, state, flows, packets, octets, first, last } = this;
    // Field by field: there are hundreds of thousands, and spreading several objects into one is slow.
    return {
      client,
      server,
      endpoints: isDecided
        ? null
        : [
            { address: this.firstAddress, port: this.firstPort },
            { address: this.secondAddress, port: this.secondPort },
          ],
      protocol,
      port,
      direction,
      state,
      flows,
      packets,
      octets,
      first,
      last,
      observers: this.observers,
      days: this.#days(),
      clientPort: this.clientPort,
      scanner: this.scanner,
      icmpType: this.icmpType,
      icmpCode: this.icmpCode,
      attempts: this.attempts,
      conversations: this.conversations,
      folded: this.folded,
    };
  }

  #days(): readonly ObserverDay[] {
    const days: ObserverDay[] = [];
    for (let i = 0; i < this.dayCount; i++) {
      this.moveToDay(i);
      const { day, dayExporter: exporter, dayFlows: flows, dayPackets: packets, dayOctets: octets } = this;
      days.push({ day, exporter, flows, packets, octets, first: this.dayFirst, last: this.dayLast });
    }
    return days;
  }
}

const DATES = new Map<number, string>();

/** `YYYY-MM-DD` of a number of days since 1970. */
function dateOf(day: number): string {
  let date = DATES.get(day);
  if (date === undefined) {
    date = new Date(day * 86_400_000).toISOString().slice(0, 10);
    // The clocks of broken exporters may name any day.
    if (DATES.size > 1000) DATES.clear();
    DATES.set(day, date);
  }
  return date;
}
