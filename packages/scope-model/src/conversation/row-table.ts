const FIRST_ROWS = 256;

/** What a table grows by when it is full: less than twice, for it may hold most of the process's memory. */
const GROWTH = 1.25;

/** Rows of a fixed number of integers and of doubles, in two typed arrays that grow: no object for a row. */
export class RowTable {
  /** Replaced when the table grows: look them up again after {@link add}. */
  ints: Int32Array;
  numbers: Float64Array;
  rows = 0;
  readonly #rowInts: number;
  readonly #rowNumbers: number;
  #room = FIRST_ROWS;

  constructor(rowInts: number, rowNumbers: number) {
    this.#rowInts = rowInts;
    this.#rowNumbers = rowNumbers;
    this.ints = new Int32Array(FIRST_ROWS * rowInts);
    this.numbers = new Float64Array(FIRST_ROWS * rowNumbers);
  }

  /** The number of a new row, whose values are whatever stood there: set all of them. */
  add(): number {
    if (this.rows === this.#room) this.#resize(Math.ceil(this.#room * GROWTH));
    return this.rows++;
  }

  /** Leaves the rows that `kept` has a 1 for, in their order; gives out where each row went. */
  keep(kept: Uint8Array): Int32Array {
    const { ints, numbers, rows } = this;
    const places = new Int32Array(rows);
    let next = 0;
    for (let row = 0; row < rows; row++) {
      if (kept[row] === 0) continue;
      if (next !== row) {
        ints.copyWithin(next * this.#rowInts, row * this.#rowInts, (row + 1) * this.#rowInts);
        numbers.copyWithin(next * this.#rowNumbers, row * this.#rowNumbers, (row + 1) * this.#rowNumbers);
      }
      places[row] = next++;
    }
    this.rows = next;
    this.#giveBack(rows);
    return places;
  }

  clear(): void {
    const { rows } = this;
    this.rows = 0;
    this.#giveBack(rows);
  }

  /** Memory that only a crowded time needed is given back. */
  #giveBack(rows: number): void {
    if (rows * 8 < this.#room && this.#room > FIRST_ROWS) this.#resize(Math.max(this.rows, this.#room >> 1));
  }

  #resize(room: number): void {
    const ints = new Int32Array(room * this.#rowInts);
    const numbers = new Float64Array(room * this.#rowNumbers);
    ints.set(this.ints.subarray(0, this.rows * this.#rowInts));
    numbers.set(this.numbers.subarray(0, this.rows * this.#rowNumbers));
    this.ints = ints;
    this.numbers = numbers;
    this.#room = room;
  }
}
