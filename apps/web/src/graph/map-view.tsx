import { ActionIcon, Button, useComputedColorScheme } from '@mantine/core';
import type { Graph } from '@scopemap/contract';
import { mapToSvg } from '@scopemap/map-layout';
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { useBundleRelationships } from '../panel/use-bundle-relationships.ts';
import { useHostPath } from '../panel/use-host-path.ts';
import { useHostRelationships } from '../panel/use-host-relationships.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { useView } from '../url/use-view.ts';
import { selectedBundles } from '../url/view-state.ts';
import type { Viewport } from '../url/viewport.ts';
import { listChanges, stepChange } from './change-list.ts';
import { CompareMenu } from './compare-menu.tsx';
import { DiffCounters } from './diff-counters.tsx';
import { diffMarks } from './diff-marks.ts';
import { ExportMenu } from './export-menu.tsx';
import { focusOn } from './focus.ts';
import { type CanvasHandle, GraphCanvas } from './graph-canvas.tsx';
import { hiddenElements } from './hidden-elements.ts';
import { Legend } from './legend.tsx';
import { MapCounters } from './map-counters.tsx';
import { Outline } from './outline.tsx';
import { changesOutline, outlineTree } from './outline-tree.ts';
import { pictureHeading } from './picture-heading.ts';
import { pictureOverlay } from './picture-overlay.ts';
import { TidyButton, TidyPreview } from './tidy.tsx';
import { toElements } from './to-elements.ts';
import { useComparison } from './use-comparison.ts';
import { useFilling } from './use-filling.ts';
import { useMapFont } from './use-map-font.ts';
import { useMapGeometry } from './use-map-geometry.ts';

const PAN_KEYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const NO_MARKS: ReadonlyMap<string, string> = new Map();

