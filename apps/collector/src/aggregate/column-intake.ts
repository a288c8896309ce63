import type { FlowColumns } from '@scopemap/flow-codec';
import { type FlowIntake, HALF_EXTRAS } from '@scopemap/scope-model';
import type { ExporterClock } from '../exporter-clock.ts';

/** Rows that a batch may have. */
const MOST_ROWS = 1024;

/** The way of a record from the decoder's columns into the model, without an object for it. */
export class ColumnIntake {
  /** Numbers of the addresses of the batch's rows in the model's table; -1 where a record has none. */
  readonly source = new Int32Array(MOST_ROWS);
  readonly target = new Int32Array(MOST_ROWS);
  readonly #point = new Int32Array(MOST_ROWS);
  readonly #intake: FlowIntake;
  readonly #clock: ExporterClock;

  constructor(intake: FlowIntake, clock: ExporterClock) {
    this.#intake = intake;
    this.#clock = clock;
  }

  /** Takes all records of a batch; returns the number of those whose times were not believed. */
  take(columns: FlowColumns): number {
    const { rows, datagram, domain } = columns;
    const { exporter, receivedAt } = datagram;
    const { inputIf, outputIf, srcPort, dstPort, protocol, tcpFlags, packets, octets, start, end } = columns.column;
    this.#numberAddresses(columns);
    const direction = columns.has('direction') ? columns.column.direction : null;
    this.#intake.points.ofRows(exporter, domain, { direction, inputIf, outputIf }, rows, this.#point);
    if (hasExtras(columns) || !this.#clock.believes(start, end, rows, receivedAt)) return this.#takeRows(columns);
    this.#intake.stageColumns({
      rows,
      source: this.source,
      target: this.target,
      point: this.#point,
      sourcePort: srcPort,
      targetPort: dstPort,
      protocol,
      tcpFlags,
      packets,
      octets,
      start,
      end,
      received: receivedAt,
    });
    return 0;
  }

  /** One after the other: what has extras, and what needs other times. */
  #takeRows(columns: FlowColumns): number {
    const { values } = this.#intake;
    const { column, rows, datagram } = columns;
    const { exporter, receivedAt } = datagram;
    const extras = HALF_EXTRAS.filter((name) => columns.has(name));
    for (const name of HALF_EXTRAS) values[name] = Number.NaN;
    values.hasExtras = extras.length > 0;
    values.received = receivedAt;
    let corrected = 0;
    for (let row = 0; row < rows; row++) {
      values.source = this.source[row] as number;
      values.target = this.target[row] as number;
      values.sourcePort = column.srcPort[row] as number;
      values.targetPort = column.dstPort[row] as number;
      values.protocol = column.protocol[row] as number;
      values.tcpFlags = column.tcpFlags[row] as number;
      values.point = this.#point[row] as number;
      values.packets = column.packets[row] as number;
      values.octets = column.octets[row] as number;
      values.start = column.start[row] as number;
      values.end = column.end[row] as number;
      if (values.hasExtras) {
        for (const name of extras) values[name] = column[name][row] as number;
        if (Number.isNaN(values.start)) values.start = values.eventTimeMs;
        if (Number.isNaN(values.end)) values.end = values.eventTimeMs;
      }
      if (this.#clock.correct(values, exporter, receivedAt)) corrected++;
      this.#intake.stage();
    }
    return corrected;
  }

  #numberAddresses(columns: FlowColumns): void {
    const { addresses } = this.#intake;
    const { column, rows } = columns;
    const { ipVersion } = column;
    this.source.fill(-1, 0, rows);
    this.target.fill(-1, 0, rows);
    if (columns.has('srcAddr4')) addresses.fours(column.srcAddr4, ipVersion, rows, this.source);
    if (columns.has('dstAddr4')) addresses.fours(column.dstAddr4, ipVersion, rows, this.target);
    if (columns.has('srcAddr6')) addresses.sixes(column.srcAddr6, ipVersion, rows, this.source);
    if (columns.has('dstAddr6')) addresses.sixes(column.dstAddr6, ipVersion, rows, this.target);
  }
}

function hasExtras(columns: FlowColumns): boolean {
  for (const name of HALF_EXTRAS) if (columns.has(name)) return true;
  return false;
}
