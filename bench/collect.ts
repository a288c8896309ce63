import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Contestant, isInstalled, nfacctdMemory, nfcapd, scopemap } from './collect/contestants.ts';
import { lossFreeRate, type Measured } from './collect/loss-free-rate.ts';
import { prepareSender } from './collect/sender.ts';

/**
 * Loss-free rates over UDP on loopback, NetFlow v9 with 21 fields, one core per collector, the sender on the other; all peers
 * in turn within each repetition, medians at the end. `node bench/collect.ts [--repeat N] [--seconds N]`.
 */
const { values } = parseArgs({
  options: { repeat: { type: 'string', default: '5' }, seconds: { type: 'string', default: '3' } },
});
const repeat = Number(values.repeat);
const seconds = Number(values.seconds);
const folder = join(tmpdir(), 'scopemap-bench-collect');

if (process.platform !== 'linux' || !['cc', 'taskset'].every(isInstalled)) {
  console.log('skipped: it needs Linux, a C compiler (cc) and taskset');
  process.exit(0);
}

const all: readonly Contestant[] = [
  scopemap('batch', 23_055),
  scopemap('portable', 23_056),
  nfcapd(23_057, join(folder, 'nfcapd')),
  nfacctdMemory(23_058, join(folder, 'nfacctd')),
];
const present = all.filter(({ program }) => program === null || isInstalled(program));
for (const { name, program } of all)
  if (program && !isInstalled(program)) console.log(`skipped, not installed: ${name}`);

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] as number;
}

const { blast, v9: file } = prepareSender(folder);
const results = new Map<string, Measured[]>(present.map(({ name }) => [name, []]));
for (let i = 0; i < repeat; i++)
  for (const contestant of present)
    results.get(contestant.name)?.push(await lossFreeRate(contestant, blast, { file, seconds }));

const reference = median((results.get('nfcapd, writing files') ?? []).map(({ rate }) => rate)) || Number.NaN;
console.log(`NetFlow v9, 21 fields; medians of ${repeat}, Node ${process.version}`);
console.table(
  [...results].map(([name, runs]) => {
    const rates = runs.map(({ rate }) => rate);
    return {
      collector: name,
      'M records/s without loss': (median(rates) / 1e6).toFixed(2),
      lowest: (Math.min(...rates) / 1e6).toFixed(2),
      highest: (Math.max(...rates) / 1e6).toFixed(2),
      'x nfcapd': (median(rates) / reference).toFixed(2),
      'CPU s per M records': median(runs.map(({ cpuPerMillion }) => cpuPerMillion)).toFixed(2),
      'memory, MiB': Math.round(median(runs.map(({ memory }) => memory))),
    };
  }),
);
