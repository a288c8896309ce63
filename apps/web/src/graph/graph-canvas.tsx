import { useComputedColorScheme } from '@mantine/core';
import type { Rect } from '@scopemap/map-layout';
import cytoscape, { type CollectionReturnValue, type Core, type EventObject } from 'cytoscape';
import { type RefObject, useCallback, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { readViewport, type Viewport, writeViewport } from '../url/viewport.ts';
import { fitView } from './fit-view.ts';
import type { Focus } from './focus.ts';
import { graphStyle } from './graph-style.ts';
import { CONNECTOR } from './light.ts';
import type { MapElement, TargetKind } from './map-element.ts';
import { readTokens } from './read-tokens.ts';
import { reconcile } from './reconcile.ts';

/** Lanes and the boundary, which stay bright whatever is selected. */
const FRAME = '[id ^= "lane"], [id ^= "boundary"]';
const MARKS = ['added', 'removed', 'changed'];
const ZOOM_STEP = 1.25;
const PAN_STEP = 60;
/** The URL follows when the view has come to rest. */
const SETTLED_MS = 400;

/** What the page may ask of the canvas. */
export interface CanvasHandle {
  fit(): void;
  zoom(direction: 1 | -1): void;
  pan(x: number, y: number): void;
}

interface GraphCanvasProps {
  elements: readonly MapElement[];
  focus: Focus | null;
  /** Element -> a class of its own, for what became of it between two periods. */
  marks: ReadonlyMap<string, string>;
  /** Ids of elements that exist but are not shown. */
  hidden: ReadonlySet<string>;
  /** Change it to fit the picture again, for example at another level of detail. */
  fitKey: string;
  onSelect: (kind: Exclude<TargetKind, 'none'>, ref: string) => void;
  onClear: () => void;
  /** What the person panned or zoomed to; null: the picture fits again. */
  viewport: Viewport | null;
  onViewport: (viewport: Viewport | null) => void;
  handle: RefObject<CanvasHandle | null>;
}

/** `legible` and `whole` fit the picture again when the canvas changes its size; `free` is where the person panned or zoomed to. */
type ViewMode = 'legible' | 'whole' | 'free';

/** Owns the Cytoscape instance: elements in, ids of what was clicked out. It knows nothing of queries. */
export function GraphCanvas({
  elements,
  focus,
  marks,
  hidden,
  fitKey,
  onSelect,
  onClear,
  viewport,
  onViewport,
  handle,
}: GraphCanvasProps) {
  const container = useRef<HTMLDivElement>(null);
  const instance = useRef<Core | null>(null);
  const view = useRef<ViewMode>(viewport ? 'free' : 'legible');
  /** Where the URL says that the person looks, until the first picture is there. */
  const wanted = useRef(viewport);
  const seen = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** Size of the picture that was fitted last. */
  const drawn = useRef({ width: 0, height: 0 });
  const callbacks = useRef({ onSelect, onClear, onViewport });
  callbacks.current = { onSelect, onClear, onViewport };
  const scheme = useComputedColorScheme('light');
  const [cut, setCut] = useState(false);

  const chosen = useCallback((cy: Core) => {
    view.current = 'free';
    clearTimeout(seen.current);
    seen.current = setTimeout(() => {
      if (cy.destroyed()) return;
      // What the URL says is what is seen, to the last pixel: so that another person sees just this.
      const viewport = readViewport(writeViewport(viewportOf(cy)));
      if (viewport) lookAt(cy, viewport);
      callbacks.current.onViewport(viewport);
    }, SETTLED_MS);
  }, []);

  useEffect(() => {
    if (!container.current) return;
    const cy = cytoscape({
      container: container.current,
      elements: [],
      layout: { name: 'preset' },
      minZoom: 0.2,
      maxZoom: 5,
      autoungrabify: true,
      autounselectify: true,
      boxSelectionEnabled: false,
      zoomingEnabled: true,
    });
    instance.current = cy;
    cy.on('tap', (event) => tapped(cy, event, callbacks.current));
    cy.on('dragpan scrollzoom pinchzoom', () => chosen(cy));
    cy.on('viewport', () => setCut(isCut(cy)));
    showHand(cy, container.current);
    const observer = new ResizeObserver(() => {
      cy.resize();
      fit(cy, view.current);
    });
    observer.observe(container.current);
    return () => {
      observer.disconnect();
      clearTimeout(seen.current);
      cy.destroy();
      instance.current = null;
      drawn.current = { width: 0, height: 0 };
    };
  }, []);

  useEffect(() => {
    instance.current?.style(graphStyle(readTokens()));
  }, [scheme]);

  useEffect(() => {
    const cy = instance.current;
    if (!cy) return;
    reconcile(cy, elements, (id) => !id.startsWith(CONNECTOR));
    if (wanted.current && cy.elements().nonempty()) {
      lookAt(cy, wanted.current);
      wanted.current = null;
    }
    const { w, h } = cy.elements().boundingBox();
    // New data leaves the view alone; another picture, such as the one after an import, is shown anew.
    if (changedMuch(w, drawn.current.width) || changedMuch(h, drawn.current.height)) {
      drawn.current = { width: w, height: h };
      fit(cy, view.current);
    }
  }, [elements]);

  useEffect(() => {
    const cy = instance.current;
    if (cy) showFocus(cy, focus, hidden, marks);
  }, [focus, hidden, marks, elements]);

  useEffect(() => {
    if (focus && instance.current) showLit(instance.current, view.current);
  }, [focus]);

  const fitted = useRef(fitKey);
  useEffect(() => {
    if (fitted.current === fitKey) return;
    fitted.current = fitKey;
    view.current = 'legible';
    callbacks.current.onViewport(null);
    if (instance.current) fit(instance.current, 'legible');
  }, [fitKey]);

  useImperativeHandle(handle, () => ({
    fit() {
      view.current = 'whole';
      clearTimeout(seen.current);
      callbacks.current.onViewport(null);
      if (instance.current) fit(instance.current, 'whole');
    },
    zoom(direction) {
      const cy = instance.current;
      if (!cy) return;
      const level = cy.zoom() * (direction > 0 ? ZOOM_STEP : 1 / ZOOM_STEP);
      cy.zoom({ level, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
      chosen(cy);
    },
    pan(x, y) {
      const cy = instance.current;
      if (!cy) return;
      cy.panBy({ x: -x * PAN_STEP, y: -y * PAN_STEP });
      chosen(cy);
    },
  }));

  return (
    <>
      <div ref={container} className="graph-canvas" data-testid="map-canvas" aria-hidden="true" />
      {cut && <div className="map-more">The picture goes on: drag it, or press Fit</div>}
    </>
  );
}

function viewportOf(cy: Core): Viewport {
  const zoom = cy.zoom();
  const pan = cy.pan();
  return { zoom, x: (cy.width() / 2 - pan.x) / zoom, y: (cy.height() / 2 - pan.y) / zoom };
}

function lookAt(cy: Core, { zoom, x, y }: Viewport): void {
  cy.viewport({ zoom, pan: { x: cy.width() / 2 - x * zoom, y: cy.height() / 2 - y * zoom } });
}

function tapped(cy: Core, event: EventObject, callbacks: Pick<GraphCanvasProps, 'onSelect' | 'onClear'>): void {
  const kind: TargetKind = event.target === cy ? 'none' : event.target.data('kind');
  if (kind === 'none') callbacks.onClear();
  else callbacks.onSelect(kind, event.target.data('ref') as string);
}

function showHand(cy: Core, element: HTMLElement): void {
  cy.on('mouseover', 'node, edge', (event) => {
    element.style.cursor = event.target.data('kind') === 'none' ? '' : 'pointer';
  });
  cy.on('mouseout', 'node, edge', () => {
    element.style.cursor = '';
  });
}

function showFocus(
  cy: Core,
  focus: Focus | null,
  hidden: ReadonlySet<string>,
  marks: ReadonlyMap<string, string>,
): void {
  reconcile(cy, focus?.connectors ?? [], (id) => id.startsWith(CONNECTOR));
  cy.batch(() => {
    for (const element of cy.elements()) {
      const id = element.id();
      const frame = id.startsWith('lane') || id.startsWith('boundary');
      element.toggleClass('dim', focus !== null && !frame && !focus.lit.has(id));
      element.toggleClass('hidden', hidden.has(id));
      element.toggleClass('ring', focus?.ring === id);
      const mark = marks.get(id);
      if (!id.startsWith(CONNECTOR)) for (const each of MARKS) element.toggleClass(each, mark === each);
    }
  });
}

/** Fits the picture, unless the person has chosen a view of their own. */
function fit(cy: Core, mode: ViewMode): void {
  if (mode === 'free' || cy.elements().empty() || cy.width() === 0) return;
  const lit = litElements(cy);
  const around = lit.empty() ? null : toRect(lit.boundingBox());
  const picture = toRect(cy.elements().boundingBox());
  cy.viewport(fitView(picture, { width: cy.width(), height: cy.height() }, mode === 'whole', around));
}

/** Whether more than a margin of the picture lies outside the canvas. */
function isCut(cy: Core): boolean {
  const { x1, x2, y1, y2 } = cy.elements().renderedBoundingBox();
  return x1 < -24 || y1 < -24 || x2 > cy.width() + 24 || y2 > cy.height() + 24;
}

function changedMuch(now: number, before: number): boolean {
  return Math.abs(now - before) > before * 0.15;
}

function toRect({ x1, y1, w, h }: { x1: number; y1: number; w: number; h: number }): Rect {
  return { x: x1, y: y1, width: w, height: h };
}

/** What is lit for the selection; nothing when nothing is selected. */
function litElements(cy: Core): CollectionReturnValue {
  return cy.elements('.dim').empty() ? cy.collection() : cy.elements('[kind]').not('.dim').not(FRAME);
}

/** Brings what is selected into sight, if it is not: it may have been chosen in the outline or a table. */
function showLit(cy: Core, mode: ViewMode): void {
  const lit = mode === 'free' ? cy.elements('.ring') : litElements(cy);
  if (lit.empty()) return;
  const { x1, x2, y1, y2 } = lit.renderedBoundingBox();
  if (x1 >= 0 && y1 >= 0 && x2 <= cy.width() && y2 <= cy.height()) return;
  if (mode === 'free') cy.center(lit);
  else fit(cy, mode);
}
