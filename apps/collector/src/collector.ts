import { randomUUID } from 'node:crypto';
import { connect, type Db, loadLearnedEndpoints, loadTemplates } from '@scopemap/database';
import { createEndpointKnowledge } from '@scopemap/scope-model';
import { type Logger, pino } from 'pino';
import { COLLECTOR_DEFAULTS, type CollectorOptions } from './collector-options.ts';
import { DatagramQueue } from './datagram-queue.ts';
import { EndpointStatements } from './endpoint-statements.ts';
import { recordsOfWindow } from './exporter-health.ts';
import { FlowPipeline } from './flow-pipeline.ts';
import { kernelDrops } from './kernel-drops.ts';
import { RateLimitedLog } from './rate-limited-log.ts';
import { Retention } from './retention.ts';
import { TemplateKeeper } from './template-keeper.ts';
import { listenUdp, type UdpListener } from './udp-listener.ts';
import { WindowWriter } from './window-writer.ts';

/** Counts since the start. Received = decoded + dropped by the queue + still waiting in it. */
export interface CollectorStatistics {
  readonly receivedDatagrams: number;
  readonly decodedDatagrams: number;
  readonly records: number;
  /** Refused because decoding lagged behind. */
  readonly queueDrops: number;
  /** Dropped by the kernel before we saw them; null where it does not say. */
  readonly kernelDrops: number | null;
  readonly windowsApplied: number;
  /** Windows and their records that never reached the database. */
  readonly windowsLost: number;
  readonly recordsLost: number;
  /** Flows whose relationships are kept, but which found no room on the way to the flow table. */
  readonly flowsNotStored: number;
  /** Windows and rows that wait for the database. */
  readonly windowsWaiting: number;
  readonly rowsWaiting: number;
}

export interface Collector {
  /** The ports it listens on, in the order of the options. */
  readonly ports: readonly number[];
  statistics(): Promise<CollectorStatistics>;
  /** Ends receiving, writes what was received, and closes everything. */
  stop(): Promise<void>;
}

/** Milliseconds of decoding after which the sockets get their turn. */
const SLICE_MS = 5;

/** A conversation whose halves are exported five minutes apart is still one. */
const CARRY_MS = 300_000;
/** They are looked at again in every window, so their number is what a window costs at least. */
const MAX_CARRIED = 50_000;
/** A window takes this many times longer than the end of the one before took, so that ending them leaves time for traffic. */
const WINDOW_TO_COST = 10;
/** But not longer than this: traffic is to be on the map within five seconds. */
const LONGEST_WINDOW_MS = 3_000;

const LEARNED_ENDPOINTS = 200_000;

type Settings = Required<CollectorOptions>;

