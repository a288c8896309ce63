import { addressScope } from '../conversation/address-scope.ts';
import type { AddressBinding } from '../facts/asset-fact.ts';
import type { NetworkFacts } from '../facts/scope-facts.ts';
import { addressNumber, prefixRange } from './address-ranges.ts';
import { byId, byText } from './by-text.ts';
import type { PlaceTable } from './place-table.ts';
import { systemAddress, systemKey } from './system-address.ts';

/** One address that a system had in the period. */
export interface Site {
  readonly address: bigint;
  /** Number of the place, or -1. */
  readonly place: number;
  /** How the address is known to be the system's; null for an address that stands for itself. */
  readonly basis: string | null;
}

/** Nobody: a group, a broadcast, an address that means something on one link only. */
const NOBODY: readonly number[] = [];

/** Whoever is known by these alone may have been anybody who had the address. */
const FROM_TRAFFIC: ReadonlySet<string> = new Set(['flow', 'scan']);

/**
 * Systems by number: first the assets in the order of their ids, then addresses that nobody has bound, as they are met
 * in contacts and statements.
 */
export class SystemTable {
  readonly ids: string[];
  readonly assetCount: number;
  /** Assets named by the IPv6 form of the IPv4 address of another asset: further names of that one. */
  readonly aliases: ReadonlyMap<string, number>;
  /** The first start of a binding that is yet to come: from then on the addresses of the systems are others. */
  readonly goodUntil: number;
  /** The first end of a binding that still counts: periods that start then or later know it no more. */
  readonly goodAsOf: number;
  readonly #names: (string | null)[];
  readonly #sites: (readonly Site[])[];
  readonly #numbers: Map<string, number>;
  readonly #bindings: ReadonlyMap<string, OneOrMore<AddressBinding>>;
  readonly #places: PlaceTable;
  readonly #broadcasts: ReadonlySet<bigint>;

  private constructor(other: Pick<SystemTable, 'ids' | 'assetCount' | 'aliases' | 'goodUntil' | 'goodAsOf'> & Columns) {
    this.ids = other.ids;
    this.assetCount = other.assetCount;
    this.aliases = other.aliases;
    this.goodUntil = other.goodUntil;
    this.goodAsOf = other.goodAsOf;
    this.#names = other.names;
    this.#sites = other.sites;
    this.#numbers = other.numbers;
    this.#bindings = other.bindings;
    this.#places = other.places;
    this.#broadcasts = other.broadcasts;
  }

  static of(facts: NetworkFacts, places: PlaceTable): SystemTable {
    const { period } = facts;
    const end = instantOf(facts);
    const bindings = new Map<string, OneOrMore<AddressBinding>>();
    const byAsset = new Map<string, OneOrMore<AddressBinding>>();
    let goodUntil = Infinity;
    let goodAsOf = Infinity;
    for (const binding of facts.bindings) {
      note(bindings, systemKey(binding.address), binding);
      note(byAsset, binding.asset, binding);
      if (binding.from !== null && binding.from >= end) goodUntil = Math.min(goodUntil, binding.from);
      if (binding.until !== null && binding.until > period.start) goodAsOf = Math.min(goodAsOf, binding.until);
    }
    const columns = { ids: [], names: [], sites: [], numbers: new Map<string, number>() };
    const [ids, broadcasts] = [columns.ids as string[], broadcastsOf(facts)];
    const aliases = new Map<string, number>();
    const good = { goodUntil, goodAsOf };
    const table = new SystemTable({ ...columns, assetCount: 0, aliases, ...good, bindings, places, broadcasts });
    for (const { id, name, knownBy } of byId(facts.assets)) {
      if (columns.numbers.has(id)) continue;
      const sites: Site[] = [];
      const own = byAsset.get(id);
      for (const { address, from, until, basis } of own === undefined ? [] : inOrder(own)) {
        const inPeriod = (until === null || until > period.start) && (from === null || from < end);
        if (inPeriod) table.#addSite(sites, address, basis);
      }
      if (own !== undefined) table.#put(id, name, sites);
      else {
        table.#addSite(sites, id, knownBy.every((source) => FROM_TRAFFIC.has(source)) ? 'observed' : 'declared');
        table.#putNamed(id, name, sites, aliases);
      }
    }
    return new SystemTable({ ...columns, assetCount: ids.length, aliases, ...good, bindings, places, broadcasts });
  }

