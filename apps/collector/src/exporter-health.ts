import type { ExporterMinute, SeenExporter } from '@scopemap/database';
import type { DecodeProblemCode, ExportDatagram, SourceStatistics } from '@scopemap/flow-codec';
import type { TakenDatagram } from './aggregate/taken-datagram.ts';

type Counts = { -readonly [Name in keyof ExporterMinute]: ExporterMinute[Name] } & { problems: Record<string, number> };

/** What the collector itself adds to the codec's list of problems. */
export type CollectorProblemCode = 'receive-queue-full' | 'exporter-clock' | 'window-lost' | 'address-evidence-limit';

/** Problems after which the records of a set (or of a whole message without sets) are missing. */
const UNDECODABLE: ReadonlySet<DecodeProblemCode> = new Set<DecodeProblemCode>([
  'datagram-too-short',
  'unknown-version',
  'count-does-not-fit',
  'set-length',
  'reserved-set-id',
  'no-template',
  'template-record-length-0',
  'record-truncated',
]);

const VERSIONS = new Set([1, 5, 7, 9, 10]);

/** 0 stands for whatever the first two bytes of a datagram that is no export message are. */
function knownVersion(version: number | null): number {
  return version !== null && VERSIONS.has(version) ? version : 0;
}

const MINUTE_MS = 60_000;

/** Rows kept between two windows; hostile senders may invent addresses and domains without end. */
const MAX_ROWS = 20_000;

interface SequenceTotals {
  lost: number;
  recovered: number;
}

/** Records of the window that a row came with, without those of an earlier lost window whose counts it carries on. */
export function recordsOfWindow({ records, problems }: Pick<ExporterMinute, 'records' | 'problems'>): number {
  return records - (problems['window-lost'] ?? 0);
}

/** Counts what each exporter sent, by observation domain, version and minute, until a window takes the counts along. */
export class ExporterHealth {
  #rows = new Map<string, Counts>();
  #seen = new Map<string, { first: number; last: number }>();
  /** Loss and recovered sets as already counted, per source of the codec. */
  readonly #totals = new Map<string, SequenceTotals>();
  /** Datagrams of senders beyond the bound: not counted by exporter. */
  beyondLimit = 0;

  /** Counts a datagram and what the decoder found in it. */
  note(datagram: ExportDatagram, message: TakenDatagram): void {
    const row = this.#row(datagram.exporter, message.domain ?? 0, knownVersion(message.version), datagram.receivedAt);
    if (!row) {
      this.beyondLimit++;
      return;
    }
    this.#see(datagram.exporter, datagram.receivedAt);
    row.datagrams++;
    row.octets += datagram.payload.length;
    row.records += message.records;
    if (message.exportTime !== null) row.skewMs = datagram.receivedAt - message.exportTime;
    if (message.sampling !== null && message.sampling > (row.sampling ?? 0)) row.sampling = message.sampling;
    if (message.problems.length === 0) return;
    const sets = new Set<number | null>();
    for (const problem of message.problems) {
      row.problems[problem.code] = (row.problems[problem.code] ?? 0) + 1;
      if (UNDECODABLE.has(problem.code)) sets.add(problem.set);
    }
    row.undecodableSets += sets.size;
  }

  /** Counts a problem of the collector itself with what an exporter sent. */
  noteProblem(exporter: string, code: CollectorProblemCode, count: number, at: number, domain = 0, version = 0): void {
    const row = this.#row(exporter, domain, version, at);
    if (!row) return;
    this.#see(exporter, at);
    row.problems[code] = (row.problems[code] ?? 0) + count;
  }

  /** Adds loss, and sets that were decoded late after all, as far as they are new since the last call. */
  noteSources(sources: readonly SourceStatistics[], at: number): void {
    const alive = new Set<string>();
    for (const { exporter, port, domain, version, sequence, waiting } of sources) {
      const key = `${exporter} ${port} ${domain} ${version}`;
      alive.add(key);
      const before = this.#totals.get(key) ?? { lost: 0, recovered: 0 };
      const lost = sequence.lost - before.lost;
      const recovered = waiting.recovered - before.recovered;
      this.#totals.set(key, { lost: sequence.lost, recovered: waiting.recovered });
      if (lost === 0 && recovered === 0) continue;
      const row = this.#row(exporter, domain, version, at);
      if (!row) continue;
      this.#see(exporter, at);
      row.lost += lost;
      row.undecodableSets -= recovered;
    }
    for (const key of this.#totals.keys()) if (!alive.has(key)) this.#totals.delete(key);
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0;
  }

  /** The counts since the last call; they are the window's from now on. */
  take(): { health: ExporterMinute[]; exporters: SeenExporter[] } {
    const health = [...this.#rows.values()];
    const exporters = [...this.#seen].map(([address, span]) => ({ address, ...span }));
    this.#rows = new Map();
    this.#seen = new Map();
    return { health, exporters };
  }

  /** Takes the counts of a window back whose contacts had to be given up, and says so: the records were received, and lost here. */
  takeBack(health: readonly ExporterMinute[]): void {
    for (const lost of health) {
      const row = this.#row(lost.exporter, lost.domain, lost.version, lost.minute);
      if (!row) continue;
      this.#see(lost.exporter, lost.minute);
      row.datagrams += lost.datagrams;
      row.octets += lost.octets;
      row.records += lost.records;
      row.lost += lost.lost;
      row.undecodableSets += lost.undecodableSets;
      row.skewMs ??= lost.skewMs;
      if (lost.sampling !== null) row.sampling = Math.max(row.sampling ?? 0, lost.sampling);
      for (const [code, count] of Object.entries(lost.problems)) row.problems[code] = (row.problems[code] ?? 0) + count;
      const records = recordsOfWindow(lost);
      if (records > 0) row.problems['window-lost'] = (row.problems['window-lost'] ?? 0) + records;
    }
  }

  #row(exporter: string, domain: number, version: number, at: number): Counts | undefined {
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    const key = `${exporter} ${domain} ${version} ${minute}`;
    const known = this.#rows.get(key);
    if (known || this.#rows.size >= MAX_ROWS) return known;
    const row: Counts = {
      exporter,
      domain,
      version,
      minute,
      datagrams: 0,
      octets: 0,
      records: 0,
      lost: 0,
      undecodableSets: 0,
      problems: {},
      skewMs: null,
      sampling: null,
    };
    this.#rows.set(key, row);
    return row;
  }

  #see(exporter: string, at: number): void {
    const span = this.#seen.get(exporter);
    if (!span) this.#seen.set(exporter, { first: at, last: at });
    else {
      span.first = Math.min(span.first, at);
      span.last = Math.max(span.last, at);
    }
  }
}
