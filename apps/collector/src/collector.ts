import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Db } from '@scopemap/database';
import type { ExportDatagram } from '@scopemap/flow-codec';
import { createEndpointKnowledge, type EndpointKnowledge } from '@scopemap/scope-model';
import { type Logger, pino } from 'pino';
import { AdmissionKeeper } from './admission/admission-keeper.ts';
import { ExporterAdmission } from './admission/exporter-admission.ts';
import { WindowPace } from './aggregate/window-pace.ts';
import { pauseAfter } from './apply-window.ts';
import { COLLECTOR_DEFAULTS, type CollectorOptions } from './collector-options.ts';
import {
  isDatabaseAway,
  KNOWN_SEQUENCES,
  LEARNED_ENDPOINTS,
  loadCollectorState,
  newestTemplates,
  restoreWhatIsMissing,
} from './collector-state.ts';
import type { CollectorStatistics } from './collector-statistics.ts';
import { EndpointStatements } from './endpoint-statements.ts';
import { ExporterSilence } from './exporter-silence.ts';
import { FlowPipeline } from './flow-pipeline.ts';
import type { MetricsServer } from './metrics/metrics-server.ts';
import { RateLimitedLog } from './rate-limited-log.ts';
import { DecodeLoop } from './receive/decode-loop.ts';
import { ReceiveReport } from './receive/receive-report.ts';
import { ReceiveThread } from './receive/receive-thread.ts';
import { Retention } from './retention.ts';
import { type RecoveredSpool, recoverSpool } from './spool/spool-recovery.ts';
import { SpoolState } from './spool/spool-state.ts';
import { StreamPositions } from './spool/stream-positions.ts';
import { TemplateKeeper } from './template-keeper.ts';
import { WindowWriter } from './window-writer.ts';

export interface Collector {
  /** The ports it listens on, in the order of the options. */
  readonly ports: readonly number[];
  /** The TCP port of metrics and health; null when there is none. */
  readonly metricsPort: number | null;
  /** Settles when a part ended by itself, so that nothing is received any more; never when it was stopped. */
  readonly died: Promise<Error>;
  statistics(): Promise<CollectorStatistics>;
  /** Ends receiving, writes what was received, and closes everything. */
  stop(): Promise<void>;
}

/** A conversation whose halves are exported five minutes apart is still one. */
const CARRY_MS = 300_000;
/** They are looked at again in every window, so their number is what a window costs at least. */
const MAX_CARRIED = 50_000;
const FAILURES = {
  database: 'the database did not take a window; it will be tried again',
  spool: 'the spool did not take a window; it waits in memory and will be tried again',
} as const;

type Settings = Required<CollectorOptions>;

/** Of a list of exporters each one was named by a person, as far as it names single ones. */
const MOST_LISTED = 10_000;
/** Senders not admitted that are told apart between two windows. */
const MOST_WAITING = 1_000;

function admissionLimits({ exporters, maxLearnedExporters }: Settings) {
  return { maxLearned: exporters.length > 0 ? MOST_LISTED : maxLearnedExporters, maxWaiting: MOST_WAITING };
}

/** The spool, and what lies beside its windows. */
interface Disk {
  readonly state: SpoolState;
  readonly positions: StreamPositions;
  readonly spool: RecoveredSpool;
}