  /** The same systems, to which others may be added without those knowing. */
  copy(): SystemTable {
    return new SystemTable({
      ids: [...this.ids],
      assetCount: this.assetCount,
      aliases: this.aliases,
      goodUntil: this.goodUntil,
      goodAsOf: this.goodAsOf,
      names: [...this.#names],
      sites: [...this.#sites],
      numbers: new Map(this.#numbers),
      bindings: this.#bindings,
      places: this.#places,
      broadcasts: this.#broadcasts,
    });
  }

  get count(): number {
    return this.ids.length;
  }

  /** What people call it: its name, else its address or id. */
  name(system: number): string {
    return this.#names[system] ?? (this.ids[system] as string);
  }

  sites(system: number): readonly Site[] {
    return this.#sites[system] as readonly Site[];
  }

  /** The number of an asset, or of an address that has been met; -1 for others. */
  indexOf(id: string): number {
    return this.#numbers.get(id) ?? this.#numbers.get(systemKey(id)) ?? -1;
  }

  /** Systems that a statement is about: the asset or, for an address, whoever has had it in the period or is it. */
  named(id: string): readonly number[] {
    const known = this.#numbers.get(id) ?? this.#numbers.get(systemKey(id));
    if (known !== undefined) return [known];
    const bound = this.#bindings.get(systemKey(id));
    if (!bound) return NOBODY;
    return [
      ...new Set(
        listOf(bound)
          .map(({ asset }) => this.indexOf(asset))
          .filter((system) => system >= 0),
      ),
    ];
  }

  /** Makes an address that a statement is about known, though nobody has it and no contact shows it. */
  meet(id: string): void {
    if (this.named(id).length === 0 && addressNumber(id) !== null) this.#address(id);
  }

  /**
   * The one system that an end of contacts is at any time: the holder of the address since ever, an asset by its id, or an
   * address that nobody has bound. -1 for what is no system, -2 where it depends on the time.
   */
  fixed(end: string): number {
    // Bindings first: an asset may be named like an address that others had, too.
    const bindings = this.#bindings.get(systemKey(end));
    if (!bindings) return this.#numbers.get(end) ?? this.#address(end)[0] ?? -1;
    if (Array.isArray(bindings)) return -2;
    const { asset, from, until } = bindings;
    return from === null && until === null ? (this.#numbers.get(asset) ?? -2) : -2;
  }

  /**
   * The systems that stood behind one end of a contact between the two instants: everybody who had the address for some of
   * the time, and the address itself where there was a time that nobody had it. Empty for what is no system.
   */
  resolve(end: string, first: number, last: number): readonly number[] {
    const fixed = this.fixed(end);
    if (fixed !== -2) return fixed < 0 ? NOBODY : [fixed];
    const address = systemKey(end);
    return this.#holders(address, listOf(this.#bindings.get(address) as OneOrMore<AddressBinding>), first, last);
  }

  #holders(address: string, bindings: readonly AddressBinding[], first: number, last: number): readonly number[] {
    const systems = new Set<number>();
    const spans: [number, number][] = [];
    for (const { asset, from, until } of bindings) {
      if ((from !== null && from > last) || (until !== null && until <= first)) continue;
      const system = this.indexOf(asset);
      if (system < 0) continue;
      systems.add(system);
      spans.push([from ?? -Infinity, until ?? Infinity]);
    }
    if (!coversTime(spans, first, last)) for (const system of this.#address(address)) systems.add(system);
    return [...systems];
  }

  /** The address as a system of its own, unless it is none. Text that is no address stands for itself: no traffic is lost. */
  #address(text: string): readonly number[] {
    const id = systemAddress(text) ?? text;
    const known = this.#numbers.get(id);
    if (known !== undefined) return [known];
    const address = addressNumber(id);
    if (address !== null && (addressScope(id) !== 'routable' || this.#broadcasts.has(address))) return NOBODY;
    const sites: Site[] = [];
    this.#addSite(sites, id, null);
    return [this.#put(id, null, sites)];
  }

  #put(id: string, name: string | null, sites: readonly Site[]): number {
    const system = this.ids.push(id) - 1;
    this.#names.push(name);
    this.#sites.push(sites);
    this.#numbers.set(id, system);
    return system;
  }

  /** An asset that stands for the address by which it is named; of two forms of one address the second is a name only. */
  #putNamed(id: string, name: string | null, sites: readonly Site[], aliases: Map<string, number>): void {
    const key = systemKey(id);
    const known = key === id ? undefined : this.#numbers.get(key);
    if (known === undefined) this.#numbers.set(key, this.#put(id, name, sites));
    else {
      aliases.set(id, known);
      this.#numbers.set(id, known);
    }
  }

  #addSite(sites: Site[], text: string, basis: string | null): void {
    const address = addressNumber(text);
    if (address === null || addressScope(text) !== 'routable') return;
    sites.push({ address, place: this.#places.find(address), basis });
  }
}

/** The end of what counts as of the period: bindings that start before it do. */
export function instantOf({ period, now }: NetworkFacts): number {
  return Math.max(period.end, now + 1);
}

interface Columns {
  readonly names: (string | null)[];
  readonly sites: (readonly Site[])[];
  readonly numbers: Map<string, number>;
  readonly bindings: ReadonlyMap<string, OneOrMore<AddressBinding>>;
  readonly places: PlaceTable;
  readonly broadcasts: ReadonlySet<bigint>;
}

/** Nearly always one: a list for each of a hundred thousand would cost more than what it holds. */
type OneOrMore<T> = T | T[];

function note<T extends object>(map: Map<string, OneOrMore<T>>, key: string, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, value);
  else if (Array.isArray(known)) known.push(value);
  else map.set(key, [known, value]);
}

function listOf<T extends object>(values: OneOrMore<T>): readonly T[] {
  return Array.isArray(values) ? values : [values];
}

function inOrder(bindings: OneOrMore<AddressBinding>): readonly AddressBinding[] {
  if (!Array.isArray(bindings)) return [bindings];
  return bindings.sort(
    (a, b) => byText(a.address, b.address) || (a.from ?? -Infinity) - (b.from ?? -Infinity) || byText(a.basis, b.basis),
  );
}

/** True when the spans, ends exclusive, leave no instant of [first, last] out. */
function coversTime(spans: [number, number][], first: number, last: number): boolean {
  let reached = first;
  for (const [from, until] of spans.sort(([a], [b]) => a - b)) {
    if (from > reached) return false;
    if (until > reached) reached = until;
    if (reached > last) return true;
  }
  return false;
}

/** Directed broadcasts of the declared IPv4 prefixes. */
function broadcastsOf({ zones, segments }: NetworkFacts): ReadonlySet<bigint> {
  const last = new Set<bigint>();
  for (const { prefixes } of [...zones, ...segments]) {
    for (const prefix of prefixes) {
      const range = prefix.includes(':') ? null : prefixRange(prefix);
      if (range && range[1] - range[0] > 1n) last.add(range[1]);
    }
  }
  return last;
}
