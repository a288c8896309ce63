import { type ImportJob, LiveEvent } from '@scopemap/contract';
import type { QueryClient } from '@tanstack/react-query';
import type { Answer } from './client.ts';

const TRAFFIC = [
  'status',
  'graph',
  'graphDiff',
  'matrix',
  'hosts',
  'host',
  'hostPath',
  'relationships',
  'exporters',
  'exporterDays',
];
const RULES = ['ruleSets', 'ruleSet', 'ruleSetVerdicts', 'relationshipVerdicts'];
const QUIET_MS = 1_500;

/**
 * Follows the server's events and marks what they touch as stale, so that new traffic appears without a reload. Bursts are
 * gathered: the picture is asked for again at most every 1.5 s. The browser reconnects by itself; since events may have been
 * missed meanwhile, everything is asked for again then.
 *
 * @returns stops following
 */
export function followLiveEvents(client: QueryClient): () => void {
  const source = new EventSource('/api/events');
  const stale = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lost = false;

  const flush = () => {
    timer = undefined;
    void client.invalidateQueries({ predicate: (query) => stale.has(String(query.queryKey[0])) });
    stale.clear();
  };
  const mark = (names: readonly string[]) => {
    for (const name of names) stale.add(name);
    timer ??= setTimeout(flush, QUIET_MS);
  };
  const take = (message: MessageEvent<string>) => {
    const event = readLiveEvent(message.type, message.data);
    if (!event) return;
    if (event.kind === 'import') placeImport(client, event.job);
    mark(staleAfter(event));
  };

  for (const kind of ['traffic', 'zones', 'rules', 'scope', 'import', 'message']) source.addEventListener(kind, take);
  source.addEventListener('error', () => {
    lost = true;
  });
  source.addEventListener('open', () => {
    if (lost) void client.invalidateQueries();
    lost = false;
  });
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

/** The event in a message; `kind` may be the event's name instead of a member of its data. Undefined: not one of ours. */
export function readLiveEvent(name: string, text: string): LiveEvent | undefined {
  try {
    return LiveEvent.parse({ kind: name, ...JSON.parse(text) });
  } catch {
    return undefined;
  }
}

/** Names of the endpoints whose answers an event outdates. */
export function staleAfter(event: LiveEvent): readonly string[] {
  if (event.kind === 'traffic') return TRAFFIC;
  if (event.kind === 'scope') return [...TRAFFIC, 'scopeRuns', 'scopeItems', 'scopeCoverage'];
  if (event.kind === 'rules') return RULES;
  if (event.kind === 'zones') return [...TRAFFIC, ...RULES, 'zones', 'approvals', 'controls'];
  return event.job.state === 'done' ? [...TRAFFIC, 'zones', 'approvals', 'imports'] : ['imports'];
}

function placeImport(client: QueryClient, job: ImportJob): void {
  client.setQueriesData<Answer<'imports'>>({ queryKey: ['imports'] }, (list) => {
    if (!list) return list;
    const known = list.imports.some((each) => each.id === job.id);
    return { imports: known ? list.imports.map((each) => (each.id === job.id ? job : each)) : [job, ...list.imports] };
  });
}
