import { addressCsvHeader } from './csv-addresses.ts';

/** As much of a file as {@link addressFileKind} needs to see. */
const HEAD_OCTETS = 4096;

export type AddressFileKind = 'dhcp-lease' | 'csv';

/** How ISC's lease database begins, after its comments. */
const DHCPD =
  /^(?:authoring-byte-order\s+(?:little|big)-endian\s*;|lease\s+[0-9a-f.:]+\s*\{|server-duid\s|failover\s+peer\s)/;

/** Which list of addresses a file with this beginning is; null: none. */
export function addressFileKind(head: Uint8Array): AddressFileKind | null {
  const text = new TextDecoder().decode(head.subarray(0, HEAD_OCTETS));
  const lines = text.split('\n').map((line) => line.trim());
  const first = lines.find((line) => line !== '' && !line.startsWith('#')) ?? '';
  if (DHCPD.test(first)) return 'dhcp-lease';
  return addressCsvHeader(first) ? 'csv' : null;
}
