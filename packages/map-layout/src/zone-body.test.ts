import { describe, expect, test } from 'vitest';
import { collectSides, sideKey } from './contacts.ts';
import type { Box } from './drawn-network.ts';
import type { StoredBody } from './geometry.ts';
import type { MapHost } from './map-input.ts';
import { glyphLimit, proposeBody, updateBody } from './zone-body.ts';

function boxOf(count: number, lane = 2): Box {
  const hosts = Array.from({ length: count }, (_, index): MapHost => {
    return {
      id: `h${index}`,
      zone: 'a',
      label: `wks-${index}`,
      glyph: 'out-of-scope',
      server: false,
      status: 'ordinary',
    };
  });
  const glyph = 'out-of-scope';
  return { id: 'a', lane, name: 'A', caption: '', glyph, hostCount: count, folded: false, zones: [], hosts };
}

function sidesOf(box: Box) {
  const sides = collectSides([box], []);
  const side = (name: 'left' | 'right') => {
    const found = sides.get(sideKey(box, name));
    if (found === undefined) throw new Error(`no ${name} side`);
    return found;
  };
  return [side('left'), side('right')] as const;
}

function propose(count: number): StoredBody {
  const box = boxOf(count);
  return proposeBody(box, ...sidesOf(box), 240);
}

function update(count: number, stored: StoredBody): StoredBody {
  const box = boxOf(count);
  return updateBody(box, stored, ...sidesOf(box), 240);
}

test.each([
  [0, 'list'],
  [24, 'list'],
  [25, 'grid'],
  [400, 'grid'],
])('%d hosts are a %s', (count, kind) => {
  const body = propose(count);
  expect(body.kind).toBe(kind);
  expect(body.slots.length).toBe(Math.min(count, 240));
  expect(body.columns * body.rows).toBeGreaterThanOrEqual(body.slots.length);
});

describe('new hosts', () => {
  const before = propose(100);
  const capacity = before.columns * before.rows;

  test('take free slots after the known ones', () => {
    const after = update(capacity, before);
    expect(after.slots.slice(0, 100)).toEqual(before.slots);
    expect(after.slots).toHaveLength(capacity);
    expect(after.height).toBe(before.height);
  });

  test('are folded while they are few', () => {
    expect(update(capacity + 15, before)).toMatchObject({ height: before.height, rows: before.rows });
  });

  test('make the box grow by whole quanta when they are many', () => {
    const after = update(capacity + 16, before);
    expect(after.slots).toHaveLength(capacity + 16);
    expect(after.rows - before.rows).toBe(3);
    expect(after.height - before.height).toBe(45);
    expect(after.slots.slice(0, 100)).toEqual(before.slots);
  });
});

test('a list that would hold far more than 24 names becomes a grid', () => {
  const list = propose(10);
  expect(update(39, list).kind).toBe('list');
  expect(update(60, list).kind).toBe('grid');
});

test('the largest zones give way when there are too many glyphs', () => {
  expect(glyphLimit([boxOf(10), boxOf(100)])).toBe(240);
  expect(glyphLimit([boxOf(500), boxOf(500), boxOf(500), boxOf(30)])).toBe(190);
});