/** The picture with its outline, counters, legend and tools. */
export function MapView({ graph, narrowed }: { graph: Graph; narrowed: boolean }) {
  const [view, change] = useView();
  const canvas = useRef<CanvasHandle>(null);
  const [outlined, setOutlined] = useState(false);
  const showWhole = () => canvas.current?.fit();
  const { comparison, problem } = useComparison(graph);
  const isPart = narrowed || comparison !== undefined;
  const shown = comparison?.graph ?? graph;
  const laidOut = useMapGeometry(shown, {
    level: view.level,
    narrowed: isPart,
    filling: useFilling(),
  });
  const geometry = laidOut?.geometry;
  const hasFont = useMapFont();
  const elements = useMemo(
    () => (geometry && hasFont ? toElements(geometry, hostNames(shown)) : []),
    [geometry, hasFont, shown],
  );
  const hidden = useMemo(() => (geometry ? hiddenElements(geometry, view) : new Set<string>()), [geometry, view]);
  const hostId = view.selection?.kind === 'host' ? Number(view.selection.id) : null;
  const ofHost = useHostRelationships(hostId).data?.relationships;
  const [bundle, ...others] = view.selection?.kind === 'bundle' ? selectedBundles(view.selection) : [];
  const ofBundle = useBundleRelationships(others.length === 0 ? (bundle ?? null) : null).data?.relationships;
  const rows = hostId === null ? ofBundle : ofHost;
  const path = useHostPath(view.why ? hostId : null).data?.steps;
  const compared = useMemo(
    () => (comparison && geometry ? diffMarks(comparison.diff, geometry) : undefined),
    [comparison, geometry],
  );
  const focus = useMemo(() => {
    if (!geometry) return null;
    const selected = focusOn(view.selection, shown, geometry, rows, path);
    return selected ?? (compared ? { lit: compared.lit, ring: null, connectors: compared.labels } : null);
  }, [view.selection, shown, geometry, rows, path, compared]);
  const changes = useMemo(() => (comparison ? listChanges(comparison.diff, shown) : []), [comparison, shown]);
  const outline = useMemo(
    () => (geometry ? [...changesOutline(changes), ...outlineTree(shown, geometry)] : []),
    [shown, geometry, changes],
  );
  const step = (by: 1 | -1) => {
    const selection = stepChange(changes, view.selection, by);
    if (selection) change({ selection });
  };
  const select = useCallback(
    (kind: 'host' | 'zone' | 'bundle', id: string) => change({ selection: { kind, id } }),
    [change],
  );
  const look = useCallback((viewport: Viewport | null) => change({ viewport }, { replace: true }), [change]);
  const clear = useCallback(() => change({ selection: null }), [change]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const pan = event.shiftKey ? PAN_KEYS[event.key] : undefined;
    if (pan) canvas.current?.pan(...pan);
    else if (event.key === '+' || event.key === '=') canvas.current?.zoom(1);
    else if (event.key === '-') canvas.current?.zoom(-1);
    else if (event.key === '0') canvas.current?.fit();
    else if (event.key === 'n' && comparison) step(1);
    else if (event.key === 'p' && comparison) step(-1);
    else if (event.key === 'w' && view.selection?.kind === 'host') change({ why: !view.why });
    else return;
    event.preventDefault();
  };
  const scheme = useComputedColorScheme('light');
  const settings = useEndpoint('scopeSettings', {});
  const makeSvg = () => {
    if (!geometry) throw new Error('There is no picture yet.');
    const entity = settings.data?.setBy ? settings.data.entityName : undefined;
    const about = { view, graph, diff: comparison?.diff, entity, link: window.location.href, madeAt: new Date() };
    const overlay = pictureOverlay(geometry, focus, compared);
    return mapToSvg(geometry, scheme, { heading: pictureHeading(about), hidden, overlay });
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the region takes the keys that zoom and pan
    <section className="map-view" aria-label="Scope map" tabIndex={0} onKeyDown={onKeyDown}>
      <div className="map-bar">
        {comparison ? (
          <DiffCounters diff={comparison.diff} onStep={step} onEnd={() => change({ compare: null })} />
        ) : (
          <MapCounters graph={graph} omitted={geometry?.omitted} />
        )}
        <div className="map-tools">
          <CompareMenu days={graph.days} />
          <ExportMenu makeSvg={makeSvg} />
          <Button variant="default" aria-pressed={outlined} onClick={() => setOutlined((was) => !was)}>
            Outline
          </Button>
          {laidOut && <TidyButton rearrangement={laidOut.rearrangement} narrowed={isPart} onShow={showWhole} />}
          <ActionIcon aria-label="Zoom in" title="Zoom in (+)" onClick={() => canvas.current?.zoom(1)}>
            +
          </ActionIcon>
          <ActionIcon aria-label="Zoom out" title="Zoom out (-)" onClick={() => canvas.current?.zoom(-1)}>
            −
          </ActionIcon>
          <Button variant="default" title="Show the whole picture (0)" onClick={() => canvas.current?.fit()}>
            Fit
          </Button>
        </div>
      </div>
      <div className={outlined ? 'map-outline map-outline-open' : 'map-outline'}>
        <Outline nodes={outline} />
      </div>
      <div className="map-stage">
        {problem && (
          <div className="map-problem map-over">
            <ErrorNotice
              what="The two periods could not be compared"
              problem={problem}
              still="The picture shows the chosen period alone."
            />
          </div>
        )}
        {laidOut?.rearrangement.previewed && <TidyPreview rearrangement={laidOut.rearrangement} onShow={showWhole} />}
        <GraphCanvas
          elements={elements}
          focus={focus}
          marks={compared?.marks ?? NO_MARKS}
          hidden={hidden}
          fitKey={view.level}
          onSelect={select}
          onClear={clear}
          viewport={view.viewport}
          onViewport={look}
          handle={canvas}
        />
      </div>
      <Legend comparing={comparison !== undefined} />
    </section>
  );
}

function hostNames(graph: Graph): ReadonlyMap<string, string> {
  return new Map(graph.hosts.map((host) => [String(host.id), host.name ?? host.address]));
}
