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

/** A later look that found the same began at most so long before it was noted, beside the time that a run takes. */
const NOTED_MS = 2_000;

/** @param run the latest classification; undefined: none, or not known */
export function isFilling(
  imports: readonly Pick<ImportJob, 'state' | 'finishedAt'>[] | undefined,
  run: Pick<ScopeRun, 'factsAt' | 'madeAt' | 'checkedAt' | 'durationMs'> | undefined,
): boolean {
  if (!imports || !run) return true;
  const lookedAgain = run.checkedAt > run.madeAt;
  // Facts are read first: what ends while they are decided is not among them.
  const seenUntil = Math.max(
    Date.parse(run.factsAt),
    lookedAgain ? Date.parse(run.checkedAt) - run.durationMs - NOTED_MS : 0,
  );
  return imports.some(
    ({ state, finishedAt }) =>
      state === 'running' || state === 'queued' || (finishedAt !== null && Date.parse(finishedAt) > seenUntil),
  );
}
