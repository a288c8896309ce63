import { type ColumnName, type FlowColumns, isNull } from './flow-columns.ts';

const PAIRS = { 4: ['srcAddr4', 'dstAddr4', 1], 6: ['srcAddr6', 'dstAddr6', 4] } as const;

/** Source and destination as they stand in the address columns. */
interface AddressPair {
  readonly ipVersion: 4 | 6;
  readonly source: Uint32Array;
  readonly destination: Uint32Array;
}

/**
 * What the lists of one record say of it. A column counts when all that is found for it is one value: with two, which of
 * them belongs to the record would be a guess.
 */
export class ListFindings {
  /** NaN: several values. */
  readonly #values = new Map<ColumnName, number>();
  #addresses: AddressPair | 'several' | null = null;

  /** Takes the values of the rows of a batch; only `columns` were written in it. */
  addRows(batch: FlowColumns, columns: ReadonlySet<ColumnName>, wanted: ReadonlySet<ColumnName>, rows: number): void {
    for (const name of columns) {
      if (!wanted.has(name) || name === 'ipVersion' || isAddress(name)) continue;
      for (let row = 0; row < rows; row++) {
        const value = batch.column[name][row] as number;
        if (!isNull(name, value)) this.#addValue(name, value);
      }
    }
    if (!wanted.has('ipVersion') || !columns.has('ipVersion')) return;
    for (let row = 0; row < rows; row++) {
      const pair = pairOf(batch, columns, row);
      if (pair) this.#addAddresses(pair);
    }
  }

  /** Takes what another list of the record says. */
  addAll(other: ListFindings): void {
    for (const [name, value] of other.#values) this.#addValue(name, value);
    if (other.#addresses === 'several') this.#addresses = 'several';
    else if (other.#addresses) this.#addAddresses(other.#addresses);
  }

  /** Writes what is found into a row whose columns are null; false when there were several values for some column. */
  writeTo({ column }: FlowColumns, row: number): boolean {
    let unambiguous = this.#addresses !== 'several';
    for (const [name, value] of this.#values) {
      if (Number.isNaN(value)) unambiguous = false;
      else column[name][row] = value;
    }
    if (this.#addresses === null || this.#addresses === 'several') return unambiguous;
    const { ipVersion, source, destination } = this.#addresses;
    const [src, dst, words] = PAIRS[ipVersion];
    column[src].set(source, row * words);
    column[dst].set(destination, row * words);
    column.ipVersion[row] = ipVersion;
    return unambiguous;
  }

  #addValue(name: ColumnName, value: number): void {
    const known = this.#values.get(name);
    this.#values.set(name, known === undefined || known === value ? value : Number.NaN);
  }

  #addAddresses(pair: AddressPair): void {
    if (this.#addresses === null) this.#addresses = pair;
    else if (this.#addresses !== 'several' && !samePair(this.#addresses, pair)) this.#addresses = 'several';
  }
}

function isAddress(name: ColumnName): boolean {
  return name === 'srcAddr4' || name === 'dstAddr4' || name === 'srcAddr6' || name === 'dstAddr6';
}

/** Both addresses of a contained record: one without the other names no conversation. */
function pairOf({ column }: FlowColumns, columns: ReadonlySet<ColumnName>, row: number): AddressPair | null {
  const ipVersion = column.ipVersion[row] === 4 ? 4 : 6;
  const [src, dst, words] = PAIRS[ipVersion];
  if (!columns.has(src) || !columns.has(dst)) return null;
  const words4 = (name: typeof src | typeof dst) => column[name].slice(row * words, (row + 1) * words);
  return { ipVersion, source: words4(src), destination: words4(dst) };
}

function samePair(a: AddressPair, b: AddressPair): boolean {
  return (
    a.ipVersion === b.ipVersion &&
    a.source.every((word, i) => word === b.source[i]) &&
    a.destination.every((word, i) => word === b.destination[i])
  );
}
