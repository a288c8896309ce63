import type { Graph } from '@scopemap/contract';
import { type Level, layoutMap, type MapGeometry, type StoredLayout } from '@scopemap/map-layout';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { sameJson } from './same-json.ts';
import { toMapInput } from './to-map-input.ts';
import { useStoredLayout } from './use-stored-layout.ts';

interface Options {
  level: Level;
  /** The graph shows less than everything: it is laid out in its known places, but those are not kept from it. */
  narrowed: boolean;
  /** An import is running, or nothing is classified yet: what is there is only a part, so it must not fix the places of all. */
  filling: boolean;
}

/** A way to arrange everything anew that is looked at before it holds for everybody. */
export interface Rearrangement {
  /** What is seen is the new arrangement, which nobody else sees yet. */
  readonly previewed: boolean;
  readonly preview: () => void;
  readonly drop: () => void;
  /** Makes the new arrangement hold for all; resolves with the way back. */
  readonly keep: () => Promise<() => Promise<void>>;
}

export interface LaidOutMap {
  readonly geometry: MapGeometry;
  readonly rearrangement: Rearrangement;
}

/** The picture of a graph, in the places that are stored for all. What was drawn before stays where it was. */
export function useMapGeometry(graph: Graph, { level, narrowed, filling }: Options): LaidOutMap | undefined {
  const { layout, grow, rearrange } = useStoredLayout();
  const [anew, setAnew] = useState<StoredLayout | null>(null);
  const base = anew ?? layout;

  const geometry = useMemo(() => {
    if (base === undefined) return undefined;
    const laidOut = layoutMap(toMapInput(graph), { level, ...(base && { stored: base }) });
    return narrowed ? { ...laidOut, ghosts: [] } : laidOut;
  }, [graph, level, narrowed, base]);

  useEffect(() => {
    if (!geometry || anew || narrowed || filling || geometry.zones.length === 0) return;
    if (!sameJson(geometry.stored, layout)) grow(geometry.stored);
  }, [geometry, anew, narrowed, filling, layout, grow]);

  const preview = useCallback(() => {
    // Both levels, so that the other one is not arranged around what is no longer there.
    const input = toMapInput(graph);
    const other = level === 'zones' ? 'hosts' : 'zones';
    const { stored } = layoutMap(input, { level });
    setAnew(layoutMap(input, { level: other, stored }).stored);
  }, [graph, level]);
  const drop = useCallback(() => setAnew(null), []);
  const keep = useCallback(async () => {
    if (anew) await rearrange(anew);
    setAnew(null);
    return async () => {
      if (layout) await rearrange(layout);
    };
  }, [anew, layout, rearrange]);
  const previewed = anew !== null;
  return useMemo(
    () => geometry && { geometry, rearrangement: { previewed, preview, drop, keep } },
    [geometry, previewed, preview, drop, keep],
  );
}
