import type { Graph } from '@scopemap/contract';
import { type Level, layoutMap, type MapGeometry, type StoredLayout } from '@scopemap/map-layout';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { loadLayout, saveLayout } from './layout-store.ts';
import { toMapInput } from './to-map-input.ts';

interface Options {
  level: Level;
  /** Names the installation whose layout this browser keeps. */
  installation: string;
  /** The graph shows less than everything: it is laid out in its known places, but those are not kept from it. */
  narrowed: boolean;
  /** An import is running: what is there is only a part, so it must not fix the places of all. */
  filling: boolean;
}

export interface LaidOutMap {
  readonly geometry: MapGeometry;
  /** Arranges everything anew; returns the way back. */
  readonly tidy: () => () => void;
}

/** The picture of a graph. What was drawn before stays where it was, also after a reload. */
export function useMapGeometry(graph: Graph | undefined, options: Options): LaidOutMap | undefined {
  const { level, installation, narrowed, filling } = options;
  const stored = useRef<{ installation: string; layout: StoredLayout | undefined }>(undefined);
  if (stored.current?.installation !== installation) {
    stored.current = { installation, layout: loadLayout(installation) };
  }
  const [generation, setGeneration] = useState(0);

  const geometry = useMemo(() => {
    if (!graph) return undefined;
    const layout = stored.current?.layout;
    const laidOut = layoutMap(toMapInput(graph), { level, ...(layout && { stored: layout }) });
    return narrowed ? { ...laidOut, ghosts: [] } : laidOut;
  }, [graph, level, narrowed, installation, generation]);

  useEffect(() => {
    if (!geometry || narrowed || filling || geometry.zones.length === 0) return;
    stored.current = { installation, layout: geometry.stored };
    saveLayout(installation, geometry.stored);
  }, [geometry, narrowed, filling, installation]);

  const replace = useCallback(
    (layout: StoredLayout | undefined) => {
      stored.current = { installation, layout };
      setGeneration((value) => value + 1);
    },
    [installation],
  );
  const tidy = useCallback(() => {
    const before = stored.current?.layout;
    replace(undefined);
    return () => replace(before);
  }, [replace]);
  return useMemo(() => geometry && { geometry, tidy }, [geometry, tidy]);
}
