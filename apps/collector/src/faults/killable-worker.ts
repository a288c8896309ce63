import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { startCollector } from '../collector.ts';
import type { CollectorOptions } from '../collector-options.ts';

// A collector as a process of its own, so that it can be killed: `node killable-worker.ts OPTIONS`. It prints its ports, answers
// each line on standard input with its statistics, and ends in order on SIGTERM.
const options = JSON.parse(process.argv[2] as string) as CollectorOptions;

const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

const collector = await startCollector(options, pino({ level: 'warn' }, pino.destination(2)));
process.once('SIGTERM', () => {
  void collector.stop().then(() => process.exit(0));
});
createInterface(process.stdin).on('line', () => {
  void collector.statistics().then(print);
});
print({ ports: collector.ports });
