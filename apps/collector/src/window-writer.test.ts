import type { IngestWindow } from '@scopemap/database';
import { freshDatabase } from '@scopemap/database/testing';
import { createRelationshipBuilder } from '@scopemap/scope-model';
import { expect, test } from 'vitest';
import { pauseAfter } from './apply-window.ts';
import { WindowWriter } from './window-writer.ts';

const { db } = await freshDatabase();

const NOON = Date.UTC(2026, 0, 15, 12);

function window(id: string, change: Partial<IngestWindow> = {}): IngestWindow {
  return { id, contacts: createRelationshipBuilder().finish(), exporters: [], health: [], flows: [], ...change };
}

/** A window that the server can only refuse: its health names an exporter that it does not bring. */
function refused(id: string): IngestWindow {
  const counts = {
    datagrams: 1,
    octets: 1,
    records: 1,
    lost: 0,
    undecodableSets: 0,
    problems: {},
    skewMs: null,
    sampling: null,
  };
  return window(id, { health: [{ exporter: '192.0.2.1', domain: 0, version: 9, minute: NOON, ...counts }] });
}

test('a window that the server refuses does not hold up those behind it', async () => {
  const applied: string[] = [];
  const lost: [string, string][] = [];
  const writer = new WindowWriter({
    db,
    maxWaitingRows: 10,
    onApplied: ({ id }) => applied.push(id),
    onLost: ({ id }, reason) => lost.push([id, reason]),
    onFlowsDropped: () => {},
    onFailure: () => {},
  });
  for (const each of [window('a'), refused('b'), window('c')]) writer.write(each);
  await writer.drain(30_000);
  expect(applied).toEqual(['a', 'c']);
  expect(lost).toEqual([['b', expect.stringContaining('exporter_id')]]);
  expect(writer).toMatchObject({ waiting: 0, waitingRows: 0 });
});

test('where memory is short, flows go before relationships', () => {
  let dropped = 0;
  const lost: string[] = [];
  const writer = new WindowWriter({
    db,
    maxWaitingRows: 1,
    onApplied: () => {},
    onLost: ({ id }) => lost.push(id),
    onFlowsDropped: (count) => {
      dropped += count;
    },
    onFailure: () => {},
  });
  const ends = { srcAddr: null, dstAddr: null, srcPort: null, dstPort: null, inputIf: null, outputIf: null };
  const counts = { protocol: null, tcpFlags: null, packets: null, octets: null };
  const flow = {
    receivedAt: NOON,
    start: null,
    end: null,
    exporter: '192.0.2.1',
    domain: 0,
    version: 9,
    ...ends,
    ...counts,
  };
  writer.write(window('d'));
  writer.write(window('e', { flows: [flow, flow] }));
  expect(dropped).toBe(2);
  expect(lost).toEqual([]);
  expect(writer.waiting).toBe(2);
  return writer.drain(30_000);
});

test.each([
  [1, 250],
  [2, 500],
  [5, 4_000],
  [50, 10_000],
])('after %i failures the pause is %i ms', (failures, pause) => {
  expect(pauseAfter(failures)).toBe(pause);
});
