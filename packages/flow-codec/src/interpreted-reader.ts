import { BATCH_ROWS, COLUMN_TYPES, type ColumnArrays, type ColumnName } from './flow-columns.ts';
import type { FlowReader } from './generated-reader.ts';
import type { ReadPlan } from './read-plan.ts';
import { MAX_EXACT, ntpMilliseconds, type ReadState, readUnsigned } from './read-state.ts';
import type { FamilyStep, Place, ReadStep, TimeStep, UnsignedStep } from './read-step.ts';

/** Per row: where a segment begins, and the variable-length value behind it. */
interface Located {
  readonly at: Int32Array;
  readonly valueAt: Int32Array;
  readonly valueLength: Int32Array;
}

/** Working memory of the interpreter, shared by all its readers: where each needed segment and value of each row lies. */
export class ReadScratch {
  readonly #slots: Located[] = [];
  readonly values = new Float64Array(BATCH_ROWS);
  readonly more = new Float64Array(BATCH_ROWS);

  slot(index: number): Located {
    const known = this.#slots[index];
    if (known) return known;
    const slot = {
      at: new Int32Array(BATCH_ROWS),
      valueAt: new Int32Array(BATCH_ROWS),
      valueLength: new Int32Array(BATCH_ROWS),
    };
    this.#slots[index] = slot;
    return slot;
  }
}

/**
 * Reads by a plan without generating code, one column after the other over all records of the set: what to do is chosen
 * once per column, not once per value. The results are those of the generated reader.
 */
export function interpretedReader(plan: ReadPlan, scratch: ReadScratch): FlowReader {
  // Segments without a value that is read need no memory: there can be thousands in a hostile template.
  const slotOf = new Int32Array(plan.segments.length).fill(-1);
  let slots = 0;
  for (const place of plan.steps.flatMap(placesOf)) {
    if (slotOf[place.segment] === -1) slotOf[place.segment] = slots++;
  }
  const interpreter = new Interpreter(plan, scratch, slotOf);
  return (state, columns) => interpreter.read(state, columns.column);
}

function placesOf(step: ReadStep): Place[] {
  if (step.kind === 'constant') return [];
  const places = step.place ? [step.place] : [];
  if (step.kind === 'uptime' && step.boot) places.push(step.boot);
  if (step.kind === 'unsigned' && step.or) places.push(step.or);
  return places;
}

class Interpreter {
  readonly #plan: ReadPlan;
  readonly #scratch: ReadScratch;
  readonly #slotOf: Int32Array;

  constructor(plan: ReadPlan, scratch: ReadScratch, slotOf: Int32Array) {
    this.#plan = plan;
    this.#scratch = scratch;
    this.#slotOf = slotOf;
  }

  read(state: ReadState, columns: ColumnArrays): void {
    state.rows = 0;
    if (this.#plan.minLength === 0) return;
    if (this.#plan.segments.length === 1) this.#locateFixed(state);
    else while (state.rows < BATCH_ROWS && this.#locateRow(state)) state.rows++;
    for (const [index, step] of this.#plan.steps.entries()) this.#readColumn(step, index, state, columns);
  }

  #locateFixed(state: ReadState): void {
    const length = this.#plan.minLength;
    const { at } = this.#scratch.slot(0);
    const rows = Math.max(0, Math.min(BATCH_ROWS, Math.floor((state.end - state.offset) / length)));
    for (let row = 0; row < rows; row++) at[row] = state.offset + row * length;
    state.rows = rows;
    state.offset += rows * length;
  }

  /** Notes where the segments of the record at the offset lie and moves on behind it; false when no record fits. */
  #locateRow(state: ReadState): boolean {
    const { segments, minLength } = this.#plan;
    const { view, end, rows } = state;
    let at = state.offset;
    let rest = minLength;
    if (at + rest > end) return false;
    for (let i = 0; i < segments.length; i++) {
      const slot = this.#slotOf[i] as number;
      const located = slot < 0 ? null : this.#scratch.slot(slot);
      if (located) located.at[rows] = at;
      at += segments[i] as number;
      if (i === segments.length - 1) break;
      rest -= (segments[i] as number) + 1;
      let length = view.getUint8(at++);
      if (length === 255) {
        if (at + 2 > end) return stopTruncated(state);
        length = view.getUint16(at);
        at += 2;
      }
      if (located) {
        located.valueAt[rows] = at;
        located.valueLength[rows] = length;
      }
      at += length;
      if (at + rest > end) return stopTruncated(state);
    }
    state.offset = at;
    return true;
  }

  #readColumn(step: ReadStep, index: number, state: ReadState, columns: ColumnArrays): void {
    switch (step.kind) {
      case 'constant':
        columns.ipVersion.fill(step.value, 0, state.rows);
        break;
      case 'family':
        this.#readFamily(step, state, columns);
        break;
      case 'address4':
      case 'address6':
        this.#readAddresses(step.place, state, columns[step.column] as Uint32Array, step.kind === 'address4' ? 1 : 4);
        break;
      case 'frame':
        this.#readFrames(step.place, step.element, state, columns);
        break;
      case 'unsigned':
        this.#readUnsigned(step, index, state, columns);
        break;
      default:
        this.#readTimes(step, state, columns[step.column]);
    }
  }

  #readAddresses(place: Place, { view, rows }: ReadState, target: Uint32Array, words: number): void {
    const { at } = this.#located(place);
    for (let row = 0; row < rows; row++) {
      for (let word = 0; word < words; word++) {
        target[row * words + word] = view.getUint32((at[row] as number) + place.offset + word * 4);
      }
    }
  }

