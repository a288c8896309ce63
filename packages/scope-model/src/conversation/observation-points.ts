import { HashIndex } from './hash-index.ts';
import { mixA, mixB, spread } from './hashing.ts';

/** Where records are counted: an exporter's domain, direction and interfaces. The same packets may be counted at several. */
export interface ObservationPoint {
  readonly exporter: string;
  readonly domain: number;
  /** Null when the record does not say. */
  readonly direction: number | null;
  readonly inputIf: number | null;
  readonly outputIf: number | null;
}

/** The values of records that tell points apart; NaN for none. */
export interface PointColumns {
  readonly direction: Float64Array | null;
  readonly inputIf: Float64Array;
  readonly outputIf: Float64Array;
}

/** The same number, or none in both. */
function isSame(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/** True for the same point, also when it was numbered in different windows. */
export function isSamePoint(a: ObservationPoint, b: ObservationPoint): boolean {
  return (
    a === b ||
    (a.domain === b.domain &&
      a.inputIf === b.inputIf &&
      a.outputIf === b.outputIf &&
      a.direction === b.direction &&
      a.exporter === b.exporter)
  );
}

const FIRST_POINTS = 64;
/** Points of one exporter and domain that are found without hashing it; a power of two. */
const AT_HAND = 64;

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** Numbers for observation points, of which there are few. The hashes depend on the point and the seed alone. */
export class ObservationPoints {
  hashA = new Int32Array(FIRST_POINTS);
  hashB = new Int32Array(FIRST_POINTS);
  readonly #points: ObservationPoint[] = [];
  readonly #index = new HashIndex();
  readonly #seed: number;
  readonly #words = new Int32Array(8);
  readonly #numbers = new Float64Array(this.#words.buffer);

  /** The points of the latest batches, by some bits of what tells them apart; -1 for none. */
  readonly #atHand = new Int32Array(AT_HAND).fill(-1);
  readonly #inputs = new Float64Array(AT_HAND);
  readonly #outputs = new Float64Array(AT_HAND);
  readonly #ways = new Float64Array(AT_HAND);
  #exporter = '';
  #domain = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  get size(): number {
    return this.#points.length;
  }

  point(id: number): ObservationPoint {
    return this.#points[id] as ObservationPoint;
  }

  /** The number of a point. */
  of(point: ObservationPoint): number {
    const hash = this.#hash(point, mixA);
    let place = this.#index.seek(hash);
    for (let id = this.#index.at(place); id >= 0; place = this.#index.after(place, hash), id = this.#index.at(place))
      if (isSamePoint(this.point(id), point)) return id;
    const id = this.#points.length;
    if (id === this.hashA.length) this.#grow();
    this.#points.push(point);
    this.hashA[id] = hash;
    this.hashB[id] = this.#hash(point, mixB);
    this.#index.put(place, hash, id);
    return id;
  }

  /**
   * The numbers of the points of a batch of one exporter and domain, where NaN stands for what a record does not say; `direction` is
   * null when none of them says it.
   */
  ofRows(
    exporter: string,
    domain: number,
    { direction, inputIf, outputIf }: PointColumns,
    rows: number,
    ids: Int32Array,
  ): void {
    if (exporter !== this.#exporter || domain !== this.#domain) {
      this.#exporter = exporter;
      this.#domain = domain;
      this.#atHand.fill(-1);
    }
    for (let row = 0; row < rows; row++) {
      const input = inputIf[row] as number;
      const output = outputIf[row] as number;
      const way = direction === null ? Number.NaN : (direction[row] as number);
      const slot = (input + output * 7 + way * 3) & (AT_HAND - 1);
      const known = this.#atHand[slot] as number;
      if (
        known >= 0 &&
        isSame(this.#inputs[slot] as number, input) &&
        isSame(this.#outputs[slot] as number, output) &&
        isSame(this.#ways[slot] as number, way)
      ) {
        ids[row] = known;
        continue;
      }
      const point = { exporter, domain, direction: orNull(way), inputIf: orNull(input), outputIf: orNull(output) };
      const id = this.of(point);
      this.#atHand[slot] = id;
      this.#inputs[slot] = input;
      this.#outputs[slot] = output;
      this.#ways[slot] = way;
      ids[row] = id;
    }
  }

  /** Forgets all points: numbers given out so far mean nothing any more. */
  clear(): void {
    this.#atHand.fill(-1);
    this.#points.length = 0;
    this.#index.clear();
  }

  #hash({ exporter, domain, direction, inputIf, outputIf }: ObservationPoint, mix: typeof mixA): number {
    let hash = this.#seed;
    for (let i = 0; i < exporter.length; i++) hash = mix(hash, exporter.charCodeAt(i));
    this.#numbers[0] = domain;
    this.#numbers[1] = direction ?? -1;
    this.#numbers[2] = inputIf ?? -1;
    this.#numbers[3] = outputIf ?? -1;
    for (let i = 0; i < 8; i++) hash = mix(hash, this.#words[i] as number);
    return spread(hash);
  }

  #grow(): void {
    const hashA = new Int32Array(this.hashA.length * 2);
    const hashB = new Int32Array(hashA.length);
    hashA.set(this.hashA);
    hashB.set(this.hashB);
    this.hashA = hashA;
    this.hashB = hashB;
  }
}
