import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExporterSequence } from '@scopemap/database';
import { afterAll, expect, test } from 'vitest';
import { StateFile } from './state-file.ts';
import { StreamPositions } from './stream-positions.ts';

const folder = await mkdtemp(join(tmpdir(), 'stream-positions-'));
afterAll(() => rm(folder, { recursive: true }));

const at = (port: number, sequence: number): ExporterSequence => ({
  exporter: '192.0.2.1',
  port,
  domain: 0,
  version: 10,
  sequence,
  units: 1,
  expected: sequence + 1,
  bootTime: null,
  countsItself: false,
});

test('the later position of a stream holds; of too many streams those heard last; a missing one takes no place of a known one', async () => {
  const file = new StateFile<readonly ExporterSequence[]>(folder, 'positions.state');
  const positions = new StreamPositions(file, 3);
  positions.note([at(1, 1), at(2, 1), at(3, 1)]);
  positions.note([at(1, 5)]);
  positions.noteMissing([at(1, 2), at(3, 2)]);
  await positions.save();
  expect(await file.read()).toEqual([at(2, 1), at(3, 1), at(1, 5)]);
  positions.note([at(4, 9)]);
  await positions.save();
  expect(await file.read()).toEqual([at(3, 1), at(1, 5), at(4, 9)]);
});
