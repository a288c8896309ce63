import type { FlowColumns } from '@scopemap/flow-codec';
import { type FlowIntake, HALF_EXTRAS } from '@scopemap/scope-model';
import type { ExporterClock } from '../exporter-clock.ts';

/** Where the columns of a batch name the addresses; absent where the template does not. */
interface AddressColumns {
  readonly source4: Uint32Array | null;
  readonly target4: Uint32Array | null;
  readonly source6: Uint32Array | null;
  readonly target6: Uint32Array | null;
}

function addressColumns(columns: FlowColumns): AddressColumns {
  const { column } = columns;
  return {
    source4: columns.has('srcAddr4') ? column.srcAddr4 : null,
    target4: columns.has('dstAddr4') ? column.dstAddr4 : null,
    source6: columns.has('srcAddr6') ? column.srcAddr6 : null,
    target6: columns.has('dstAddr6') ? column.dstAddr6 : null,
  };
}

/** The way of a record from the decoder's columns into the model, without an object for it. */
export class ColumnIntake {
  /** Numbers of the addresses of the batch's rows in the model's table; -1 where a record has none. */
  readonly source = new Int32Array(1024);
  readonly target = new Int32Array(1024);
  readonly #intake: FlowIntake;
  readonly #clock: ExporterClock;

  constructor(intake: FlowIntake, clock: ExporterClock) {
    this.#intake = intake;
    this.#clock = clock;
  }

  /** Takes all records of a batch; returns the number of those whose times were not believed. */
  take(columns: FlowColumns): number {
    const { values } = this.#intake;
    const { column, rows, datagram } = columns;
    const { exporter, receivedAt } = datagram;
    const extras = HALF_EXTRAS.filter((name) => columns.has(name));
    for (const name of HALF_EXTRAS) values[name] = Number.NaN;
    values.hasExtras = extras.length > 0;
    values.received = receivedAt;
    this.#numberAddresses(columns);
    const pointOf = this.#points(columns);
    let corrected = 0;
    for (let row = 0; row < rows; row++) {
      values.source = this.source[row] as number;
      values.target = this.target[row] as number;
      values.sourcePort = column.srcPort[row] as number;
      values.targetPort = column.dstPort[row] as number;
      values.protocol = column.protocol[row] as number;
      values.tcpFlags = column.tcpFlags[row] as number;
      values.point = pointOf(row);
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
    const { ipVersion } = columns.column;
    const { source4, target4, source6, target6 } = addressColumns(columns);
    for (let row = 0; row < columns.rows; row++) {
      const version = ipVersion[row];
      let source = -1;
      let target = -1;
      if (version === 4) {
        if (source4) source = addresses.four(source4[row] as number);
        if (target4) target = addresses.four(target4[row] as number);
      } else if (version === 6) {
        if (source6) source = addresses.six(source6, row * 4);
        if (target6) target = addresses.six(target6, row * 4);
      }
      this.source[row] = source;
      this.target[row] = target;
    }
  }

  /** Numbers the observation points of the rows; those that follow each other are mostly the same or few. */
  #points(columns: FlowColumns): (row: number) => number {
    const { points } = this.#intake;
    const { exporter } = columns.datagram;
    const { domain } = columns;
    const { inputIf, outputIf } = columns.column;
    const direction = columns.has('direction') ? columns.column.direction : null;
    let lastInput = -1;
    let lastOutput = -1;
    let lastDirection = -1;
    let point = -1;
    return (row) => {
      // -1 for absent ones: NaN equals nothing, not even itself.
      const input = orMinusOne(inputIf[row] as number);
      const output = orMinusOne(outputIf[row] as number);
      const way = direction === null ? -1 : orMinusOne(direction[row] as number);
      if (point >= 0 && input === lastInput && output === lastOutput && way === lastDirection) return point;
      lastInput = input;
      lastOutput = output;
      lastDirection = way;
      point = points.of({
        exporter,
        domain,
        direction: way < 0 ? null : way,
        inputIf: input < 0 ? null : input,
        outputIf: output < 0 ? null : output,
      });
      return point;
    };
  }
}

function orMinusOne(value: number): number {
  return Number.isNaN(value) ? -1 : value;
}
