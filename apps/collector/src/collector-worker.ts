import { parentPort, workerData } from 'node:worker_threads';
import { pino } from 'pino';
import { startCollector } from './collector.ts';
import type { CollectorCommand, CollectorEvent, CollectorWorkerData } from './collector-messages.ts';

/** The entry of the collector's thread: one collector per thread, spoken to by messages. */
async function main(): Promise<void> {
  const { options, logLevel } = workerData as CollectorWorkerData;
  const tell = (event: CollectorEvent) => parentPort?.postMessage(event);
  // Straight to standard error: standard output belongs to the command that runs.
  const log = pino({ level: logLevel, name: 'collector' }, pino.destination({ dest: 2, sync: true }));
  try {
    const collector = await startCollector(options, log);
    const obey = async (command: CollectorCommand): Promise<void> => {
      if (command.kind === 'statistics') {
        tell({ kind: 'statistics', id: command.id, statistics: await collector.statistics() });
        return;
      }
      await collector.stop();
      tell({ kind: 'stopped' });
      parentPort?.close();
    };
    parentPort?.on('message', (command: CollectorCommand) => void obey(command));
    // Thrown where nobody catches it, so that the thread ends with this error.
    void collector.died.then((error) => {
      throw error;
    });
    tell({ kind: 'ready', ports: collector.ports, metricsPort: collector.metricsPort });
  } catch (error) {
    const { message, name } = error instanceof Error ? error : { message: String(error), name: 'Error' };
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    tell({ kind: 'failed', message, name, code });
    parentPort?.close();
  }
}

void main();
