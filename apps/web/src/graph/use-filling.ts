import { useEndpoint } from '../api/use-endpoint.ts';

/**
 * Whether what is there is only a part of what will be: an import is running, or nothing is classified yet. Not known yet counts,
 * too: a part of the picture must never fix the places of the whole.
 */
export function useFilling(): boolean {
  const imports = useEndpoint('imports', {});
  const runs = useEndpoint('scopeRuns', { query: { limit: 1, offset: 0 } });
  const importing = imports.data?.imports.some(({ state }) => state === 'running' || state === 'queued') ?? true;
  return importing || !runs.data || runs.data.total === 0;
}
