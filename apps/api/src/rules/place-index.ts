import type { PlacePrefix } from '@scopemap/acl-formats';
import { type Db, listPlaces } from '@scopemap/database';
import { PrefixTable, parseIp, parsePrefix } from '@scopemap/net';

interface Place {
  readonly id: string;
  /** Id of a segment's zone. */
  readonly zone: string | null;
  readonly prefixes: readonly string[];
}

/** Zones and segments with what is in them: an address belongs to the place with the longest prefix, and to that one's zone. */
export class PlaceIndex {
  /** Zones first: of equal prefixes the segment's counts. */
  readonly places: readonly Place[];
  readonly #table = new PrefixTable<readonly string[]>();
  readonly #nowhere: readonly string[] = [];

  constructor(places: readonly Place[]) {
    this.places = places;
    for (const { id, zone, prefixes } of places) {
      const ids = zone === null ? [id] : [id, zone];
      for (const text of prefixes) {
        const prefix = parsePrefix(text);
        if (prefix) this.#table.set(prefix, ids);
      }
    }
  }

  /** The place of an address and its zone; the same list for all addresses of a place. */
  placesOf(address: string): readonly string[] {
    const bytes = parseIp(address);
    return (bytes && this.#table.find(bytes)) ?? this.#nowhere;
  }

  /** Every prefix, told apart by whether what it holds is in `place`. */
  prefixesOf(place: string): PlacePrefix[] {
    return this.places.flatMap(({ id, zone, prefixes }) =>
      prefixes.map((prefix) => ({ prefix, inside: id === place || zone === place })),
    );
  }
}

export async function loadPlaces(db: Db): Promise<PlaceIndex> {
  return new PlaceIndex(await listPlaces(db));
}
