import type { Answer } from './answer.ts';
import { strongerState } from './contact-state.ts';
import type { AddressTable } from './conversation/address-table.ts';
import type { Conversation } from './conversation/conversation.ts';
import type { DayTallies } from './conversation/day-tally.ts';
import type { ExporterNames } from './conversation/exporter-names.ts';
import { HashIndex } from './conversation/hash-index.ts';
import { mixA, spread } from './conversation/hashing.ts';
import { RowTable } from './conversation/row-table.ts';
import { otherSide } from './conversation/side.ts';
import { DECISIONS } from './direction/decide-direction.ts';
import { DIRECTION_METHODS } from './direction-method.ts';
import { CONTACT_STATES, type ContactState } from './relationship.ts';
import {
  ATTEMPTS,
  CLIENT_PORT,
  CODE,
  COMMON_PORT,
  CONVERSATIONS,
  DAY,
  DAY_COUNT,
  DAY_FIRST,
  DAY_FLOWS,
  DAY_INTS,
  DAY_LAST,
  DAY_NUMBERS,
  DAYS,
  DECISION,
  EXPORTER,
  FIRST,
  FLOWS,
  FOLDED,
  INTS,
  KIND,
  NEXT,
  NUMBERS,
  OCTETS,
  PACKETS,
  PORT,
  RelationshipColumns,
  SCANNER,
  SECOND,
  SECOND_PORT,
  STATE,
  TYPE,
} from './relationship-columns.ts';
import { orderOf } from './relationship-order.ts';

/** Days from which on those of a relationship are found by an index. */
const FEW_DAYS = 8;

/** Strength of the methods of the decisions, by their codes: the smaller the stronger. */
const METHOD_RANK = Uint8Array.from(DECISIONS, ({ direction }) => DIRECTION_METHODS.indexOf(direction.method));

/** What is fresh of a conversation. */
export interface FreshCounts {
  readonly flows: number;
  readonly packets: number;
  readonly octets: number;
  readonly attempts: number;
}

/** The relationships of one window while it is made: conversations are added up in rows, told apart by the numbers of their addresses. */
export class RelationshipTable {
  readonly #addresses: AddressTable;
  readonly #exporters: ExporterNames;
  readonly #rows = new RowTable(INTS, NUMBERS);
  readonly #days = new RowTable(DAY_INTS, DAY_NUMBERS);
  readonly #index = new HashIndex();
  readonly #seed: number;
  /** Rows of days of the relationships that have many, by relationship, then by exporter and day. */
  readonly #manyDays = new Map<number, Map<number, number>>();

  /** `seed`: any 32 bits, best unknown to senders. */
  constructor(addresses: AddressTable, exporters: ExporterNames, seed: number) {
    this.#addresses = addresses;
    this.#exporters = exporters;
    this.#seed = seed;
  }

  get size(): number {
    return this.#rows.rows;
  }

  /** The row of the relationship that a conversation with this answer belongs to. */
  of(conversation: Conversation, answer: Answer): number {
    return this.#find(conversation, answer, true);
  }

  /** A new row for it, even where there is one already. */
  begin(conversation: Conversation, answer: Answer): number {
    return this.#find(conversation, answer, false);
  }

