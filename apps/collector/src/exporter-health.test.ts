import type { SourceStatistics } from '@scopemap/flow-codec';
import { expect, test } from 'vitest';
import { ExporterHealth } from './exporter-health.ts';

const NOON = Date.UTC(2026, 0, 15, 12);
const EXPORTER = '192.0.2.1';
const DATAGRAM = { exporter: EXPORTER, port: 1, receivedAt: NOON + 1_000, payload: new Uint8Array(100) };

const problem = (code: 'no-template' | 'set-length' | 'template-redefined', set: number | null) => ({
  code,
  set,
  offset: 0,
  templateId: null,
});

function message(problems: ReturnType<typeof problem>[] = []) {
  return { version: 9, domain: 7, exportTime: NOON, problems, records: 0, sampling: null } as unknown as Parameters<
    ExporterHealth['note']
  >[1];
}

function source(change: { port?: number; version?: number; templates?: number; waiting?: number; recovered?: number }) {
  const { port = 1, version = 9, templates = 0, waiting = 0, recovered = 0 } = change;
  return {
    exporter: EXPORTER,
    port,
    domain: 7,
    version,
    sequence: { received: 0, lost: 0, reordered: 0, duplicates: 0, resets: 0 },
    waiting: { sets: waiting, bytes: 0, dropped: 0, recovered },
    templates: Array.from({ length: templates }, () => ({})),
  } as unknown as SourceStatistics;
}

test('a set counts once, for its first reason; sets decoded late are taken back', () => {
  const health = new ExporterHealth();
  const found = [
    problem('no-template', 0),
    problem('set-length', 1),
    problem('no-template', 1),
    problem('template-redefined', 2),
  ];
  health.note(DATAGRAM, message(found));
  health.noteSources([source({ waiting: 1 })], NOON);
  expect(health.take().health).toMatchObject([
    {
      undecodable: { 'no-template': 1, 'set-length': 1 },
      problems: { 'no-template': 2, 'set-length': 1, 'template-redefined': 1 },
      waitingSets: 1,
      templates: 0,
      skewMs: 1_000,
    },
  ]);
  health.noteSources([source({ recovered: 1, templates: 1 })], NOON);
  expect(health.take().health).toMatchObject([{ undecodable: { 'no-template': -1 }, waitingSets: 0, templates: 1 }]);
});

test('templates and waiting sets are those of all ports, in the last minute that there was; none where there are none', () => {
  const health = new ExporterHealth();
  health.note(DATAGRAM, message());
  health.note({ ...DATAGRAM, receivedAt: NOON + 61_000 }, message());
  health.noteProblem(EXPORTER, 'exporter-clock', 1, NOON, 7, 5);
  const sources = [
    source({ port: 1, templates: 2 }),
    source({ port: 2, templates: 3, waiting: 4 }),
    source({ version: 5 }),
  ];
  health.noteSources(sources, NOON);
  const rows = health.take().health.map(({ version, minute, templates, waitingSets }) => ({
    version,
    at: minute - NOON,
    templates,
    waitingSets,
  }));
  expect(rows).toEqual([
    { version: 9, at: 0, templates: null, waitingSets: null },
    { version: 9, at: 60_000, templates: 5, waitingSets: 4 },
    { version: 5, at: 0, templates: null, waitingSets: null },
  ]);
});

test('what has not changed makes no account of a silent exporter', () => {
  const health = new ExporterHealth();
  health.noteSources([source({ templates: 2, waiting: 1 })], NOON);
  health.take();
  health.noteSources([source({ templates: 2, waiting: 1 })], NOON + 60_000);
  expect(health.isEmpty).toBe(true);
  // Its sets were given up.
  health.noteSources([source({ templates: 2 })], NOON + 120_000);
  expect(health.take().health).toMatchObject([{ minute: NOON + 120_000, datagrams: 0, templates: 2, waitingSets: 0 }]);
});

test('losses of the collector add up by minute and port, survive a window that is lost, and name no exporter', () => {
  const health = new ExporterHealth();
  for (const [port, at] of [
    [2055, NOON],
    [2055, NOON + 59_999],
    [4739, NOON],
    [2055, NOON + 60_000],
  ] as const)
    health.noteLoss('kernel-drop', port, 2, at);
  expect(health.isEmpty).toBe(false);
  const { losses, exporters, health: rows } = health.take();
  const expected = [
    { problem: 'kernel-drop', port: 2055, minute: NOON, count: 4 },
    { problem: 'kernel-drop', port: 4739, minute: NOON, count: 2 },
    { problem: 'kernel-drop', port: 2055, minute: NOON + 60_000, count: 2 },
  ];
  expect({ losses, exporters, rows }).toEqual({ losses: expected, exporters: [], rows: [] });
  health.takeBack([], losses);
  health.noteLoss('kernel-drop', 4739, 1, NOON);
  expect(health.take().losses.map(({ count }) => count)).toEqual([4, 3, 2]);
});
