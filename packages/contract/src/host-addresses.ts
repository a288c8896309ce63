import { ADDRESS_SOURCES } from '@scopemap/scope-model';
import { z } from 'zod';

/** Which asset had an address, and when. */
export const AddressBinding = z.object({
  address: z.string(),
  /** What stays when the address changes: `mac:…`, a name or an inventory number. */
  asset: z.string(),
  source: z.enum(ADDRESS_SOURCES),
  from: z.iso.datetime(),
  /** Null: still so, as far as is known. */
  to: z.iso.datetime().nullable(),
});
export type AddressBinding = z.infer<typeof AddressBinding>;

/** An address that others saw instead of the host's own, behind address translation, with all the time in which they did. */
export const AddressTranslation = z.object({
  address: z.string(),
  shownAs: z.string(),
  /** Who translated, or saw it. */
  exporters: z.array(z.string()),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** In how many periods, apart from each other, it was seen between `from` and `to`. */
  periods: z.number().int(),
});
export type AddressTranslation = z.infer<typeof AddressTranslation>;

/**
 * Who had the host's address while it was seen. Without bindings every statement about the host is about an address in a period:
 * another machine may have had it at another time.
 */
export const HostAddresses = z.object({
  bindings: z.array(AddressBinding),
  /** With the host's address on either side, those seen last first; at most 5000. */
  translations: z.array(AddressTranslation),
  /** How many there are. */
  translationTotal: z.number().int(),
});
export type HostAddresses = z.infer<typeof HostAddresses>;
