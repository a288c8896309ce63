import type { AddressSighting, AddressTranslation } from '@scopemap/database';
import type { FlowColumns } from '@scopemap/flow-codec';
import { addressScope, type FlowIntake, staysInSegment } from '@scopemap/scope-model';
import type { ExporterClock, FlowTimes } from '../exporter-clock.ts';
import type { ColumnIntake } from './column-intake.ts';
import { hardwareAddress } from './hardware-address.ts';

/** Pairs and sightings kept between two windows, each; hostile senders may invent them without end. */
const MAX_ROWS = 20_000;

interface Span {
  readonly address: string;
  /** The translated address, or the asset. */
  readonly other: string;
  readonly exporter: string;
  from: number;
  to: number;
}

/** Translations seen further apart are two periods, as in the database: what held in between, nobody saw. */
const LONGEST_SILENCE_MS = 3_600_000;

function keyOf(address: string, other: string, exporter: string): string {
  return `${address} ${other} ${exporter}`;
}

/** Periods in which something was seen, by what it was, within a bound. */
class Spans {
  readonly #longestSilence: number;
  #spans = new Map<string, Span[]>();
  #count = 0;

  /** `longestSilence` in milliseconds: sightings further apart are two periods. */
  constructor(longestSilence: number) {
    this.#longestSilence = longestSilence;
  }

