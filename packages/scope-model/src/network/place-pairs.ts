import type { PlaceRef } from '../facts/place.ts';
import type { PlaceTable } from './place-table.ts';

/** Facts about two places, found by any two places that they cover; the order of the two does not matter. */
export class PlacePairs<Fact> {
  readonly #places: PlaceTable;
  readonly #facts = new Map<number, Fact[]>();

  constructor(places: PlaceTable) {
    this.#places = places;
  }

  /** A fact about a zone is one about each of its segments. A pair of a place with itself is none. */
  add(a: PlaceRef, b: PlaceRef, fact: Fact): void {
    const others = this.#places.expand(b);
    for (const one of this.#places.expand(a))
      for (const other of others) if (one !== other) this.#put(one, other, fact);
  }

  /** In the order in which they were added. */
  of(a: number, b: number): readonly Fact[] {
    return this.#facts.get(this.#key(a, b)) ?? [];
  }

  #put(a: number, b: number, fact: Fact): void {
    const key = this.#key(a, b);
    const facts = this.#facts.get(key);
    if (!facts) this.#facts.set(key, [fact]);
    else if (!facts.includes(fact)) facts.push(fact);
  }

  #key(a: number, b: number): number {
    return Math.min(a, b) * this.#places.refs.length + Math.max(a, b);
  }
}
