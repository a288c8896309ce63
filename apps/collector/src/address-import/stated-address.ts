import type { AddressBinding } from '@scopemap/database';
import type { AddressSource } from '@scopemap/scope-model';

/** What a file says of one address: which machine had it, from when until when. */
export interface StatedAddress {
  /** Canonical. */
  readonly address: string;
  /** Lower case with colons; null when the file does not say. */
  readonly mac: string | null;
  readonly name: string | null;
  readonly from: Date;
  /** Null: still so. */
  readonly to: Date | null;
}

/** A line that says nothing usable, and why. */
export interface LineProblem {
  readonly line: number;
  readonly message: string;
}

/** What the readers of address lists find, in the order of the file. */
export type AddressFinding = { readonly stated: StatedAddress } | { readonly problem: LineProblem };

const MAC = /^[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}$/i;
const LONGEST_NAME = 255;

/** A MAC address in lower case with colons, from colons, hyphens or twelve digits; null for other text. */
export function canonicalMac(text: string): string | null {
  if (MAC.test(text)) return text.toLowerCase().replaceAll('-', ':');
  if (!/^[0-9a-f]{12}$/i.test(text)) return null;
  return text.toLowerCase().replace(/(..)(?!$)/g, '$1:');
}

/** A name as it may be stored; null for none, or for what no name is. */
export function assetName(text: string): string | null {
  const name = text.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is refused
  return name === '' || name.length > LONGEST_NAME || /[\u0000-\u001f\u007f]/.test(name) ? null : name;
}

/** The bindings of a statement: the machine's MAC address and its name are two assets, each known by its own. */
export function bindingsOf({ address, mac, name, from, to }: StatedAddress, source: AddressSource): AddressBinding[] {
  const assets = [...(mac === null ? [] : [`mac:${mac}`]), ...(name === null ? [] : [name])];
  return assets.map((asset) => ({ address, asset, source, from, to }));
}
