import type { Matrix, MatrixCell } from '@scopemap/contract';
import { parseQuery } from '@scopemap/query-language';
import { describe, expect, it } from 'vitest';
import { sampleZone } from '../graph/testing/sample-zone.ts';
import { cellState, moveInGrid, orderZones, pairId, readPair } from './matrix-grid.ts';
import { cellLabel, cellQuery } from './matrix-words.ts';

const cell = (change: Partial<MatrixCell> = {}): MatrixCell => ({
  source: 'zone-1',
  target: 'zone-2',
  services: 0,
  relationships: 0,
  violation: 0,
  unreviewed: 0,
  approved: 0,
  ordinary: 0,
  undirected: 0,
  flows: 0,
  octets: 0,
  approvals: 0,
  ...change,
});

describe('orderZones', () => {
  const matrix: Matrix = {
    period: { from: null, to: null },
    zones: [
      sampleZone(4, 'Internet', 'external'),
      sampleZone(3, 'Office', 'out-of-scope'),
      sampleZone(null, 'nobody', 'undetermined'),
      sampleZone(2, 'Store', 'connected'),
      sampleZone(5, 'Vault B', 'cde'),
      sampleZone(1, 'Vault A', 'cde'),
    ],
    cells: [cell({ relationships: 1, source: 'zone-1', target: 'zone-3' }), cell({ source: 'zone-2', approvals: 1 })],
    counts: { hosts: 0, relationships: 1, violations: 0, unreviewed: 0, inScope: 0, undetermined: 0 },
  };

  it('goes outward from the CDE; undetermined zones stand inside the scope boundary', () => {
    expect(orderZones(matrix, true).map(({ zone: { name }, edge }) => [name, edge])).toEqual([
      ['Vault A', null],
      ['Vault B', null],
      ['Store', 'cde'],
      ['nobody', 'lane'],
      ['Office', 'scope'],
      ['Internet', 'lane'],
    ]);
  });

  it('keeps the boundary where the lane between has no traffic', () => {
    expect(orderZones(matrix, false).map(({ zone: { name }, edge }) => [name, edge])).toEqual([
      ['Vault A', null],
      ['Office', 'cde'],
    ]);
  });
});

describe('a cell', () => {
  it.each([
    [undefined, 'nothing', 'A to B: nothing seen'],
    [cell({ approvals: 1 }), 'unused', 'A to B: 1 approval, nothing seen'],
    [
      cell({ relationships: 6, services: 2, violation: 1, unreviewed: 2, approved: 3, undirected: 1 }),
      'violation',
      'A to B: 1 violation, 2 unreviewed, 3 approved, 2 services, 1 of unknown direction',
    ],
    [cell({ relationships: 2, services: 1, unreviewed: 2 }), 'unreviewed', 'A to B: 2 unreviewed, 1 service'],
    [
      cell({ relationships: 2, services: 1, approved: 1, ordinary: 1 }),
      'approved',
      'A to B: 1 approved, 1 outside scope, 1 service',
    ],
    [cell({ relationships: 1, services: 1, ordinary: 1 }), 'ordinary', 'A to B: 1 outside scope, 1 service'],
  ] as const)('shows its worst and tells all: %#', (given, state, label) => {
    expect([cellState(given), cellLabel('A', 'B', given)]).toEqual([state, label]);
  });

  it('leads to a query that can be read and leaves out what the cell does not count', () => {
    const [vault, store, nobody] = [
      sampleZone(1, 'Card "vault"', 'cde'),
      sampleZone(2, 'Store', 'connected'),
      sampleZone(null, 'x', 'external'),
    ];
    const text = cellQuery(cell({ relationships: 1 }), vault, store, 'port:22 or port:23') ?? '';
    expect(text).toBe('(port:22 or port:23) src.zone:"Card \\"vault\\"" dst.zone:Store directed:yes');
    expect(parseQuery(text)).not.toBeNull();
    expect(cellQuery(cell({ relationships: 2, undirected: 1 }), vault, store, '')).not.toContain('directed');
    expect(cellQuery(cell({ relationships: 2, undirected: 1 }), store, store, '')).toBeNull();
    expect(cellQuery(cell(), vault, nobody, '')).toBeNull();
  });
});

it.each([
  ['ArrowRight', false, [1, 2]],
  ['ArrowLeft', false, [1, 0]],
  ['ArrowUp', false, [0, 1]],
  ['ArrowDown', false, [2, 1]],
  ['Home', false, [1, 0]],
  ['End', true, [2, 2]],
  ['a', false, undefined],
] as const)('%s moves in the grid', (key, ctrl, to) => {
  expect(moveInGrid(key, [1, 1], [3, 3], ctrl)).toEqual(to);
});

it('stays within the grid', () => {
  expect(moveInGrid('ArrowDown', [2, 0], [3, 3], false)).toEqual([2, 0]);
  expect(moveInGrid('ArrowLeft', [2, 0], [3, 3], false)).toEqual([2, 0]);
});

it('reads the id of a pair back', () => {
  expect(readPair(pairId('zone-1', 'unassigned-10.2.0.0/24'))).toEqual(['zone-1', 'unassigned-10.2.0.0/24']);
  expect(readPair('zone-1')).toBeNull();
  expect(readPair('a>b>c')).toBeNull();
});