  /** Makes a period longer that the sighting is close to, or begins one; false when there is no room for it. */
  note({ address, other, exporter, from, to }: Span): boolean {
    const key = keyOf(address, other, exporter);
    const periods = this.#spans.get(key) ?? [];
    // Records come nearly in order of time: the latest period is the one that fits.
    const at = periods.findLastIndex(
      (period) => from <= period.to + this.#longestSilence && to >= period.from - this.#longestSilence,
    );
    const known = periods[at];
    if (known) {
      known.from = Math.min(known.from, from);
      known.to = Math.max(known.to, to);
      return true;
    }
    if (this.#count >= MAX_ROWS) return false;
    this.#count++;
    periods.push({ address, other, exporter, from, to });
    this.#spans.set(key, periods);
    return true;
  }

  take(): Span[] {
    const spans = [...this.#spans.values()].flat();
    this.#spans = new Map();
    this.#count = 0;
    return spans;
  }
}

/**
 * What records say of an address beside its traffic. Their post-NAT addresses (IPFIX 225, 226, 281, 282) bind inside and outside: a
 * source is shown as its post-NAT address, and the post-NAT destination is shown as the destination. Some exporters (FortiOS) name
 * the ends of answers the other way round; where sources told the opposite of a pair, they are believed.
 * Their source MAC address binds an address to a machine, where it can only be the sender's own: no router forwards packets to the
 * groups of one segment. Elsewhere it may be that of the last router.
 */
export class AddressEvidence {
  readonly #clock: ExporterClock;
  /** Told by the source of a record, and by its destination. */
  readonly #sources = new Spans(LONGEST_SILENCE_MS);
  readonly #targets = new Spans(LONGEST_SILENCE_MS);
  /** Pairs that sources told, also of earlier windows. */
  readonly #told = new Set<string>();
  // A machine keeps its address between two sightings, unless another one was met there.
  readonly #sightings = new Spans(Number.POSITIVE_INFINITY);
  readonly #times: FlowTimes = { start: Number.NaN, end: Number.NaN };

  constructor(clock: ExporterClock) {
    this.#clock = clock;
  }

  /** Takes the records of a batch that the intake has just taken; returns how many of them had no room. */
  take(columns: FlowColumns, ids: ColumnIntake, { addresses }: FlowIntake): number {
    let dropped = 0;
    const translates = columns.has('natSrcAddr4') || columns.has('natSrcAddr6') || columns.has('natDstAddr4');
    if (translates || columns.has('natDstAddr6')) dropped += this.#takeTranslations(columns, ids, addresses);
    if (columns.has('srcMac')) dropped += this.#takeSightings(columns, ids, addresses);
    return dropped;
  }

  /** Everything since the last call. */
  finish(): { translations: AddressTranslation[]; sightings: AddressSighting[] } {
    for (const span of this.#targets.take()) {
      const { address, other, exporter } = span;
      const isTurned = this.#told.has(keyOf(other, address, exporter));
      this.#sources.note(isTurned ? { ...span, address: other, other: address } : span);
    }
    const period = ({ from, to }: Span) => ({ from: new Date(from), to: new Date(to) });
    return {
      translations: this.#sources.take().map((span) => {
        const { address, other: shownAs, exporter } = span;
        return { address, shownAs, exporter, ...period(span) };
      }),
      sightings: this.#sightings.take().map((span) => {
        const { address, other: asset } = span;
        return { address, asset, source: 'flow-mac' as const, ...period(span) };
      }),
    };
  }

  #takeTranslations(
    columns: FlowColumns,
    { source, target }: ColumnIntake,
    addresses: FlowIntake['addresses'],
  ): number {
    const { exporter } = columns.datagram;
    let dropped = 0;
    for (let row = 0; row < columns.rows; row++) {
      const from = source[row] as number;
      const to = target[row] as number;
      const newFrom = translated(columns, row, addresses, 'natSrcAddr4', 'natSrcAddr6');
      const newTo = translated(columns, row, addresses, 'natDstAddr4', 'natDstAddr6');
      const isSource = from >= 0 && newFrom >= 0 && newFrom !== from;
      const isTarget = to >= 0 && newTo >= 0 && newTo !== to;
      if (!isSource && !isTarget) continue;
      const { start, end } = this.#timesOf(columns, row);
      const spanOf = (inside: number, outside: number): Span | null => {
        const [address, other] = [addresses.text(inside), addresses.text(outside)];
        return isHost(address) && isHost(other) ? { address, other, exporter, from: start, to: end } : null;
      };
      const ofSource = isSource ? spanOf(from, newFrom) : null;
      const ofTarget = isTarget ? spanOf(newTo, to) : null;
      if (ofSource) this.#tell(ofSource);
      const hasRoom = (!ofSource || this.#sources.note(ofSource)) && (!ofTarget || this.#targets.note(ofTarget));
      if (!hasRoom) dropped++;
    }
    return dropped;
  }

  #tell({ address, other, exporter }: Span): void {
    if (this.#told.size >= MAX_ROWS) this.#told.clear();
    this.#told.add(keyOf(address, other, exporter));
  }

  #takeSightings(columns: FlowColumns, { source, target }: ColumnIntake, addresses: FlowIntake['addresses']): number {
    const { srcMac } = columns.column;
    let dropped = 0;
    for (let row = 0; row < columns.rows; row++) {
      const [from, to] = [source[row] as number, target[row] as number];
      if (from < 0 || to < 0 || !staysInSegment(addresses.text(to))) continue;
      const mac = hardwareAddress(srcMac[row] as number);
      const address = addresses.text(from);
      // A link-local address may be that of another machine in every segment.
      if (mac === null || addressScope(address) !== 'routable') continue;
      const { start, end } = this.#timesOf(columns, row);
      if (!this.#sightings.note({ address, other: `mac:${mac}`, exporter: '', from: start, to: end })) dropped++;
    }
    return dropped;
  }

  /** When the record's packets were, as far as its exporter's clock is believed; else when it came. */
  #timesOf(columns: FlowColumns, row: number): FlowTimes {
    const times = this.#times;
    const { column } = columns;
    const { exporter, receivedAt } = columns.datagram;
    const event = columns.has('eventTimeMs') ? (column.eventTimeMs[row] as number) : Number.NaN;
    times.start = or(column.start[row] as number, event);
    times.end = or(column.end[row] as number, event);
    this.#clock.correct(times, exporter, receivedAt);
    times.start = or(times.start, or(times.end, receivedAt));
    times.end = or(times.end, times.start);
    return times;
  }
}

function or(value: number, otherwise: number): number {
  return Number.isNaN(value) ? otherwise : value;
}

/** The number of a post-NAT address; -1 where the record has none. Exporters fill the one that is not translated with zeros. */
function translated(
  columns: FlowColumns,
  row: number,
  addresses: FlowIntake['addresses'],
  four: 'natSrcAddr4' | 'natDstAddr4',
  six: 'natSrcAddr6' | 'natDstAddr6',
): number {
  const { column } = columns;
  if (columns.has(four) && column[four][row] !== 0) return addresses.four(column[four][row] as number);
  if (!columns.has(six)) return -1;
  const at = row * 4;
  for (let i = at; i < at + 4; i++) if (column[six][i] !== 0) return addresses.six(column[six], at);
  return -1;
}

function isHost(address: string): boolean {
  const scope = addressScope(address);
  return scope === 'routable' || scope === 'link-local';
}
