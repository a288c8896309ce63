import { type AddressRanges, inRanges, unionRanges } from '../network/address-ranges.ts';
import type { ScopeNetwork } from '../network/scope-network.ts';
import type { ControlGrant } from '../network/separation.ts';

/** Addresses of one place that rules surely let through to or from any of the others; null when there are none. */
export function permittedRanges(
  { separations }: ScopeNetwork,
  place: number,
  others: readonly number[],
  counts: (grant: ControlGrant) => boolean = () => true,
): AddressRanges | null {
  const sets = others
    .filter((other) => other !== place)
    .flatMap((other) => separations.between(place, other).grants)
    .filter((grant) => grant.certain && counts(grant))
    .map(({ near }) => near);
  return sets.length === 0 ? null : unionRanges(sets);
}

/** Marks every system with an address among the ranges of its place. */
export function markPermitted(
  { systems }: ScopeNetwork,
  ranges: readonly (AddressRanges | null)[],
  marks: Uint8Array,
): void {
  if (ranges.every((range) => range === null)) return;
  for (let system = 0; system < marks.length; system++) {
    for (const { address, place } of systems.sites(system)) {
      const range = place < 0 ? null : ranges[place];
      if (range && inRanges(range, address)) marks[system] = 1;
    }
  }
}

/** Grants between the system, by its addresses, and any of the places, with the number of that place. */
export function grantsOf(
  { systems, separations }: ScopeNetwork,
  system: number,
  others: readonly number[],
): { readonly grant: ControlGrant; readonly other: number }[] {
  return systems.sites(system).flatMap(({ address, place }) =>
    place < 0
      ? []
      : others
          .filter((other) => other !== place)
          .flatMap((other) =>
            separations
              .between(place, other)
              .grants.filter(({ near }) => inRanges(near, address))
              .map((grant) => ({ grant, other })),
          ),
  );
}
