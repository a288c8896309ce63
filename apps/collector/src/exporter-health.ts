import type { CollectorLoss, ExporterMinute, SeenExporter } from '@scopemap/database';
import type { DecodeProblemCode, ExportDatagram, SourceStatistics } from '@scopemap/flow-codec';
import type { TakenDatagram } from './aggregate/taken-datagram.ts';

type Counts = { -readonly [Name in keyof ExporterMinute]: ExporterMinute[Name] } & {
  problems: Record<string, number>;
  undecodable: Record<string, number>;
};

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

/** Versions whose data is described by templates. */
const FIRST_WITH_TEMPLATES = 9;

/** What the codec said of a source when it was asked last. */
interface SourceTotals {
  readonly lost: number;
  readonly recovered: number;
  readonly waiting: number;
  readonly templates: number;
}

function nameOf({ exporter, domain, version }: Pick<ExporterMinute, 'exporter' | 'domain' | 'version'>): string {
  return `${exporter} ${domain} ${version}`;
}

const NOTHING_YET: SourceTotals = { lost: 0, recovered: 0, waiting: 0, templates: 0 };

function add(counts: Record<string, number>, name: string, count: number): void {
  counts[name] = (counts[name] ?? 0) + count;
}

/** Records of the window that a row came with, without those of an earlier lost window whose counts it carries on. */
export function recordsOfWindow({ records, problems }: Pick<ExporterMinute, 'records' | 'problems'>): number {
  return records - (problems['window-lost'] ?? 0);
}

/** Counts what each exporter sent, by observation domain, version and minute, until a window takes the counts along. */
export class ExporterHealth {
  #rows = new Map<string, Counts>();
  #seen = new Map<string, { first: number; last: number }>();
  #losses = new Map<string, CollectorLoss>();
  /** As already counted, per source of the codec. */
  #totals: ReadonlyMap<string, SourceTotals> = new Map();

  /** Counts a datagram and what the decoder found in it. */
  note(datagram: ExportDatagram, message: TakenDatagram): void {
    const row = this.#row(datagram.exporter, message.domain ?? 0, knownVersion(message.version), datagram.receivedAt);
    if (!row) {
      this.noteLoss('exporter-limit', null, 1, datagram.receivedAt);
      return;
    }
    this.#see(datagram.exporter, datagram.receivedAt);
    row.datagrams++;
    row.octets += datagram.payload.length;
    row.records += message.records;
    if (message.exportTime !== null) row.skewMs = datagram.receivedAt - message.exportTime;
    if (message.sampling !== null && message.sampling > (row.sampling ?? 0)) row.sampling = message.sampling;
    if (message.problems.length === 0) return;
    // One set counts once, for the first reason.
    const sets = new Set<number | null>();
    for (const { code, set } of message.problems) {
      add(row.problems, code, 1);
      if (!UNDECODABLE.has(code) || sets.has(set)) continue;
      sets.add(set);
      add(row.undecodable, code, 1);
    }
  }

  /** Counts a problem of the collector itself with what an exporter sent. */
  noteProblem(exporter: string, code: CollectorProblemCode, count: number, at: number, domain = 0, version = 0): void {
    const row = this.#row(exporter, domain, version, at);
    if (!row) return;
    this.#see(exporter, at);
    add(row.problems, code, count);
  }

  /** Counts datagrams that the collector lost, and of which nobody can say whose they were. `port`: of the socket, if it was one. */
  noteLoss(problem: CollectorLoss['problem'], port: number | null, count: number, at: number): void {
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    const key = `${problem} ${port} ${minute}`;
    this.#losses.set(key, { problem, port, minute, count: count + (this.#losses.get(key)?.count ?? 0) });
  }

  /**
   * Adds loss, and sets that were decoded late after all, as far as they are new since the last call; notes how many templates
   * are known and how many sets wait for one.
   */
  noteSources(sources: readonly SourceStatistics[], at: number): void {
    const totals = new Map<string, SourceTotals>();
    const states = new Map<string, { templates: number; waiting: number; hasChanged: boolean; of: SourceStatistics }>();
    for (const source of sources) {
      const { exporter, port, domain, version, sequence } = source;
      const { recovered, sets: waiting } = source.waiting;
      const templates = source.templates.length;
      const key = `${exporter} ${port} ${domain} ${version}`;
      const before = this.#totals.get(key) ?? NOTHING_YET;
      totals.set(key, { lost: sequence.lost, recovered, waiting, templates });
      const lost = sequence.lost - before.lost;
      const late = recovered - before.recovered;
      if (lost !== 0 || late !== 0) this.#addLate(source, lost, late, at);
      if (version < FIRST_WITH_TEMPLATES) continue;
      const name = nameOf(source);
      const state = states.get(name) ?? { templates: 0, waiting: 0, hasChanged: false, of: source };
      states.set(name, state);
      state.templates += templates;
      state.waiting += waiting;
      state.hasChanged ||= waiting !== before.waiting || templates !== before.templates;
    }
    this.#totals = totals;
    const latest = new Map<string, Counts>();
    for (const row of this.#rows.values()) {
      const known = latest.get(nameOf(row));
      if (!known || known.minute < row.minute) latest.set(nameOf(row), row);
    }
    for (const [name, { templates, waiting, hasChanged, of }] of states) {
      const row = latest.get(name) ?? (hasChanged ? this.#row(of.exporter, of.domain, of.version, at) : undefined);
      if (!row) continue;
      this.#see(row.exporter, row.minute);
      row.templates = templates;
      row.waitingSets = waiting;
    }
  }

  #addLate({ exporter, domain, version }: SourceStatistics, lost: number, recovered: number, at: number): void {
    const row = this.#row(exporter, domain, version, at);
    if (!row) return;
    this.#see(exporter, at);
    row.lost += lost;
    if (recovered !== 0) add(row.undecodable, 'no-template', -recovered);
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0 && this.#losses.size === 0;
  }

  /** The counts since the last call; they are the window's from now on. */
  take(): { health: ExporterMinute[]; exporters: SeenExporter[]; losses: CollectorLoss[] } {
    const health = [...this.#rows.values()];
    const exporters = [...this.#seen].map(([address, span]) => ({ address, ...span }));
    const losses = [...this.#losses.values()];
    this.#rows = new Map();
    this.#seen = new Map();
    this.#losses = new Map();
    return { health, exporters, losses };
  }

  /** Takes the counts of a window back whose contacts had to be given up, and says so: the records were received, and lost here. */
  takeBack(health: readonly ExporterMinute[], losses: readonly CollectorLoss[]): void {
    for (const { problem, port, count, minute } of losses) this.noteLoss(problem, port, count, minute);
    for (const lost of health) {
      const row = this.#row(lost.exporter, lost.domain, lost.version, lost.minute);
      if (!row) continue;
      this.#see(lost.exporter, lost.minute);
      row.datagrams += lost.datagrams;
      row.octets += lost.octets;
      row.records += lost.records;
      row.lost += lost.lost;
      row.skewMs ??= lost.skewMs;
      row.templates ??= lost.templates;
      row.waitingSets ??= lost.waitingSets;
      if (lost.sampling !== null) row.sampling = Math.max(row.sampling ?? 0, lost.sampling);
      for (const [reason, sets] of Object.entries(lost.undecodable)) add(row.undecodable, reason, sets);
      for (const [code, count] of Object.entries(lost.problems)) add(row.problems, code, count);
      const records = recordsOfWindow(lost);
      if (records > 0) add(row.problems, 'window-lost', records);
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
      undecodable: {},
      problems: {},
      skewMs: null,
      sampling: null,
      templates: null,
      waitingSets: null,
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
