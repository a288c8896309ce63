import type { ExportDatagram } from '@scopemap/flow-codec';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DecodeLoop } from './decode-loop.ts';

/** A ring in small: what was put in, and whether its reader sleeps. */
class Queue {
  readonly waiting: number[] = [];
  sleeping = false;
  backlog = 0;

  next(): ExportDatagram | null {
    const port = this.waiting.shift();
    return port === undefined ? null : { exporter: '192.0.2.1', port, receivedAt: 0, payload: new Uint8Array() };
  }

  sleep(): boolean {
    this.sleeping = this.waiting.length === 0;
    return this.sleeping;
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'] });
});

afterEach(() => {
  vi.useRealTimers();
});

function started() {
  const queue = new Queue();
  const taken: number[] = [];
  const loop = new DecodeLoop(queue, ({ port }) => taken.push(port));
  return { queue, taken, loop };
}

test('takes what is there, in order, and sleeps only when nothing came meanwhile', () => {
  const { queue, taken, loop } = started();
  queue.waiting.push(1, 2, 3);
  loop.wake();
  vi.advanceTimersToNextTimer();
  expect(taken).toEqual([1, 2, 3]);
  expect(queue.sleeping).toBe(false);
  queue.waiting.push(4);
  vi.runAllTimers();
  expect(taken).toEqual([1, 2, 3, 4]);
  expect(queue.sleeping).toBe(true);
});

test('goes on when something came just before it slept', () => {
  const { queue, taken, loop } = started();
  queue.sleep = () => {
    if (taken.length > 0) return true;
    queue.waiting.push(7);
    return false;
  };
  loop.wake();
  vi.runAllTimers();
  expect(taken).toEqual([7]);
});

test.each([
  ['', 0, 100],
  [', but get more of it when much waits', 64 * 1024 * 1024, 500],
])('many datagrams do not keep others from their turn%s', (_, backlog, most) => {
  const { queue, taken, loop } = started();
  queue.backlog = backlog;
  const now = vi.spyOn(performance, 'now');
  let clock = 0;
  now.mockImplementation(() => clock++ * 12);
  queue.waiting.push(...Array.from({ length: 1_000 }, (_, i) => i));
  loop.wake();
  vi.advanceTimersToNextTimer();
  expect(taken.length).toBeGreaterThan(most / 10);
  expect(taken.length).toBeLessThanOrEqual(most);
  vi.runAllTimers();
  expect(taken).toHaveLength(1_000);
  now.mockRestore();
});

test('finishing takes all at once, and nothing is taken twice', () => {
  const { queue, taken, loop } = started();
  queue.waiting.push(1);
  loop.wake();
  vi.advanceTimersToNextTimer();
  queue.waiting.push(2, 3);
  loop.finish();
  expect(taken).toEqual([1, 2, 3]);
  vi.runAllTimers();
  expect(taken).toEqual([1, 2, 3]);
});
