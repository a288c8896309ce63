import type { ExportDatagram } from '../export-datagram.ts';
import { readCaptureFile } from './read-capture-file.ts';

/** A flow record as it must come out, in the corpus' own line format. */
export interface GoldenRecord {
  readonly packet: number;
  readonly set: number;
  readonly record: number;
  readonly tshark?: string;
  readonly extra: Record<string, unknown>;
  readonly [field: string]: unknown;
}

/** Reasons why sets cannot be decoded, and more that no test reads. */
export interface GoldenSummary {
  readonly undecodable: readonly { readonly packet: number; readonly set: number; readonly reason: string }[];
}

/** One capture with what must come out of it. */
export interface GoldenCapture {
  readonly datagrams: readonly ExportDatagram[];
  readonly records: readonly GoldenRecord[];
  readonly late: readonly GoldenRecord[];
  readonly options: readonly Record<string, unknown>[];
  readonly summary: GoldenSummary;
}

/** The files of a capture; `text` gives '' for a file that is not there. */
export interface GoldenFiles {
  readonly pcap: Uint8Array;
  text(ending: string): string;
}

export function parseGoldenCapture({ pcap, text }: GoldenFiles): GoldenCapture {
  const lines = <T>(kind: string): T[] =>
    text(`${kind}.ndjson`)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T);
  return {
    datagrams: readCaptureFile(pcap),
    records: lines('records'),
    late: lines('late'),
    options: lines('options'),
    summary: JSON.parse(text('summary.json')) as GoldenSummary,
  };
}
