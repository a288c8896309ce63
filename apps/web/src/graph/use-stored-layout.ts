import type { StoredLayout } from '@scopemap/map-layout';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { type Answer, call } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';
import { useEndpoint } from '../api/use-endpoint.ts';

/** Several growths that follow each other at once are stored as one. */
const QUIET_MS = 1_200;

export interface StoredLayoutDoor {
  /** Undefined while it is not known whether there is one. */
  readonly layout: StoredLayout | null | undefined;
  /** Stores what was added to the layout; soon, and without a word when somebody else was first or may alone. */
  readonly grow: (layout: StoredLayout) => void;
  /** Replaces the layout for everybody. Rejects with the problem. */
  readonly rearrange: (layout: StoredLayout) => Promise<void>;
}

/**
 * The layout that all people of the installation share. What one adds, such as a new host in its slot, is stored; when two add at
 * once, the second one goes on from what the first stored.
 */
export function useStoredLayout(): StoredLayoutDoor {
  const client = useQueryClient();
  const stored = useEndpoint('mapLayout', {});
  const revision = stored.data?.revision;
  // Of its schema's making: absent members are absent in JSON, too.
  const layout = stored.data && (stored.data.layout as StoredLayout | null);
  const [wanted, setWanted] = useState<StoredLayout | null>(null);
  const busy = useRef(false);

  const put = useCallback(
    async (next: StoredLayout, rearranged: boolean) => {
      const known = client.getQueryData<Answer<'mapLayout'>>(['mapLayout', {}])?.revision ?? 0;
      const body = {
        revision: known,
        layout: next as unknown as NonNullable<Answer<'mapLayout'>['layout']>,
        rearranged,
      };
      const answer = await call('storeMapLayout', { body });
      client.setQueryData<Answer<'mapLayout'>>(['mapLayout', {}], { revision: answer.revision, layout: body.layout });
    },
    [client],
  );
  useEffect(() => {
    if (!wanted || revision === undefined) return;
    const timer = setTimeout(async () => {
      if (busy.current) return;
      busy.current = true;
      try {
        await put(wanted, false);
      } catch (error) {
        if (error instanceof ApiProblem && error.code === 'conflict') {
          await client.invalidateQueries({ queryKey: ['mapLayout'] });
        }
      } finally {
        busy.current = false;
        setWanted(null);
      }
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [wanted, revision, put, client]);

  const grow = useCallback((next: StoredLayout) => setWanted(next), []);
  const rearrange = useCallback((next: StoredLayout) => put(next, true), [put]);
  return { layout: stored.isError ? null : layout, grow, rearrange };
}
