import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CollectorMetrics } from './collector-metrics.ts';

export interface MetricsServerOptions {
  /** 0 for any free one. */
  readonly port: number;
  readonly address: string;
  readonly metrics: Pick<CollectorMetrics, 'text' | 'contentType'>;
  /** Why the collector is not ready; empty when it is. */
  readonly notReady: () => readonly string[];
}

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

type Answer = (response: ServerResponse) => void | Promise<void>;

function text(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}

/** What is answered, by path. */
function answers({ metrics, notReady }: MetricsServerOptions): Readonly<Record<string, Answer>> {
  return {
    '/metrics': async (response) => text(response, 200, await metrics.text(), metrics.contentType),
    '/healthz': (response) => text(response, 200, 'ok\n'),
    '/readyz': (response) => {
      const reasons = notReady();
      text(response, reasons.length === 0 ? 200 : 503, reasons.length === 0 ? 'ready\n' : `${reasons.join('\n')}\n`);
    },
  };
}

function listen(server: Server, { port, address }: MetricsServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program already uses it' : error.message;
      reject(new Error(`cannot serve metrics on TCP port ${port} (${address}): ${why}`));
    });
    server.listen(port, address, resolve);
  });
}

/**
 * Serves `/metrics` (Prometheus), `/healthz` (the decoding thread answers) and `/readyz`. Rejects with one sentence when the port
 * can't be had.
 */
export async function startMetricsServer(options: MetricsServerOptions): Promise<MetricsServer> {
  const known = answers(options);
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] as string;
    const answer = Object.hasOwn(known, path) ? known[path] : undefined;
    if (!answer || request.method !== 'GET') text(response, answer ? 405 : 404, `there is no ${path}\n`);
    else Promise.resolve(answer(response)).catch((error: Error) => text(response, 500, `${error.message}\n`));
  });
  server.requestTimeout = 10_000;
  server.maxConnections = 32;
  await listen(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
