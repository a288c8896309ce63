import type { ExportDatagram } from '../export-datagram.ts';

/** Bytes written down in hex, blanks for reading: the fixtures of the wire tests, independent of our own encoder. */
export function hex(text: string): Uint8Array {
  const digits = text.replace(/\s/g, '');
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16));
}

const word = (value: number, bytes: number) => value.toString(16).padStart(bytes * 2, '0');

/** A set or flowset around a body in hex; `length` when the header shall lie. */
export function set(id: number, body: string, length?: number): string {
  return word(id, 2) + word(length ?? 4 + hex(body).length, 2) + body;
}

export const EXPORT_SECONDS = 1_700_000_000;

export interface HeaderValues {
  readonly sequence?: number;
  readonly domain?: number;
  readonly uptime?: number;
  readonly seconds?: number;
  /** Length (IPFIX) or count (v5, v9) when the header shall lie. */
  readonly count?: number;
}

export function ipfix(
  sets: readonly string[],
  { sequence = 0, domain = 1, seconds = EXPORT_SECONDS, count }: HeaderValues = {},
): Uint8Array {
  const body = sets.join('');
  return hex(
    `000a ${word(count ?? 16 + hex(body).length, 2)} ${word(seconds, 4)} ${word(sequence, 4)} ${word(domain, 4)} ${body}`,
  );
}

export function v9(
  sets: readonly string[],
  { sequence = 0, domain = 1, uptime = 1_000_000, seconds = EXPORT_SECONDS, count }: HeaderValues = {},
): Uint8Array {
  return hex(
    `0009 ${word(count ?? sets.length, 2)} ${word(uptime, 4)} ${word(seconds, 4)} ${word(sequence, 4)} ${word(domain, 4)} ${sets.join('')}`,
  );
}

export function datagram(payload: Uint8Array, place: Partial<ExportDatagram> = {}): ExportDatagram {
  return { exporter: '192.0.2.1', port: 50_000, receivedAt: 1, payload, ...place };
}

/** Template 256 with source and destination address: `record(1)` is 10.0.0.1 to 10.1.0.1. */
export const ADDRESS_TEMPLATE = '0100 0002 0008 0004 000c 0004';
export const addressRecord = (n: number) => `0a0000${word(n, 1)} 0a0100${word(n, 1)}`;
