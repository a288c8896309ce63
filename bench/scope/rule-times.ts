import { type Profiler, Session } from 'node:inspector';

/** Milliseconds of a run by what the time went to: the file of the rule or step. */
export type RuleTimes = ReadonlyMap<string, number>;

/**
 * Runs `work` under the sampling profiler and adds up the samples by the first file of the model that their stack enters. The
 * profiler makes everything slower: shares are worth more than sums.
 */
export function profileRules(work: () => void): RuleTimes {
  const session = new Session();
  session.connect();
  let profile: Profiler.Profile | undefined;
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: 500 });
  session.post('Profiler.start');
  work();
  session.post('Profiler.stop', (_, result) => {
    profile = result.profile;
  });
  session.disconnect();
  return profile ? timesOf(profile) : new Map();
}

/** Time in which other programs had the processor. */
const WAITING: ReadonlySet<string> = new Set(['(program)', '(idle)']);

/** Files of the model's steps; what calls them all is none. */
const STEP = /\/((?:rules|network|classification)\/(?!classify-scope)[\w-]+)\.ts$/;

function timesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): RuleTimes {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const partOf = new Map<number, string>();
  const walk = (id: number, part: string) => {
    const node = byId.get(id);
    if (!node) return;
    const file = STEP.exec(node.callFrame.url)?.[1];
    const own =
      node.callFrame.functionName === '(garbage collector)' ? 'garbage' : part === 'other' && file ? file : part;
    partOf.set(id, own);
    for (const child of node.children ?? []) walk(child, own);
  };
  if (nodes[0]) walk(nodes[0].id, 'other');
  const times = new Map<string, number>();
  for (const [i, id] of samples.entries()) {
    const part = partOf.get(id) ?? 'other';
    if (WAITING.has(byId.get(id)?.callFrame.functionName ?? '')) continue;
    times.set(part, (times.get(part) ?? 0) + (timeDeltas[i] ?? 0) / 1000);
  }
  return times;
}