  #readFamily(step: FamilyStep, state: ReadState, columns: ColumnArrays): void {
    const { values } = this.#scratch;
    if (step.place) this.#fill(step.place, state, values);
    for (let row = 0; row < state.rows; row++) {
      const told = step.place ? values[row] : 0;
      const addresses =
        (step.src4 ? (columns.srcAddr4[row] as number) : 0) | (step.dst4 ? (columns.dstAddr4[row] as number) : 0);
      columns.ipVersion[row] = told === 4 || told === 6 ? told : addresses !== 0 ? 4 : 6;
    }
  }

  #readFrames(place: Place, element: number, { rows }: ReadState, columns: ColumnArrays): void {
    const { at, valueAt, valueLength } = this.#located(place);
    for (let row = 0; row < rows; row++) {
      columns.frameOffset[row] = place.variable ? (valueAt[row] as number) : (at[row] as number) + place.offset;
      columns.frameLength[row] = place.variable ? (valueLength[row] as number) : place.length;
      columns.frameElement[row] = element;
    }
  }

  #readUnsigned(step: UnsignedStep, index: number, state: ReadState, columns: ColumnArrays): void {
    const target = columns[step.column];
    const integer = isInteger(step.column);
    const length = step.place.variable ? 8 : step.place.length;
    if (!step.or && length <= (integer ? 2 : 6)) {
      this.#fill(step.place, state, target);
      return;
    }
    const { values, more } = this.#scratch;
    const largest = integer ? 65535 : MAX_EXACT;
    this.#fill(step.place, state, values);
    if (step.or) {
      this.#fill(step.or, state, more);
      for (let row = 0; row < state.rows; row++) {
        const [a, b] = [values[row] as number, more[row] as number];
        // The operator keeps 32 bits, so each of the two is looked at before.
        values[row] = Math.max(a, b) > largest ? Number.POSITIVE_INFINITY : a | b;
      }
    }
    const nothing = integer ? -1 : Number.NaN;
    for (let row = 0; row < state.rows; row++) {
      const value = values[row] as number;
      target[row] = value <= largest ? value : nothing;
      if (value > largest) state.tooLarge.add(index);
    }
  }

  #readTimes(step: TimeStep, state: ReadState, target: ColumnArrays[ColumnName]): void {
    const { values, more } = this.#scratch;
    const { rows, exportTime } = state;
    if (step.kind === 'ntp') {
      this.#fill({ ...step.place, length: 4 }, state, values);
      this.#fill({ ...step.place, offset: step.place.offset + 4, length: 4 }, state, more);
      for (let row = 0; row < rows; row++) target[row] = ntpMilliseconds(values[row] as number, more[row] as number);
      return;
    }
    this.#fill(step.place, state, values);
    if (step.kind === 'seconds') for (let row = 0; row < rows; row++) target[row] = (values[row] as number) * 1000;
    else if (step.kind === 'before') {
      for (let row = 0; row < rows; row++) target[row] = Math.round(exportTime - (values[row] as number) / 1000);
    } else if (step.boot) {
      this.#fill(step.boot, state, more);
      for (let row = 0; row < rows; row++)
        target[row] = exportTime - ((exportTime - (more[row] as number) - (values[row] as number)) | 0);
    } else {
      const base = Number.isNaN(state.uptime) ? Number.NaN : exportTime;
      for (let row = 0; row < rows; row++) target[row] = base - ((state.uptime - (values[row] as number)) | 0);
    }
  }

  /** Unsigned values of one place for all rows; Infinity where a variable-length value has more than 8 bytes. */
  #fill(place: Place, { view, rows }: ReadState, target: ColumnArrays[ColumnName]): void {
    const { at, valueAt, valueLength } = this.#located(place);
    const { offset, length } = place;
    if (place.variable) {
      for (let row = 0; row < rows; row++) {
        const bytes = valueLength[row] as number;
        target[row] = bytes > 8 ? Number.POSITIVE_INFINITY : readUnsigned(view, valueAt[row] as number, bytes);
      }
      return;
    }
    switch (length) {
      case 1:
        for (let row = 0; row < rows; row++) target[row] = view.getUint8((at[row] as number) + offset);
        break;
      case 2:
        for (let row = 0; row < rows; row++) target[row] = view.getUint16((at[row] as number) + offset);
        break;
      case 4:
        for (let row = 0; row < rows; row++) target[row] = view.getUint32((at[row] as number) + offset);
        break;
      case 8:
        for (let row = 0; row < rows; row++) {
          const position = (at[row] as number) + offset;
          target[row] = view.getUint32(position) * 4294967296 + view.getUint32(position + 4);
        }
        break;
      default:
        for (let row = 0; row < rows; row++) target[row] = readUnsigned(view, (at[row] as number) + offset, length);
    }
  }

  #located(place: Place) {
    return this.#scratch.slot(this.#slotOf[place.segment] as number);
  }
}

function isInteger(column: ColumnName): boolean {
  return COLUMN_TYPES[column] === 'integer';
}

function stopTruncated(state: ReadState): false {
  state.truncated = true;
  return false;
}
