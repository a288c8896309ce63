import type { Level } from 'pino';
import type { CollectorOptions } from './collector-options.ts';
import type { CollectorStatistics } from './collector-statistics.ts';

export interface CollectorWorkerData {
  readonly options: CollectorOptions;
  readonly logLevel: Level | 'silent';
}

/** To the collector's thread. */
export type CollectorCommand = { readonly kind: 'stop' } | { readonly kind: 'statistics'; readonly id: number };

/** From the collector's thread. */
export type CollectorEvent =
  | { readonly kind: 'ready'; readonly ports: readonly number[]; readonly metricsPort: number | null }
  | { readonly kind: 'failed'; readonly message: string; readonly name: string; readonly code: string | null }
  | { readonly kind: 'statistics'; readonly id: number; readonly statistics: CollectorStatistics }
  | { readonly kind: 'stopped' };
