import type { ImportJob, ScopeRun } from '@scopemap/contract';
import { useEndpoint } from '../api/use-endpoint.ts';

/** A run that finds nothing new is not told of. */
const LOOK_AGAIN_MS = 15_000;

/**
 * Whether what is there is only a part of what will be: an import is running, or what it brought is not classified yet. Not known
 * yet counts, too: a part of the picture must never fix the places of the whole.
 */
export function useFilling(): boolean {
  const imports = useEndpoint('imports', {}).data?.imports;
  const runs = useEndpoint('scopeRuns', { query: { limit: 1, offset: 0 } }, { refetchInterval: LOOK_AGAIN_MS }).data;
  return isFilling(imports, runs?.runs[0]);
}

/** @param run the latest classification; undefined: none, or not known */
export function isFilling(
  imports: readonly Pick<ImportJob, 'state' | 'finishedAt'>[] | undefined,
  run: Pick<ScopeRun, 'checkedAt'> | undefined,
): boolean {
  if (!imports || !run) return true;
  return imports.some(
    ({ state, finishedAt }) =>
      state === 'running' || state === 'queued' || (finishedAt !== null && finishedAt > run.checkedAt),
  );
}
