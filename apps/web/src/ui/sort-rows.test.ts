import { describe, expect, it } from 'vitest';
import { sortRows, toggleSorting } from './sort-rows.ts';

describe('sortRows', () => {
  it.each<[readonly (string | number)[], boolean, readonly (string | number)[]]>([
    [['host-10', 'host-2', 'Host-1'], false, ['Host-1', 'host-2', 'host-10']],
    [['10.0.0.10', '10.0.0.9'], false, ['10.0.0.9', '10.0.0.10']],
    [[3, 20, 1], true, [20, 3, 1]],
    [[], false, []],
  ])('%j, descending %s', (rows, descending, expected) => {
    expect(sortRows(rows, (row) => row, descending)).toEqual(expected);
  });

  it('keeps the order of equal rows in both directions', () => {
    const rows = [
      { key: 1, name: 'a' },
      { key: 1, name: 'b' },
    ];
    expect(sortRows(rows, (row) => row.key, true)).toEqual(rows);
    expect(sortRows(rows, (row) => row.key, false)).toEqual(rows);
  });
});

describe('toggleSorting', () => {
  it('turns round at the same column and begins with the largest number elsewhere', () => {
    const sorting = { key: 'name', descending: false };
    expect(toggleSorting(sorting, 'name', false)).toEqual({ key: 'name', descending: true });
    expect(toggleSorting(sorting, 'flows', true)).toEqual({ key: 'flows', descending: true });
    expect(toggleSorting(sorting, 'zone', false)).toEqual({ key: 'zone', descending: false });
  });
});
