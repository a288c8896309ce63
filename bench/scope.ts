// What a classification costs, by the size of the network: `node bench/scope.ts [ASSETS...]`, each size in a process of its own.
import { spawnSync } from 'node:child_process';
import { applyChanges, classifyScope, type ScopeFacts } from '@scopemap/scope-model';
import { type MadeUpNetwork, madeUpNetwork } from './scope/made-up-network.ts';
import { profileRules } from './scope/rule-times.ts';

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const ROUNDS = 3;
const MEBI = 2 ** 20;

/** Milliseconds of CPU time of the whole process: collecting garbage on other threads counts. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] as number;
}

function timed(work: () => unknown): { wall: number; cpu: number } {
  const [wall, cpu] = [performance.now(), cpuTime()];
  work();
  return { wall: performance.now() - wall, cpu: cpuTime() - cpu };
}

function measure(assets: number): void {
  const { facts, contacts } = madeUpNetwork(assets);
  const before = process.memoryUsage().rss / MEBI;
  // Columns of its own for each: what was compiled for the same ones would be taken again.
  const classify = () => classifyScope({ ...facts, contacts: { ...contacts } });
  // The first run compiles; what a running system pays is the next.
  const first = timed(classify);
  const rounds = Array.from({ length: ROUNDS }, () => timed(classify));
  const tagged = { ...facts, tags: facts.tags.slice(1) };
  classifyScope({ ...facts, contacts });
  const tag = timed(() => classifyScope({ ...tagged, contacts })).cpu;
  const peak = process.resourceUsage().maxRSS / 1024;
  const [wall, cpu] = [median(rounds.map((round) => round.wall)), median(rounds.map((round) => round.cpu))];
  console.log(
    `| ${assets.toLocaleString('en')} | ${contacts.count.toLocaleString('en')} | ${seconds(first.cpu)} | ${seconds(cpu)} | ${seconds(wall)} | ${seconds(tag)} | ${Math.round(before)} | ${Math.round(peak)} |`,
  );
  if (assets === 100_000) printParts(classify, { facts, contacts });
}

function printParts(classify: () => unknown, network: MadeUpNetwork): void {
  const times = profileRules(classify);
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  const rows = [...times].sort(([, a], [, b]) => b - a).filter(([, time]) => time / total >= 0.01);
  console.log(
    `\nShares at this size: ${rows.map(([part, time]) => `${part} ${Math.round((time / total) * 100)} %`).join(', ')}`,
  );
  const classification = classifyScope({ ...network.facts, contacts: network.contacts });
  const explained = classification.assets.slice(0, 1000);
  const explain = timed(() => explained.map(({ id }) => classification.explain(id)));
  const items = timed(() => classification.items);
  console.log(`Explaining 1,000 systems ${seconds(explain.cpu)} s of CPU time; items ${seconds(items.cpu)} s`);
  const counts = Map.groupBy(classification.assets, ({ category }) => category);
  console.log(`Categories: ${[...counts].map(([category, { length }]) => `${category} ${length}`).join(', ')}`);
  const cut = timed(() =>
    applyChanges({ ...network.facts, contacts: [] } satisfies ScopeFacts, [{ kind: 'remove-rule', rule: 'rule-2-0' }]),
  );
  console.log(`Applying one change of what-if ${Math.round(cut.cpu)} ms\n`);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2);
}

const [mode, ...sizes] = process.argv.slice(2);
if (mode === '--one') measure(Number(sizes[0]));
else {
  console.log(
    '| assets | contacts | first run, CPU s | later, CPU s | later, s on the clock | one tag changed, CPU s | MiB of the facts | peak MiB |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  const wanted = mode === undefined ? SIZES : [mode, ...sizes].map(Number);
  for (const size of wanted) {
    const { status } = spawnSync(process.execPath, [import.meta.filename, '--one', String(size)], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}