class RunningCollector implements Collector {
  readonly #settings: Settings;
  readonly #db: Db;
  readonly #disk: Disk | null;
  readonly #log: Logger;
  readonly #warnings: RateLimitedLog;
  readonly #silence: ExporterSilence;
  readonly #pipeline: FlowPipeline;
  readonly #writer: WindowWriter;
  readonly #templates: TemplateKeeper;
  readonly #statements: EndpointStatements;
  readonly #admission: ExporterAdmission;
  readonly #admissions: AdmissionKeeper;
  #refreshing = false;
  readonly #retention: Retention;
  readonly #run = randomUUID();
  readonly died: Promise<Error>;
  #die: (error: Error) => void = () => {};
  #receive: ReceiveThread | undefined;
  #report: ReceiveReport | undefined;
  #loop: DecodeLoop | undefined;
  #metrics: MetricsServer | undefined;
  #timer: NodeJS.Timeout | undefined;
  #window = 0;
  readonly #pace: WindowPace;
  #stopped: Promise<void> | undefined;
  readonly #stopping = new AbortController();
  readonly #counts = {
    decodedDatagrams: 0,
    records: 0,
    windowsApplied: 0,
    windowsLost: 0,
    recordsLost: 0,
    flowsNotStored: 0,
  };

  constructor(
    settings: Settings,
    db: Db,
    log: Logger,
    pipeline: FlowPipeline,
    statements: EndpointStatements,
    disk: Disk | null,
  ) {
    this.#disk = disk;
    this.#statements = statements;
    this.#settings = settings;
    this.#pace = new WindowPace(settings.windowMs, settings);
    this.#db = db;
    this.#log = log;
    this.#warnings = new RateLimitedLog(log);
    this.#silence = new ExporterSilence(settings.silentAfterMs);
    this.died = new Promise((resolve) => {
      this.#die = resolve;
    });
    this.#pipeline = pipeline;
    this.#admission = new ExporterAdmission(admissionLimits(settings));
    this.#admissions = new AdmissionKeeper(db, this.#admission, this.#warnings);
    this.#templates = new TemplateKeeper(db, disk?.state.templates ?? null, pipeline.decoder, this.#warnings);
    this.#retention = new Retention(db, settings.flowDays, log);
    this.#writer = new WindowWriter({
      db,
      spool: disk?.spool ?? null,
      positions: disk?.positions ?? null,
      growth: {
        relationships: settings.maxNewRelationships,
        relationshipsOfExporter: settings.maxNewRelationshipsOfExporter,
      },
      maxSpoolOctets: settings.maxSpoolOctets,
      maxWaitingRows: settings.maxWaitingRows,
      takeSequences: () => pipeline.decoder.takeSequences(),
      onApplied: () => {
        this.#counts.windowsApplied++;
      },
      onFlowsDropped: (count) => {
        this.#counts.flowsNotStored += count;
        this.#warnings.warn(
          'flows',
          { count },
          'the database lags behind: flows are counted, but not stored one by one',
        );
      },
      onLost: ({ health, losses, ...window }) => {
        this.#counts.windowsLost++;
        this.#counts.recordsLost += window.records;
        pipeline.health.takeBack(health, losses);
        this.#log.error(window, 'a window of flows is lost');
      },
      onFailure: (what, error, failures) =>
        this.#warnings.warn(`write ${what}`, { err: error, failures }, FAILURES[what]),
    });
  }

  get ports(): readonly number[] {
    return this.#receive?.sockets.map(({ port }) => port) ?? [];
  }

  get metricsPort(): number | null {
    return this.#metrics?.port ?? null;
  }

  /** Takes up who may send, before the first datagram is read. */
  async loadAdmissions(): Promise<void> {
    await this.#admissions.load();
  }

  /** Binds all sockets or none. */
  async listen(): Promise<void> {
    const { ports, addresses, receiveBuffer, queueOctets, exporters, receive: path, metricsPort } = this.#settings;
    try {
      if (metricsPort !== null) this.#metrics = await this.#serveMetrics(metricsPort);
      const options = { path, ports, addresses, receiveBuffer, queueOctets, exporters };
      this.#receive = await ReceiveThread.start(options, {
        onWake: () => this.#loop?.wake(),
        onSocketFailed: (message) => this.#log.error({ message }, 'a socket failed'),
        onDied: (error) => {
          this.#log.fatal({ err: error }, 'receiving has ended');
          this.#die(error);
        },
      });
    } catch (error) {
      await this.#close();
      throw error;
    }
    this.#report = new ReceiveReport(this.#receive, this.#log, this.#warnings);
    this.#report.begin(receiveBuffer);
    this.#loop = new DecodeLoop(this.#receive, this.#decode);
    this.#loop.wake();
    this.#writer.begin();
    this.#timer = setInterval(() => this.#tick(), this.#settings.windowMs);
  }

  /** The ledger may be cleared of what is old: the database is there, and what it has is no longer in the spool. */
  keepHouse(): void {
    this.#retention.start();
  }

  /** Takes up what earlier runs left in the database, as soon as it is there. */
  async catchUp(knowledge: EndpointKnowledge): Promise<void> {
    for (let failures = 1; !this.#stopped; failures++) {
      try {
        const state = await loadCollectorState(this.#db);
        for (const endpoint of state.learned) knowledge.learn(endpoint);
        restoreWhatIsMissing(this.#pipeline.decoder, state, this.#disk?.spool.sequences ?? []);
        this.#disk?.positions.noteMissing(state.sequences);
        this.#log.info('the database is there: what earlier runs learned is known again');
        return;
      } catch (error) {
        this.#warnings.warn('start', { err: error }, 'the database is away: windows wait in the spool');
        await sleep(pauseAfter(failures), undefined, { signal: this.#stopping.signal }).catch(() => {});
      }
    }
  }

  // On demand: without a port, its packages need not be loaded.
  async #serveMetrics(port: number): Promise<MetricsServer> {
    const { startMetricsServer } = await import('./metrics/metrics-server.ts');
    const { CollectorMetrics } = await import('./metrics/collector-metrics.ts');
    const metrics = new CollectorMetrics({
      statistics: () => this.#statistics(),
      sources: () => this.#pipeline.decoder.statistics(),
      silence: this.#silence,
    });
    const notReady = () => this.#notReady();
    return startMetricsServer({ port, address: this.#settings.metricsAddress, metrics, notReady });
  }

  /** Why nothing should be sent here at present; empty when all is well. */
  #notReady(): string[] {
    const reasons: string[] = [];
    if (!this.#receive) reasons.push('the sockets are not open yet');
    if (this.#stopped) reasons.push('it is stopping');
    if (this.#writer.alarm) reasons.push(this.#writer.alarm);
    return reasons;
  }

  readonly #decode = (datagram: ExportDatagram): void => {
    if (!this.#admission.admits(datagram.exporter, datagram.receivedAt)) return;
    const { records, problems } = this.#pipeline.take(datagram);
    this.#counts.decodedDatagrams++;
    this.#counts.records += records;
    for (const { code } of problems) {
      const { exporter } = datagram;
      this.#warnings.warn(`${code} ${exporter}`, { exporter, code }, 'export data could not be fully understood');
    }
    if (this.#pace.isFull(this.#pipeline)) this.#endWindow();
  };

  /** While the database lags behind, the window goes on until it is full: one large window costs less than many small ones. */
  #tick(): void {
    this.#watchSilence();
    if (this.#pace.isOver(performance.now()) && this.#writer.isDue) this.#endWindow();
  }

  #endWindow(): void {
    const now = Date.now();
    this.#report?.account(this.#pipeline.health, now);
    this.#admissions.account(this.#pipeline.health, now);
    if (this.#pipeline.isEmpty) return;
    const begun = performance.now();
    const window = this.#pipeline.finishWindow(`live-${this.#run}-${this.#window++}`, now);
    this.#silence.note(window.exporters);
    this.#writer.write(window);
    this.#templates.save();
    this.#refreshStatements();
    this.#admissions.refresh();
    this.#pace.noteEnd(begun, performance.now());
  }

  /** What persons and scans said meanwhile holds from one of the next windows on; storing a window looks it up once more. */
  #refreshStatements(): void {
    if (this.#refreshing) return;
    this.#refreshing = true;
    this.#statements
      .refresh(this.#db)
      .catch((error: Error) => this.#log.debug({ err: error }, 'statements on endpoints could not be read'))
      .finally(() => {
        this.#refreshing = false;
      });
  }

  #watchSilence(): void {
    const { silent, back } = this.#silence.check(Date.now());
    for (const { exporter, last } of silent)
      this.#log.error({ exporter, last: new Date(last).toISOString() }, 'an exporter has fallen silent');
    for (const exporter of back) this.#log.info({ exporter }, 'an exporter sends again');
  }

  async statistics(): Promise<CollectorStatistics> {
    return this.#statistics();
  }

  #statistics(): CollectorStatistics {
    const receive = this.#receive;
    const counts = receive?.counts;
    return {
      ...this.#counts,
      receivedDatagrams: counts?.datagrams ?? 0,
      receivedOctets: counts?.octets ?? 0,
      refusedDatagrams: counts?.refused ?? 0,
      queueDrops: counts?.dropped ?? 0,
      queueOctets: receive?.backlog ?? 0,
      kernelDrops: counts?.kernelDrops?.reduce((sum, drops) => sum + drops, 0) ?? null,
      receivePath: receive?.path ?? 'portable',
      silentExporters: this.#silence.silent.size,
      windowsWaiting: this.#writer.waiting,
      rowsWaiting: this.#writer.waitingRows,
      spoolOctets: this.#writer.spoolOctets,
      windowsSetAside: this.#writer.windowsSetAside,
    };
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const begun = performance.now();
    clearInterval(this.#timer);
    this.#stopping.abort();
    // Decoding goes on meanwhile, so that what the kernel still holds finds room.
    await this.#receive?.stop();
    this.#loop?.finish();
    this.#endWindow();
    const left = () => Math.max(500, this.#settings.drainMs - (performance.now() - begun));
    await this.#writer.drain(left());
    // What a lost window leaves to tell.
    this.#endWindow();
    await this.#writer.drain(left());
    await this.#close();
    this.#log.info({ ...this.#statistics() }, 'the collector has stopped');
  }

  async #close(): Promise<void> {
    await this.#metrics?.close();
    await this.#retention.stop();
    await this.#templates.close();
    await this.#admissions.close();
    await this.#db.destroy();
  }
}

/** Null when the database is away and windows can wait on disk; else its error is thrown. */
async function loadStateIfThere(db: Db, statements: EndpointStatements, spoolFolder: string | null, log: Logger) {
  try {
    await statements.refresh(db);
    return await loadCollectorState(db);
  } catch (error) {
    if (spoolFolder === null || !isDatabaseAway(error)) throw error;
    log.error(
      { err: error },
      'the database is away: windows wait in the spool, and what lies beside them tells of templates and loss',
    );
    return null;
  }
}

/**
 * Opens the spool, and says what earlier runs knew of exporters. The database, when it is there, knows positions best; of templates
 * what was seen last holds.
 */
async function openDisk(
  folder: string | null,
  db: Db,
  stored: Awaited<ReturnType<typeof loadCollectorState>> | null,
  log: Logger,
) {
  if (folder === null) return { disk: null, templates: stored?.templates ?? [], sequences: stored?.sequences ?? [] };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const state = new SpoolState(folder);
  const left = await state.read(log);
  const sequences = stored?.sequences ?? left.sequences;
  const positions = new StreamPositions(state.positions, KNOWN_SEQUENCES);
  positions.note(stored ? sequences.toReversed() : sequences);
  // Before files of windows go that the database has.
  if (stored) await positions.save();
  const spool = await recoverSpool(folder, stored && db);
  const disk: Disk = { state, positions, spool };
  return { disk, templates: newestTemplates(stored?.templates ?? [], left.templates), sequences };
}

/**
 * Starts a collector: UDP sockets, decoding, relationships, database. Rejects with `ListenError` when a port can't be had;
 * nothing stays open then. When the database is away it collects into the spool; without one it rejects with the database's error.
 * Later absences are bridged by the spool, or in memory.
 */
export async function startCollector(
  options: CollectorOptions,
  log: Logger = pino({ level: 'silent' }),
): Promise<Collector> {
  const settings: Settings = { ...COLLECTOR_DEFAULTS, ...options };
  const db = connect(settings.database, {
    max: 3,
    onError: (error) => log.debug({ err: error }, 'a connection ended'),
  });
  try {
    const knowledge = createEndpointKnowledge({ maxLearned: LEARNED_ENDPOINTS });
    const statements = new EndpointStatements(knowledge);
    const state = await loadStateIfThere(db, statements, settings.spoolFolder, log);
    for (const endpoint of state?.learned ?? []) knowledge.learn(endpoint);
    const carryWindows = Math.ceil(CARRY_MS / settings.windowMs);
    const pipeline = new FlowPipeline({
      knowledge,
      keepFlow: () => settings.flowDays > 0,
      carryWindows,
      maxCarried: MAX_CARRIED,
    });
    const { disk, templates, sequences } = await openDisk(settings.spoolFolder, db, state, log);
    pipeline.decoder.restoreTemplates(templates);
    pipeline.decoder.restoreSequences(sequences);
    // Newer than what the database knows.
    pipeline.decoder.restoreSequences(disk?.spool.sequences ?? []);
    const collector = new RunningCollector(settings, db, log, pipeline, statements, disk);
    if (state) await collector.loadAdmissions();
    await collector.listen();
    if (state) collector.keepHouse();
    else void collector.catchUp(knowledge);
    return collector;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
