import { createFlowDecoder } from '@scopemap/flow-codec';
import { createExporter } from '@scopemap/flow-codec/encode';
import { afterEach, expect, test } from 'vitest';
import { exchange } from '../testing/traffic.ts';
import { CollectorMetrics } from './collector-metrics.ts';
import { exporterTotals } from './exporter-totals.ts';
import { type MetricsServer, startMetricsServer } from './metrics-server.ts';

const STATISTICS = {
  receivedDatagrams: 9,
  receivedOctets: 900,
  decodedDatagrams: 8,
  records: 80,
  refusedDatagrams: 1,
  queueDrops: 0,
  queueOctets: 16,
  kernelDrops: 3,
  receivePath: 'batch',
  silentExporters: 1,
  windowsApplied: 2,
  windowsLost: 0,
  recordsLost: 0,
  flowsNotStored: 0,
  windowsWaiting: 1,
  rowsWaiting: 7,
  spoolOctets: 512,
  windowsSetAside: 0,
} as const;

const NOW = Date.UTC(2026, 0, 15);
const decoder = createFlowDecoder();
const flows = exchange({ client: '10.1.0.5', clientPort: 50_000, server: '10.2.0.7', port: 443, start: NOW });
for (const payload of createExporter({ version: 9, bootTime: NOW }).exportFlows(flows, NOW))
  decoder.decode({ exporter: '192.0.2.1', port: 1, receivedAt: NOW, payload });

const reasons: string[] = [];
let server: MetricsServer | undefined;

afterEach(() => server?.close());

async function serve(): Promise<(path: string, init?: RequestInit) => Promise<{ status: number; text: string }>> {
  const metrics = new CollectorMetrics({
    statistics: () => STATISTICS,
    sources: () => decoder.statistics(),
    silence: { lastSeen: new Map([['192.0.2.1', NOW]]), silent: new Set(['192.0.2.1']) },
  });
  server = await startMetricsServer({ port: 0, address: '127.0.0.1', metrics, notReady: () => reasons });
  const { port } = server;
  return async (path, init) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    return { status: response.status, text: await response.text() };
  };
}

test('metrics say what the collector counts, also the second time', async () => {
  const get = await serve();
  await get('/metrics');
  const { status, text } = await get('/metrics');
  expect(status).toBe(200);
  for (const line of [
    '# TYPE scopemap_collector_records_total counter',
    'scopemap_collector_records_total 80',
    'scopemap_collector_kernel_dropped_datagrams_total 3',
    'scopemap_collector_rows_waiting 7',
    'scopemap_collector_spool_octets 512',
    'scopemap_collector_exporter_records{exporter="192.0.2.1"} 2',
    'scopemap_collector_exporter_templates{exporter="192.0.2.1"} 1',
    `scopemap_collector_exporter_last_seen_seconds{exporter="192.0.2.1"} ${NOW / 1000}`,
    'scopemap_collector_exporter_silent{exporter="192.0.2.1"} 1',
  ])
    expect(text.split('\n')).toContain(line);
});

test('health and readiness', async () => {
  const get = await serve();
  expect(await get('/healthz')).toEqual({ status: 200, text: 'ok\n' });
  expect(await get('/readyz')).toEqual({ status: 200, text: 'ready\n' });
  reasons.push('it is stopping');
  expect(await get('/readyz')).toEqual({ status: 503, text: 'it is stopping\n' });
  reasons.pop();
  expect(await get('/healthz', { method: 'POST' })).toMatchObject({ status: 405 });
  expect(await get('/toString')).toMatchObject({ status: 404 });
});

test('a port in use is one sentence', async () => {
  await serve();
  const metrics = { text: async () => '', contentType: 'text/plain' };
  const again = { port: server?.port ?? 0, address: '127.0.0.1', metrics, notReady: () => [] };
  await expect(startMetricsServer(again)).rejects.toThrow(
    `cannot serve metrics on TCP port ${server?.port} (127.0.0.1): another program already uses it`,
  );
});

test('exporters beyond the bound are summed', () => {
  const [source] = decoder.statistics();
  const many = Array.from({ length: 1_002 }, (_, i) => ({ ...source!, exporter: `exporter ${i}` }));
  const totals = exporterTotals(many);
  expect(totals.size).toBe(1_001);
  expect(totals.get('others')).toMatchObject({ datagrams: 2, records: 4, templates: 2 });
});