class RunningCollector implements Collector {
  readonly #settings: Settings;
  readonly #db: Db;
  readonly #log: Logger;
  readonly #warnings: RateLimitedLog;
  readonly #queue: DatagramQueue;
  readonly #pipeline: FlowPipeline;
  readonly #writer: WindowWriter;
  readonly #templates: TemplateKeeper;
  readonly #statements: EndpointStatements;
  #refreshing = false;
  readonly #retention: Retention;
  readonly #run = randomUUID();
  #listeners: UdpListener[] = [];
  #timer: NodeJS.Timeout | undefined;
  #slice: NodeJS.Immediate | undefined;
  #window = 0;
  /** Earliest end of the present window by the clock; a full one does not wait. */
  #notBefore = 0;
  #stopped: Promise<void> | undefined;
  readonly #counts = {
    receivedDatagrams: 0,
    decodedDatagrams: 0,
    records: 0,
    queueDrops: 0,
    windowsApplied: 0,
    windowsLost: 0,
    recordsLost: 0,
    flowsNotStored: 0,
  };

  constructor(settings: Settings, db: Db, log: Logger, pipeline: FlowPipeline, statements: EndpointStatements) {
    this.#statements = statements;
    this.#settings = settings;
    this.#db = db;
    this.#log = log;
    this.#warnings = new RateLimitedLog(log);
    this.#queue = new DatagramQueue({ datagrams: settings.queueDatagrams, octets: settings.queueOctets });
    this.#pipeline = pipeline;
    this.#templates = new TemplateKeeper(db, pipeline.decoder, this.#warnings);
    this.#retention = new Retention(db, settings.flowDays, log);
    this.#writer = new WindowWriter({
      db,
      maxWaitingRows: settings.maxWaitingRows,
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
      onLost: (window, reason) => {
        const records = window.health.reduce((sum, row) => sum + recordsOfWindow(row), 0);
        this.#counts.windowsLost++;
        this.#counts.recordsLost += records;
        pipeline.health.takeBack(window.health);
        this.#log.error({ window: window.id, records, reason }, 'a window of flows is lost');
      },
      onFailure: (error, failures) =>
        this.#warnings.warn(
          'write',
          { err: error, failures },
          'the database did not take a window; it will be tried again',
        ),
    });
  }

  get ports(): readonly number[] {
    return this.#listeners.map((listener) => listener.port);
  }

  /** Binds all sockets or none. */
  async listen(): Promise<void> {
    const { ports, addresses, receiveBuffer } = this.#settings;
    const wanted = ports.flatMap((port) =>
      (addresses.length > 0 ? addresses : [undefined]).map((address) => ({ port, address })),
    );
    try {
      for (const { port, address } of wanted) {
        const onError = (error: Error) => this.#log.error({ err: error, port }, 'a socket failed');
        const onDatagram = this.#receive;
        this.#listeners.push(await listenUdp({ port, address, receiveBuffer, onDatagram, onError }));
      }
    } catch (error) {
      await this.#close();
      throw error;
    }
    this.#timer = setInterval(() => this.#tick(), this.#settings.windowMs);
    this.#retention.start();
    this.#tellBuffers();
  }

  #tellBuffers(): void {
    const { receiveBuffer } = this.#settings;
    const granted = Math.min(...this.#listeners.map((listener) => listener.receiveBuffer));
    this.#log.info({ ports: this.ports, receiveBuffer: granted }, 'listening for NetFlow v5, v9 and IPFIX');
    if (granted >= receiveBuffer) return;
    const remedy = process.platform === 'linux' ? `: run "sysctl -w net.core.rmem_max=${receiveBuffer}"` : '';
    this.#log.warn(
      { wanted: receiveBuffer, granted },
      `the system caps the receive buffer, so bursts may be lost${remedy}`,
    );
  }

  readonly #receive = (datagram: Parameters<DatagramQueue['push']>[0]): void => {
    this.#counts.receivedDatagrams++;
    this.#queue.push(datagram);
    this.#slice ??= setImmediate(this.#decodeSlice);
  };

  readonly #decodeSlice = (): void => {
    this.#slice = undefined;
    const until = performance.now() + SLICE_MS;
    while (this.#queue.length > 0) {
      this.#decodeOne();
      if (performance.now() >= until) break;
    }
    if (this.#queue.length > 0) this.#slice = setImmediate(this.#decodeSlice);
  };

  #decodeOne(): void {
    const datagram = this.#queue.shift();
    if (!datagram) return;
    const { records, problems } = this.#pipeline.take(datagram);
    this.#counts.decodedDatagrams++;
    this.#counts.records += records.length;
    for (const { code } of problems) {
      const { exporter } = datagram;
      this.#warnings.warn(`${code} ${exporter}`, { exporter, code }, 'export data could not be fully understood');
    }
    if (this.#isFull()) this.#endWindow();
  }

  #isFull(): boolean {
    const { maxConversations, maxRecords } = this.#settings;
    return this.#pipeline.conversations >= maxConversations || this.#pipeline.records >= maxRecords;
  }

  /** While the database lags behind, the window goes on until it is full: one large window costs less than many small ones. */
  #tick(): void {
    if (performance.now() < this.#notBefore) return;
    if (this.#writer.waiting < 2 || this.#isFull()) this.#endWindow();
  }

  #endWindow(): void {
    const now = Date.now();
    for (const [exporter, count] of this.#queue.takeDrops()) {
      this.#counts.queueDrops += count;
      if (exporter !== '') this.#pipeline.health.noteProblem(exporter, 'receive-queue-full', count, now);
      this.#warnings.warn('queue', { exporter, count }, 'decoding lags behind: datagrams were dropped');
    }
    if (this.#pipeline.isEmpty) return;
    const begun = performance.now();
    this.#writer.write(this.#pipeline.finishWindow(`live-${this.#run}-${this.#window++}`, now));
    this.#templates.save();
    this.#refreshStatements();
    const ended = performance.now();
    this.#notBefore = ended + Math.min((ended - begun) * WINDOW_TO_COST, LONGEST_WINDOW_MS) - this.#settings.windowMs;
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

  async statistics(): Promise<CollectorStatistics> {
    const windowsWaiting = this.#writer.waiting;
    const rowsWaiting = this.#writer.waitingRows;
    return { ...this.#counts, windowsWaiting, rowsWaiting, kernelDrops: await kernelDrops(this.ports) };
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#listeners.map((listener) => listener.close()));
    clearImmediate(this.#slice);
    while (this.#queue.length > 0) this.#decodeOne();
    this.#endWindow();
    await this.#writer.drain(this.#settings.drainMs);
    // What a lost window leaves to tell.
    this.#endWindow();
    await this.#writer.drain(this.#settings.drainMs / 4);
    await this.#close();
    this.#log.info({ ...this.#counts }, 'the collector has stopped');
  }

  async #close(): Promise<void> {
    await this.#retention.stop();
    await this.#templates.close();
    await this.#db.destroy();
  }
}

/**
 * Starts a collector: UDP sockets, decoding, relationships, database. Rejects with `ListenError` when a port can't be had and
 * with the database's error when it can't be reached at the start; nothing stays open then. Later absences of the database are
 * bridged in memory.
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
    for (const endpoint of await loadLearnedEndpoints(db, LEARNED_ENDPOINTS)) knowledge.learn(endpoint);
    const statements = new EndpointStatements(knowledge);
    await statements.refresh(db);
    const carryWindows = Math.ceil(CARRY_MS / settings.windowMs);
    const pipeline = new FlowPipeline({
      knowledge,
      keepFlow: () => settings.flowDays > 0,
      carryWindows,
      maxCarried: MAX_CARRIED,
    });
    pipeline.decoder.restoreTemplates(await loadTemplates(db));
    const collector = new RunningCollector(settings, db, log, pipeline, statements);
    await collector.listen();
    return collector;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
