import { layoutMap } from '@scopemap/map-layout';
import cytoscape, { type Core } from 'cytoscape';
import { beforeEach, describe, expect, it } from 'vitest';
import type { MapElement } from './map-element.ts';
import { reconcile } from './reconcile.ts';
import { sampleGraph } from './testing/sample-graph.ts';
import { toElements } from './to-elements.ts';
import { toMapInput } from './to-map-input.ts';

const node = (id: string, x: number, classes = 'host', data: Record<string, string | number> = {}): MapElement => ({
  group: 'nodes',
  data: { id, ...data },
  position: { x, y: 0 },
  classes,
});
const edge = (id: string, source: string, target: string): MapElement => ({
  group: 'edges',
  data: { id, source, target },
  classes: 'line',
});

let cy: Core;
beforeEach(() => {
  cy = cytoscape({ headless: true });
});

describe('reconcile', () => {
  it('adds, updates and removes by id and leaves the rest alone', () => {
    expect(reconcile(cy, [node('a', 1), node('b', 2), edge('e', 'a', 'b')])).toEqual({
      added: 3,
      updated: 0,
      removed: 0,
    });
    const kept = cy.getElementById('a');
    expect(reconcile(cy, [node('a', 1), node('c', 3)])).toEqual({ added: 1, updated: 0, removed: 2 });
    expect(cy.getElementById('a').same(kept)).toBe(true);
    expect(cy.elements().map((element) => element.id())).toEqual(['a', 'c']);
  });

  it('changes nothing when nothing changed', () => {
    const geometry = layoutMap(toMapInput(sampleGraph()), { level: 'hosts' });
    const elements = toElements(geometry, new Map());
    expect(reconcile(cy, elements).added).toBe(elements.length);
    expect(reconcile(cy, elements)).toEqual({ added: 0, updated: 0, removed: 0 });
  });

  it('moves, restyles and relabels what changed, and forgets data that is gone', () => {
    reconcile(cy, [node('a', 1, 'host approved', { label: 'old', gap: 4 })]);
    const changes = reconcile(cy, [node('a', 7, 'host violation', { label: 'new' })]);
    expect(changes).toEqual({ added: 0, updated: 1, removed: 0 });
    const a = cy.getElementById('a');
    expect(a.position()).toEqual({ x: 7, y: 0 });
    expect(a.classes()).toEqual(['host', 'violation']);
    expect(a.data()).toEqual({ id: 'a', label: 'new' });
  });

  it('keeps classes that others added', () => {
    reconcile(cy, [node('a', 1, 'host approved')]);
    cy.getElementById('a').addClass('dim');
    reconcile(cy, [node('a', 1, 'host violation')]);
    expect(cy.getElementById('a').hasClass('dim')).toBe(true);
    expect(cy.getElementById('a').hasClass('approved')).toBe(false);
  });

  it('makes an edge anew when its ends changed', () => {
    reconcile(cy, [node('a', 1), node('b', 2), node('c', 3), edge('e', 'a', 'b')]);
    reconcile(cy, [node('a', 1), node('b', 2), node('c', 3), edge('e', 'a', 'c')]);
    expect(cy.getElementById('e').target().id()).toBe('c');
  });

  it('touches only its own part', () => {
    reconcile(cy, [node('a', 1), node('b', 2)]);
    const own = (id: string) => id.startsWith('connector:');
    reconcile(cy, [edge('connector:1', 'a', 'b')], own);
    reconcile(cy, [node('a', 1), node('b', 2)], (id) => !own(id));
    expect(cy.getElementById('connector:1').nonempty()).toBe(true);
    reconcile(cy, [], own);
    expect(cy.elements().map((element) => element.id())).toEqual(['a', 'b']);
  });
});
