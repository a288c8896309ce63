import { setTimeout as sleep } from 'node:timers/promises';
import type { CollectorOptions } from '../collector-options.ts';
import { openCountedExporter } from './counted-exporter.ts';
import { KillableCollector } from './killable-collector.ts';

/** Longest pause between two datagrams, milliseconds. */
const LONGEST_PAUSE_MS = 4;

export interface KillRounds {
  readonly version: 5 | 10;
  readonly rounds: number;
  /** Longest life of a killed collector behind its start, milliseconds. */
  readonly longestLifeMs: number;
  readonly options: CollectorOptions;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * Kills a collector at a random moment, `rounds` times, while an exporter sends all along; the last one is stopped in order, after it
 * has heard of the exporter once more. Returns the records that the exporter sent.
 */
export async function killRounds({ version, rounds, longestLifeMs, options, random }: KillRounds): Promise<number> {
  const exporter = openCountedExporter({ version });
  let collector = await KillableCollector.start(options);
  const { port } = collector;
  const again = { ...options, ports: [port] };
  await exporter.send(port);
  // From the first stored window on it is known where the exporter stood; nobody can tell what came before.
  while ((await collector.statistics()).windowsApplied === 0) await sleep(20);
  for (let round = 0; round < rounds; round++) {
    const killed = sleep(random() * longestLifeMs).then(() => collector.kill());
    let isDead = false;
    void killed.then(() => {
      isDead = true;
    });
    while (!isDead) {
      await exporter.send(port, 1 + Math.floor(random() * 4));
      await sleep(random() * LONGEST_PAUSE_MS);
    }
    // What nobody hears.
    await exporter.send(port, Math.floor(random() * 3));
    collector = await KillableCollector.start(again);
  }
  await exporter.send(port);
  await collector.stop();
  await exporter.close();
  return exporter.records;
}
