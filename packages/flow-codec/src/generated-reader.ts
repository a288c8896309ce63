import {
  BATCH_ROWS,
  COLUMN_OFFSETS,
  COLUMN_TYPES,
  type ColumnMemory,
  type ColumnName,
  type ColumnType,
  type FlowColumns,
  MEMORY_OF,
} from './flow-columns.ts';
import type { ReadPlan } from './read-plan.ts';
import { MAX_EXACT, ntpMilliseconds, type ReadState, readUnsigned } from './read-state.ts';
import type { FamilyStep, Place, ReadStep, UnsignedStep } from './read-step.ts';

/** Reads records from the state's offset until the end or until the batch is full. */
export type FlowReader = (state: ReadState, columns: FlowColumns) => void;

/** More variable-length fields than any exporter has: such a layout is left to the interpreter. */
const MAX_SEGMENTS = 64;

/**
 * Compiles a plan into a straight-line reader: one loop over the records, in it one assignment per column and nothing
 * else. The text consists of column names of ours and of numbers that are checked to be small integers; nothing of the
 * packet gets into it. Null when the layout is too odd to be worth it.
 */
export function generateReader(plan: ReadPlan): FlowReader | null {
  if (plan.segments.length > MAX_SEGMENTS || plan.minLength === 0) return null;
  const make = new Function('readUnsigned', 'ntpMilliseconds', source(plan)) as (
    unsigned: typeof readUnsigned,
    ntp: typeof ntpMilliseconds,
  ) => (state: ReadState, memory: ColumnMemory) => void;
  const read = make(readUnsigned, ntpMilliseconds);
  return (state, columns) => read(state, columns.memory);
}

function source(plan: ReadPlan): string {
  return `'use strict';
return function read(state, memory) {
  const { words, integers, numbers } = memory;
  const { view, end, exportTime, uptime } = state;
  const uptimeBase = uptime === uptime ? exportTime : NaN;
  const uptime32 = uptime | 0;
  const last = end - ${int(plan.minLength)};
  let s0 = state.offset;
  let row = 0;
  while (row < ${int(BATCH_ROWS)} && s0 <= last) {
    ${[...locate(plan), ...plan.steps.map(assignment)].join('\n    ')}
    row++;
    s0 = next;
  }
  state.rows = row;
  state.offset = s0;
};`;
}

/** Finds where each segment of the record begins (s1, s2, ...) and where each variable-length value lies (v0, n0, ...). */
function locate({ segments, minLength }: ReadPlan): string[] {
  const lines: string[] = [];
  let rest = minLength;
  for (const [i, length] of segments.slice(0, -1).entries()) {
    rest -= length + 1;
    lines.push(
      `let v${i} = s${i} + ${int(length + 1)};`,
      `let n${i} = view.getUint8(v${i} - 1);`,
      `if (n${i} === 255) {`,
      `  if (v${i} + 2 > end) { state.truncated = true; break; }`,
      `  n${i} = view.getUint16(v${i}); v${i} += 2;`,
      '}',
      `const s${i + 1} = v${i} + n${i};`,
      `if (s${i + 1} + ${int(rest)} > end) { state.truncated = true; break; }`,
    );
  }
  lines.push(`const next = s${segments.length - 1} + ${int(segments.at(-1) as number)};`);
  return lines;
}

