/** One member of an address set, in canonical text. Ranges include both ends. */
export type AddressTerm =
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'range'; readonly from: string; readonly to: string }
  /** IPv4 only. A bit set in `wildcard` may have any value in the address; the set bits need not be contiguous. */
  | { readonly kind: 'wildcard'; readonly address: string; readonly wildcard: string }
  /** A name whose addresses the file does not hold (domain name, tag, group of another account): could be any. */
  | { readonly kind: 'unknown'; readonly name: string };

/** Addresses that a rule names: any, or the union of `terms`; everything but the union when `negated`. */
export interface AddressSet {
  readonly any: boolean;
  readonly negated: boolean;
  readonly terms: readonly AddressTerm[];
}

export const ANY_ADDRESS: AddressSet = { any: true, negated: false, terms: [] };

/** The union of `terms`. No terms mean no address at all. */
export function addressSet(terms: readonly AddressTerm[], negated = false): AddressSet {
  return { any: false, negated, terms };
}

/** A set that may hold any address and may hold none: its name could not be resolved. */
export function unknownAddress(name: string): AddressSet {
  return addressSet([{ kind: 'unknown', name }]);
}
