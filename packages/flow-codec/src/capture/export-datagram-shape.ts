/** Ports that exporters commonly send to: what comes there is taken for export data, and explained when it can't be read. */
const EXPORT_PORTS: ReadonlySet<number> = new Set([2055, 2056, 4432, 4739, 9025, 9026, 9555, 9556, 9995, 9996]);

const EARLIEST_EXPORT_S = Date.UTC(2000, 0, 1) / 1000;

/** Octets of header and of one record by version, where records have no templates. */
const FIXED: Readonly<Record<number, readonly [header: number, record: number]>> = {
  1: [16, 52],
  5: [24, 48],
  7: [24, 52],
};

function read16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function read32(bytes: Uint8Array, at: number): number {
  return read16(bytes, at) * 65_536 + read16(bytes, at + 2);
}

/** True when the sets from `at` on follow each other exactly to the end of the message, but for less than a set header of padding. */
function setsFit(bytes: Uint8Array, at: number, isSetId: (id: number) => boolean): boolean {
  let sets = 0;
  let offset = at;
  while (bytes.length - offset >= 4) {
    const id = read16(bytes, offset);
    const length = read16(bytes, offset + 2);
    if (!isSetId(id) || length < 4 || offset + length > bytes.length) return false;
    offset += length;
    sets++;
  }
  return sets > 0;
}

/** True when the bytes can hardly be anything but an export message: lengths and counts agree, the export time is possible. */
function hasExportShape(bytes: Uint8Array): boolean {
  const version = read16(bytes, 0);
  const time = exportTime(bytes);
  if (time === null || time < EARLIEST_EXPORT_S * 1000) return false;
  const fixed = FIXED[version];
  if (fixed) {
    const count = read16(bytes, 2);
    return count >= 1 && count <= 30 && bytes.length === fixed[0] + count * fixed[1];
  }
  if (version === 9) return read16(bytes, 2) >= 1 && setsFit(bytes, 20, (id) => id === 0 || id === 1 || id > 255);
  return read16(bytes, 2) === bytes.length && setsFit(bytes, 16, (id) => id === 2 || id === 3 || id > 255);
}

/** Export time of the header, milliseconds since 1970 UTC; null when the bytes do not begin like an export message. */
export function exportTime(bytes: Uint8Array): number | null {
  const version = read16(bytes, 0);
  if (version === 10 && bytes.length >= 16) return read32(bytes, 4) * 1000;
  if (version === 9 && bytes.length >= 20) return read32(bytes, 8) * 1000;
  const fixed = FIXED[version];
  return fixed && bytes.length >= fixed[0] ? read32(bytes, 8) * 1000 : null;
}

/**
 * Tells export datagrams from the other UDP traffic of a capture. Away from the ports of exporters a datagram has to have the exact
 * shape of an export message: decoding a DNS answer as NetFlow would invent traffic.
 */
export function isExportDatagram(destinationPort: number, payload: Uint8Array): boolean {
  return EXPORT_PORTS.has(destinationPort) || hasExportShape(payload);
}
