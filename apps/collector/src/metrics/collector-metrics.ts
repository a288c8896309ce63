import type { SourceStatistics } from '@scopemap/flow-codec';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { CollectorStatistics } from '../collector-statistics.ts';
import type { ExporterSilence } from '../exporter-silence.ts';
import { type ExporterTotals, exporterTotals } from './exporter-totals.ts';

export interface MetricsInput {
  readonly statistics: () => CollectorStatistics;
  readonly sources: () => readonly SourceStatistics[];
  readonly silence: Pick<ExporterSilence, 'lastSeen' | 'silent'>;
}

/** Name, help and the statistic behind it; those that only grow are counters. */
const COUNTERS: readonly (readonly [name: string, help: string, of: (s: CollectorStatistics) => number])[] = [
  ['received_datagrams_total', 'Datagrams read from the sockets', (s) => s.receivedDatagrams],
  ['received_octets_total', 'Octets of their payloads', (s) => s.receivedOctets],
  ['decoded_datagrams_total', 'Datagrams decoded', (s) => s.decodedDatagrams],
  ['records_total', 'Flow records decoded', (s) => s.records],
  ['refused_datagrams_total', 'Datagrams of senders not on the list of exporters', (s) => s.refusedDatagrams],
  ['queue_dropped_datagrams_total', 'Datagrams dropped because decoding lagged behind', (s) => s.queueDrops],
  [
    'kernel_dropped_datagrams_total',
    'Datagrams dropped by the kernel before they were read',
    (s) => s.kernelDrops ?? 0,
  ],
  ['windows_applied_total', 'Windows written to the database', (s) => s.windowsApplied],
  ['windows_lost_total', 'Windows that never reached the database', (s) => s.windowsLost],
  ['records_lost_total', 'Records of those windows', (s) => s.recordsLost],
  ['flows_not_stored_total', 'Flows counted in relationships but not stored one by one', (s) => s.flowsNotStored],
];

const GAUGES: typeof COUNTERS = [
  ['queue_octets', 'Octets that wait for decoding', (s) => s.queueOctets],
  ['windows_waiting', 'Windows that wait for the database', (s) => s.windowsWaiting],
  ['rows_waiting', 'Rows of those windows', (s) => s.rowsWaiting],
  ['spool_octets', 'Octets of the spool', (s) => s.spoolOctets],
  ['windows_set_aside', 'Spooled windows that could not be read or stored', (s) => s.windowsSetAside],
  ['silent_exporters', 'Exporters that have fallen silent', (s) => s.silentExporters],
];

const PER_EXPORTER: readonly (readonly [of: keyof ExporterTotals, name: string, help: string])[] = [
  ['datagrams', 'exporter_datagrams', 'Datagrams of an exporter'],
  ['records', 'exporter_records', 'Flow records of an exporter'],
  ['lost', 'exporter_lost', 'Missing by its sequence numbers: flows (v5), packets (v9), records (IPFIX)'],
  ['templates', 'exporter_templates', 'Templates remembered of an exporter'],
  ['waitingSets', 'exporter_waiting_sets', 'Sets that wait for their template'],
  ['waitingBytes', 'exporter_waiting_bytes', 'Octets of those sets'],
];

/** The collector's numbers for Prometheus. They are read when somebody asks, and cost nothing else. */
export class CollectorMetrics {
  readonly #input: MetricsInput;
  readonly #registry = new Registry();
  readonly #counters = COUNTERS.map(([name, help, of]) => ({ of, metric: new Counter(this.#named(name, help)) }));
  readonly #gauges = GAUGES.map(([name, help, of]) => ({ of, metric: new Gauge(this.#named(name, help)) }));
  readonly #perExporter = PER_EXPORTER.map(([key, name, help]) => ({ key, metric: this.#ofExporter(name, help) }));
  readonly #lastSeen = this.#ofExporter('exporter_last_seen_seconds', 'Time of its last datagram, seconds since 1970');
  readonly #silent = this.#ofExporter('exporter_silent', '1: the exporter has fallen silent');

  constructor(input: MetricsInput) {
    this.#input = input;
    collectDefaultMetrics({ register: this.#registry });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All of them at this moment, in the text format of Prometheus. */
  text(): Promise<string> {
    const { statistics, sources, silence } = this.#input;
    const now = statistics();
    for (const { of, metric } of this.#counters) {
      metric.reset();
      metric.inc(of(now));
    }
    for (const { of, metric } of this.#gauges) metric.set(of(now));
    for (const { metric } of this.#perExporter) metric.reset();
    for (const [exporter, totals] of exporterTotals(sources()))
      for (const { key, metric } of this.#perExporter) metric.set({ exporter }, totals[key]);
    this.#lastSeen.reset();
    this.#silent.reset();
    for (const [exporter, at] of silence.lastSeen) {
      this.#lastSeen.set({ exporter }, at / 1000);
      this.#silent.set({ exporter }, silence.silent.has(exporter) ? 1 : 0);
    }
    return this.#registry.metrics();
  }

  #named(name: string, help: string) {
    return { name: `scopemap_collector_${name}`, help, registers: [this.#registry] };
  }

  #ofExporter(name: string, help: string): Gauge<'exporter'> {
    return new Gauge({ ...this.#named(name, help), labelNames: ['exporter'] });
  }
}
