import { expect, test } from 'vitest';
import { INITIAL_VIEW } from '../url/view-state.ts';
import { pictureHeading } from './picture-heading.ts';
import { sampleGraph } from './testing/sample-graph.ts';

const given = {
  view: INITIAL_VIEW,
  graph: sampleGraph(),
  diff: undefined,
  entity: undefined,
  link: 'http://127.0.0.1:8080/map',
  madeAt: new Date('2026-09-30T10:00:00Z'),
};

test('a picture of everything says so', () => {
  expect(pictureHeading(given)).toEqual([
    'Scope map',
    'Traffic of All time (UTC) · everything · 6 hosts · 3 relationships · 4 in scope, of these 1 undetermined · 1 violation · 0 unreviewed',
    'Made 30 Sept 2026, 10:00 UTC · http://127.0.0.1:8080/map',
    'Drawn from flow records. That no line is drawn does not prove that there is no connection.',
  ]);
});

test('whatever narrows the picture is named, and what it is compared with', () => {
  const view = { ...INITIAL_VIEW, query: 'cat:cde', infrastructure: false, from: '2026-09-01', to: '2026-09-30' };
  const diff = {
    period: { from: '2026-09-01', to: '2026-09-30' },
    compared: { from: '2026-08-01', to: '2026-08-31' },
    counts: { relationshipsAdded: 1, relationshipsRemoved: 2, hostsAdded: 3, hostsRemoved: 4, categoriesChanged: 0 },
    hosts: [],
    bundles: [],
    categoriesKnown: false,
  };
  const lines = pictureHeading({ ...given, view, diff, entity: 'Larkmoor' });
  expect(lines[0]).toBe('Scope map of Larkmoor');
  expect(lines[1]).toContain('1 Sept – 30 Sept 2026 (UTC) · only cat:cde · without shared infrastructure');
  expect(lines[2]).toBe('Against 1 Aug – 31 Aug 2026: + 1 relationship, − 2 · + 3 hosts, − 4');
});
