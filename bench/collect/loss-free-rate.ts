import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { addDrops } from '../../apps/collector/src/receive/kernel-drops.ts';
import type { Contestant, Running } from './contestants.ts';
import { cpuSeconds, memoryMiB, processTree } from './process-usage.ts';
import type { Blast, Sent } from './sender.ts';

export interface Measured {
  /** Highest rate without loss, records per second. */
  readonly rate: number;
  readonly cpuPerMillion: number;
  readonly memory: number;
}

interface Round extends Sent {
  readonly lossFree: boolean;
  readonly cpu: number;
}

const STEPS = 6;

async function settle(pid: number): Promise<void> {
  for (let before = -1, rounds = 0; rounds < 100; rounds++) {
    await sleep(200);
    const now = cpuSeconds(processTree(pid));
    if (now - before <= 0.03) return;
    before = now;
  }
}

/** Sends at one rate and looks whether everything arrived. */
async function round(contestant: Contestant, running: Running, send: () => Promise<Sent>): Promise<Round> {
  const pid = running.child.pid as number;
  const drops = () => {
    const counts = new Map([[contestant.port, 0]]);
    addDrops(readFileSync('/proc/net/udp', 'utf8'), counts);
    return counts.get(contestant.port) as number;
  };
  const before = { drops: drops(), lost: await contestant.lost(running), cpu: cpuSeconds(processTree(pid)) };
  const sent = await send();
  await settle(pid);
  const cpu = cpuSeconds(processTree(pid)) - before.cpu;
  const lossFree = drops() === before.drops && (await contestant.lost(running)) === before.lost;
  return { ...sent, lossFree, cpu };
}

/** The highest loss-free rate of a fresh process, by bisection between what it takes at overload and what the sender reaches. */
export async function lossFreeRate(
  contestant: Contestant,
  blast: (blast: Blast) => Promise<Sent>,
  { file, seconds }: { file: string; seconds: number },
): Promise<Measured> {
  const running = await contestant.start();
  const pid = running.child.pid as number;
  const at = (rate: number) => round(contestant, running, () => blast({ file, port: contestant.port, rate, seconds }));
  try {
    let best: Round | null = null;
    let low = 0;
    let high = (await at(0)).pps;
    for (let step = 0; step < STEPS; step++) {
      const rate = low === 0 ? high / 2 : (low + high) / 2;
      const result = await at(rate);
      if (result.lossFree) {
        best = result;
        low = rate;
        // The sender does not reach more.
        if (result.pps < rate * 0.95) break;
      } else high = rate;
    }
    if (!best) return { rate: 0, cpuPerMillion: Number.NaN, memory: memoryMiB(processTree(pid)) };
    return {
      rate: best.rps,
      cpuPerMillion: (best.cpu / best.records) * 1e6,
      memory: memoryMiB(processTree(pid)),
    };
  } finally {
    const ended = new Promise((resolve) => running.child.once('exit', resolve));
    running.child.kill('SIGTERM');
    await Promise.race([ended, sleep(10_000).then(() => running.child.kill('SIGKILL'))]);
  }
}