function assignment(step: ReadStep, index: number): string {
  const target = cell(step.column);
  switch (step.kind) {
    case 'constant':
      return `${target} = ${int(step.value)};`;
    case 'family':
      return familyAssignment(step);
    case 'address4':
      return `${target} = view.getUint32(${at(step.place)});`;
    case 'address6':
      return [0, 4, 8, 12].map((k) => `${cell(step.column, k / 4)} = view.getUint32(${at(step.place, k)});`).join(' ');
    case 'seconds':
      return `${target} = ${value(step.place)} * 1000;`;
    case 'ntp':
      return `${target} = ntpMilliseconds(view.getUint32(${at(step.place)}), view.getUint32(${at(step.place, 4)}));`;
    case 'before':
      return `${target} = Math.round(exportTime - ${value(step.place)} / 1000);`;
    case 'uptime':
      return step.boot
        ? `${target} = exportTime - ((exportTime - ${value(step.boot)} - ${value(step.place)}) | 0);`
        : `${target} = uptimeBase - ((uptime32 - ${value(step.place)}) | 0);`;
    case 'frame':
      return `${target} = ${at(step.place)}; ${cell('frameLength')} = ${lengthOf(step.place)}; ${cell('frameElement')} = ${int(step.element)};`;
    default:
      return unsignedAssignment(step, index);
  }
}

function unsignedAssignment({ column, place, or }: UnsignedStep, index: number): string {
  const target = cell(column);
  const integer = COLUMN_TYPES[column] === 'integer';
  const largest = integer ? 65535 : MAX_EXACT;
  const longest = Math.max(longestLength(place), or ? longestLength(or) : 0);
  const isSafe = longest <= (integer ? 2 : 6);
  const tooLarge = `x = ${integer ? '-1' : 'NaN'}; state.tooLarge.add(${int(index)});`;
  if (!or) {
    if (isSafe) return `${target} = ${value(place)};`;
    return `{ let x = ${value(place)}; if (x > ${int(largest)}) { ${tooLarge} } ${target} = x; }`;
  }
  if (isSafe) return `${target} = ${value(place)} | ${value(or)};`;
  // The operator keeps 32 bits, so each of the two is looked at before.
  const bound = int(largest);
  return `{ const a = ${value(place)}, b = ${value(or)}; let x = a | b; if (a > ${bound} || b > ${bound}) { ${tooLarge} } ${target} = x; }`;
}

function longestLength(place: Place): number {
  return place.variable ? 8 : place.length;
}

function familyAssignment(step: FamilyStep): string {
  const addresses = [step.src4 && cell('srcAddr4'), step.dst4 && cell('dstAddr4')].filter(Boolean).join(' | ');
  const byAddress = `(${addresses}) !== 0 ? 4 : 6`;
  if (!step.place) return `${cell('ipVersion')} = ${byAddress};`;
  return `{ const x = ${value(step.place)}; ${cell('ipVersion')} = x === 4 || x === 6 ? x : ${byAddress}; }`;
}

/** Expression for the place of the current row in a column; `word` counts the words of an IPv6 address. */
function cell(column: ColumnName, word = 0): string {
  const type: ColumnType = COLUMN_TYPES[column];
  const row = type === 'address6' ? 'row * 4' : 'row';
  return `${MEMORY_OF[type]}[${row} + ${int(COLUMN_OFFSETS[column] + word)}]`;
}

/** Expression for the position of a byte of a value. */
function at(place: Place, plus = 0): string {
  return place.variable ? `v${int(place.segment)}` : `s${int(place.segment)} + ${int(place.offset + plus)}`;
}

function lengthOf(place: Place): string {
  return place.variable ? `n${int(place.segment)}` : int(place.length);
}

/** Expression for an unsigned value of 0 to 8 bytes, in the fewest reads. */
function value(place: Place): string {
  if (place.variable)
    return `(n${int(place.segment)} > 8 ? Infinity : readUnsigned(view, ${at(place)}, n${int(place.segment)}))`;
  const parts: string[] = [];
  for (let done = 0; done < place.length; ) {
    const size = place.length - done >= 4 ? 4 : place.length - done >= 2 ? 2 : 1;
    const factor = 256 ** (place.length - done - size);
    parts.push(`view.getUint${size * 8}(${at(place, done)})${factor > 1 ? ` * ${int(factor)}` : ''}`);
    done += size;
  }
  return parts.length > 1 ? `(${parts.join(' + ')})` : (parts[0] ?? '0');
}

/** The only way in which a number gets into generated code. */
function int(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} cannot stand in generated code`);
  return String(value);
}