  #find({ protocol, low, high }: Conversation, answer: Answer, once: boolean): number {
    const { decision, folded } = answer;
    const lowPort = low.port ?? -1;
    const highPort = high.port ?? -1;
    if (decision.server === 'low') return this.#rowOf(protocol, high.id, low.id, lowPort, -1, -1, answer, once);
    if (decision.server === 'high') return this.#rowOf(protocol, low.id, high.id, highPort, -1, -1, answer, once);
    const isShared = decision.direction.method === 'peer' && lowPort === highPort;
    const common = isShared ? lowPort : -1;
    if (folded) return this.#rowOf(~protocol, low.id, high.id, -1, -1, common, answer, once);
    return this.#rowOf(~protocol, low.id, high.id, lowPort, highPort, common, answer, once);
  }

  #rowOf(
    kind: number,
    first: number,
    second: number,
    port: number,
    secondPort: number,
    common: number,
    answer: Answer,
    once: boolean,
  ): number {
    if (!once) return this.#add(kind, first, second, port, secondPort, common, answer);
    const ends = mixA(mixA(mixA(this.#seed, first), second), kind);
    const hash = spread(mixA(ends, (port << 16) ^ secondPort));
    const index = this.#index;
    let place = index.seek(hash);
    for (let row = index.at(place); row >= 0; place = index.after(place, hash), row = index.at(place)) {
      const { ints } = this.#rows;
      const at = row * INTS;
      if (
        ints[at + KIND] === kind &&
        ints[at + FIRST] === first &&
        ints[at + SECOND] === second &&
        ints[at + PORT] === port &&
        ints[at + SECOND_PORT] === secondPort
      )
        return row;
    }
    const added = this.#add(kind, first, second, port, secondPort, common, answer);
    index.put(place, hash, added);
    return added;
  }

  #add(
    kind: number,
    first: number,
    second: number,
    port: number,
    secondPort: number,
    common: number,
    { decision, state }: Answer,
  ): number {
    const row = this.#rows.add();
    const { ints, numbers } = this.#rows;
    const at = row * INTS;
    ints.fill(0, at, at + INTS);
    ints[at + KIND] = kind;
    ints[at + FIRST] = first;
    ints[at + SECOND] = second;
    ints[at + PORT] = port;
    ints[at + SECOND_PORT] = secondPort;
    ints[at + COMMON_PORT] = common;
    ints[at + DECISION] = decision.code;
    ints[at + STATE] = CONTACT_STATES.indexOf(state);
    ints[at + SCANNER] = 1;
    ints[at + CLIENT_PORT] = -1;
    ints[at + TYPE] = -1;
    ints[at + CODE] = -1;
    ints[at + DAYS] = -1;
    numbers[row * NUMBERS + PACKETS] = 0;
    numbers[row * NUMBERS + OCTETS] = 0;
    return row;
  }

  /** Adds a conversation with what is fresh of it; {@link addDays} tells how its exporters share in that. */
  add(row: number, conversation: Conversation, answer: Answer, fresh: FreshCounts): void {
    const { decision, state, scanner, folded } = answer;
    const { ints, numbers } = this.#rows;
    const at = row * INTS;
    const from = row * NUMBERS;
    const isFirst = ints[at + CONVERSATIONS] === 0;
    ints[at + CONVERSATIONS] = (ints[at + CONVERSATIONS] as number) + 1;
    ints[at + FLOWS] = (ints[at + FLOWS] as number) + fresh.flows;
    ints[at + ATTEMPTS] = (ints[at + ATTEMPTS] as number) + fresh.attempts;
    numbers[from + PACKETS] = (numbers[from + PACKETS] as number) + fresh.packets;
    numbers[from + OCTETS] = (numbers[from + OCTETS] as number) + fresh.octets;
    if (folded) ints[at + FOLDED] = (ints[at + FOLDED] as number) + 1;
    if (!scanner) ints[at + SCANNER] = 0;
    const known = ints[at + DECISION] as number;
    if ((METHOD_RANK[decision.code] as number) < (METHOD_RANK[known] as number)) ints[at + DECISION] = decision.code;
    const before = CONTACT_STATES[ints[at + STATE] as number] as ContactState;
    if (before !== state) ints[at + STATE] = CONTACT_STATES.indexOf(strongerState(before, state));
    const clientPort = decision.server === null ? -1 : (conversation[otherSide(decision.server)].port ?? -1);
    ints[at + CLIENT_PORT] = isFirst || ints[at + CLIENT_PORT] === clientPort ? clientPort : -1;
    this.#addMessage(at, conversation.icmpType ?? -1, conversation.icmpCode ?? -1, isFirst);
  }

  /** Of several types none stands, and of several codes of one type no code. */
  #addMessage(at: number, type: number, code: number, isFirst: boolean): void {
    const { ints } = this.#rows;
    if (isFirst) {
      ints[at + TYPE] = type;
      ints[at + CODE] = code;
    } else if (ints[at + TYPE] !== type) {
      ints[at + TYPE] = -1;
      ints[at + CODE] = -1;
    } else if (ints[at + CODE] !== code) ints[at + CODE] = -1;
  }

  /** Adds what an exporter counted by day; of a conversation that `isNew` to it, the earliest day has it. */
  addDays(row: number, exporter: number, days: DayTallies, isNew: boolean): void {
    const earliest = isNew ? days.earliest() : Number.NaN;
    for (let i = 0; i < days.count; i++) {
      const day = days.day[i] as number;
      const known = this.#dayOf(row, exporter, day);
      const { ints, numbers } = this.#days;
      const from = known * DAY_NUMBERS;
      if (day === earliest) ints[known * DAY_INTS + DAY_FLOWS] = (ints[known * DAY_INTS + DAY_FLOWS] as number) + 1;
      numbers[from + PACKETS] = (numbers[from + PACKETS] as number) + (days.packets[i] as number);
      numbers[from + OCTETS] = (numbers[from + OCTETS] as number) + (days.octets[i] as number);
      numbers[from + DAY_FIRST] = Math.min(numbers[from + DAY_FIRST] as number, days.first[i] as number);
      numbers[from + DAY_LAST] = Math.max(numbers[from + DAY_LAST] as number, days.last[i] as number);
    }
  }

  #dayOf(row: number, exporter: number, day: number): number {
    const { ints } = this.#rows;
    const at = row * INTS;
    if ((ints[at + DAY_COUNT] as number) >= FEW_DAYS) {
      const index = this.#indexOf(row);
      const key = dayKey(exporter, day);
      const known = index.get(key);
      if (known !== undefined) return known;
      const added = this.#addDay(at, exporter, day);
      index.set(key, added);
      return added;
    }
    const { ints: days } = this.#days;
    for (let next = ints[at + DAYS] as number; next >= 0; next = days[next * DAY_INTS + NEXT] as number)
      if (days[next * DAY_INTS + DAY] === day && days[next * DAY_INTS + EXPORTER] === exporter) return next;
    return this.#addDay(at, exporter, day);
  }

  #indexOf(row: number): Map<number, number> {
    const known = this.#manyDays.get(row);
    if (known) return known;
    const index = new Map<number, number>();
    const { ints: days } = this.#days;
    let next = this.#rows.ints[row * INTS + DAYS] as number;
    for (; next >= 0; next = days[next * DAY_INTS + NEXT] as number)
      index.set(dayKey(days[next * DAY_INTS + EXPORTER] as number, days[next * DAY_INTS + DAY] as number), next);
    this.#manyDays.set(row, index);
    return index;
  }

  #addDay(at: number, exporter: number, day: number): number {
    const added = this.#days.add();
    const { ints, numbers } = this.#days;
    ints[added * DAY_INTS + DAY] = day;
    ints[added * DAY_INTS + EXPORTER] = exporter;
    ints[added * DAY_INTS + DAY_FLOWS] = 0;
    ints[added * DAY_INTS + NEXT] = this.#rows.ints[at + DAYS] as number;
    const from = added * DAY_NUMBERS;
    numbers[from + PACKETS] = 0;
    numbers[from + OCTETS] = 0;
    numbers[from + DAY_FIRST] = Number.POSITIVE_INFINITY;
    numbers[from + DAY_LAST] = Number.NEGATIVE_INFINITY;
    this.#rows.ints[at + DAYS] = added;
    this.#rows.ints[at + DAY_COUNT] = (this.#rows.ints[at + DAY_COUNT] as number) + 1;
    return added;
  }

  /** All rows in the order of a window, as they came when not `inOrder`; then the table is empty. */
  finish(inOrder = true): RelationshipColumns {
    const { rows } = this.#rows;
    const addresses = this.#addresses.ranked(this.#usedAddresses());
    const exporters = this.#exporters.ranked(this.#usedExporters());
    this.#numberByRank(addresses.rankOf);
    const order = inOrder ? orderOf(this.#rows.ints, rows, addresses.texts.length) : null;
    const ints = new Int32Array(rows * INTS);
    const numbers = new Float64Array(rows * NUMBERS);
    const dayInts = new Int32Array(this.#days.rows * DAY_INTS);
    const dayNumbers = new Float64Array(this.#days.rows * DAY_NUMBERS);
    const from = this.#rows;
    const fromDays = this.#days;
    let nextDay = 0;
    for (let i = 0; i < rows; i++) {
      const row = order ? (order[i] as number) : i;
      for (let k = 0; k < INTS; k++) ints[i * INTS + k] = from.ints[row * INTS + k] as number;
      for (let k = 0; k < NUMBERS; k++) numbers[i * NUMBERS + k] = from.numbers[row * NUMBERS + k] as number;
      const begin = nextDay;
      for (let day = from.ints[row * INTS + DAYS] as number; day >= 0; nextDay++) {
        const at = day * DAY_INTS;
        dayInts[nextDay * DAY_INTS + DAY] = fromDays.ints[at + DAY] as number;
        dayInts[nextDay * DAY_INTS + EXPORTER] = exporters.rankOf[fromDays.ints[at + EXPORTER] as number] as number;
        dayInts[nextDay * DAY_INTS + DAY_FLOWS] = fromDays.ints[at + DAY_FLOWS] as number;
        for (let k = 0; k < DAY_NUMBERS; k++)
          dayNumbers[nextDay * DAY_NUMBERS + k] = fromDays.numbers[day * DAY_NUMBERS + k] as number;
        day = fromDays.ints[at + NEXT] as number;
      }
      ints[i * INTS + DAYS] = begin;
      if (nextDay - begin > 1) sortDays(dayInts, dayNumbers, begin, nextDay);
    }
    this.#clear();
    return new RelationshipColumns(addresses.texts, exporters.texts, { ints, numbers, dayInts, dayNumbers });
  }

  #usedAddresses(): Uint8Array {
    const { ints, rows } = this.#rows;
    const used = new Uint8Array(this.#addresses.size);
    for (let row = 0; row < rows; row++) {
      used[ints[row * INTS + FIRST] as number] = 1;
      used[ints[row * INTS + SECOND] as number] = 1;
    }
    return used;
  }

  #usedExporters(): Uint8Array {
    const { ints, rows } = this.#days;
    const used = new Uint8Array(this.#exporters.size);
    for (let day = 0; day < rows; day++) used[ints[day * DAY_INTS + EXPORTER] as number] = 1;
    return used;
  }

  /** Names addresses by their places in the order; ends without direction stand in it, equal ones in the order of ports. */
  #numberByRank(rankOf: Int32Array): void {
    const { ints, rows } = this.#rows;
    for (let row = 0; row < rows; row++) {
      const at = row * INTS;
      const first = rankOf[ints[at + FIRST] as number] as number;
      const second = rankOf[ints[at + SECOND] as number] as number;
      const port = ints[at + PORT] as number;
      const secondPort = ints[at + SECOND_PORT] as number;
      const isTurned = (ints[at + KIND] as number) < 0 && (first > second || (first === second && port > secondPort));
      ints[at + FIRST] = isTurned ? second : first;
      ints[at + SECOND] = isTurned ? first : second;
      if (!isTurned) continue;
      ints[at + PORT] = secondPort;
      ints[at + SECOND_PORT] = port;
    }
  }

  #clear(): void {
    this.#rows.clear();
    this.#days.clear();
    this.#index.clear();
    this.#manyDays.clear();
  }
}

function dayKey(exporter: number, day: number): number {
  return exporter * 2 ** 32 + (day >>> 0);
}

/** Puts days in order of day, then exporter. Mostly there are few. */
function sortDays(ints: Int32Array, numbers: Float64Array, begin: number, end: number): void {
  const rows = Array.from({ length: end - begin }, (_, i) => begin + i).sort(
    (a, b) =>
      (ints[a * DAY_INTS + DAY] as number) - (ints[b * DAY_INTS + DAY] as number) ||
      (ints[a * DAY_INTS + EXPORTER] as number) - (ints[b * DAY_INTS + EXPORTER] as number),
  );
  const sortedInts = rows.flatMap((row) => [...ints.subarray(row * DAY_INTS, (row + 1) * DAY_INTS)]);
  const sortedNumbers = rows.flatMap((row) => [...numbers.subarray(row * DAY_NUMBERS, (row + 1) * DAY_NUMBERS)]);
  ints.set(sortedInts, begin * DAY_INTS);
  numbers.set(sortedNumbers, begin * DAY_NUMBERS);
}
