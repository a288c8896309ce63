import { canonicalIp } from '@scopemap/net';
import type { AddressBinding } from '@scopemap/scope-model';

/** A machine that is stated to have had an address. Times in milliseconds; `until` is exclusive. */
export interface StatedMachine {
  readonly address: string;
  /** `mac:…`, or a name or inventory number. */
  readonly machine: string;
  readonly from: number;
  /** Null: until further notice. */
  readonly until: number | null;
  readonly basis: string;
}

/** Who had addresses that change hands. */
export interface BoundMachines {
  /** Of machines and, for the times between them, of the address as a system of its own. */
  readonly bindings: readonly AddressBinding[];
  readonly machines: readonly string[];
  /** The systems that had the address at some time: the address itself and its machines. */
  holders(address: string): readonly string[];
  /** Those that had it between the two instants. */
  holdersBetween(address: string, first: number, last: number): readonly string[];
}

interface Span {
  readonly from: number | null;
  readonly until: number | null;
  readonly basis: string;
}

function grouped<Key, Value>(rows: Iterable<readonly [Key, Value]>): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const [key, value] of rows) {
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

/** Overlapping spans as one, in order of time. */
function merged(spans: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const span of [...spans].sort((a, b) => (a.from ?? -Infinity) - (b.from ?? -Infinity))) {
    const before = found.at(-1);
    if (before && (before.until ?? Infinity) >= (span.from ?? -Infinity)) {
      const endless = before.until === null || span.until === null;
      found[found.length - 1] = { ...before, until: endless ? null : Math.max(before.until, span.until) };
    } else found.push(span);
  }
  return found;
}

function gapsBetween(spans: readonly Span[]): Span[] {
  const gaps: Span[] = [];
  let from: number | null = null;
  for (const span of merged(spans)) {
    if (span.from !== null && span.from !== from) gaps.push({ from, until: span.from, basis: 'observed' });
    if (span.until === null) return gaps;
    from = span.until;
  }
  gaps.push({ from, until: null, basis: 'observed' });
  return gaps;
}

/** Ids of machines that read like an address would be taken for that address. */
function systemId(machine: string): string {
  return canonicalIp(machine) === null ? machine : `name:${machine}`;
}

/**
 * Bindings where identity matters: of addresses that several machines had, and of machines that had several addresses. An address
 * with the same only machine all along stands for it, so that what is said of the one is said of the other.
 */
export function bindMachines(stated: readonly StatedMachine[]): BoundMachines {
  const known = stated.map((row) => ({ ...row, machine: systemId(row.machine) }));
  const machinesOf = new Map(
    [...grouped(known.map((row) => [row.address, row.machine] as const))].map(([key, list]) => [key, new Set(list)]),
  );
  const addressesOf = new Map(
    [...grouped(known.map((row) => [row.machine, row.address] as const))].map(([key, list]) => [key, new Set(list)]),
  );
  const isShared = (address: string) => (machinesOf.get(address)?.size ?? 0) > 1;
  const machines = [...addressesOf]
    .filter(([, addresses]) => addresses.size > 1 || [...addresses].some(isShared))
    .map(([machine]) => machine)
    .sort();
  const moving = new Set(machines);
  const byAddress = grouped(known.filter((row) => moving.has(row.machine)).map((row) => [row.address, row] as const));
  const bindings = new Map<string, AddressBinding[]>();
  for (const [address, rows] of byAddress) {
    const own = [...grouped(rows.map((row) => [row.machine, row] as const))].flatMap(([asset, spans]) =>
      merged(spans).map(({ from, until, basis }) => ({ asset, address, from, until, basis })),
    );
    const alone = gapsBetween(rows).map((gap) => ({ asset: address, address, ...gap }));
    bindings.set(address, [...own, ...alone]);
  }
  const distinct = (address: string, rows: readonly AddressBinding[]) =>
    rows.length === 0 ? [address] : [...new Set(rows.map(({ asset }) => asset))];
  return {
    bindings: [...bindings.values()].flat(),
    machines,
    holders: (address) => [...new Set([address, ...distinct(address, bindings.get(address) ?? [])])],
    holdersBetween: (address, first, last) =>
      distinct(
        address,
        (bindings.get(address) ?? []).filter(
          ({ from, until }) => (from === null || from <= last) && (until === null || until > first),
        ),
      ),
  };
}
