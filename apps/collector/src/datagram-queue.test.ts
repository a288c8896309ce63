import { expect, test } from 'vitest';
import { DatagramQueue } from './datagram-queue.ts';

function datagram(exporter: string, octets: number, port = 1) {
  return { exporter, port, receivedAt: 0, payload: new Uint8Array(octets) };
}

test('gives datagrams in order, also over many of them', () => {
  const queue = new DatagramQueue({ datagrams: 100_000, octets: 1e9 });
  const given: number[] = [];
  for (let i = 0; i < 30_000; i++) {
    queue.push(datagram('a', 1, i));
    if (i % 3 === 2) given.push(queue.shift()?.port as number);
  }
  for (let next = queue.shift(); next; next = queue.shift()) given.push(next.port);
  expect(given).toEqual(Array.from({ length: 30_000 }, (_, i) => i));
  expect(queue.length).toBe(0);
});

test.each([
  ['datagrams', { datagrams: 2, octets: 1_000 }, 10],
  ['octets', { datagrams: 1_000, octets: 25 }, 10],
])('refuses beyond its bound of %s and counts by exporter', (_, limits, octets) => {
  const queue = new DatagramQueue(limits);
  for (const exporter of ['a', 'a', 'a', 'b', 'b']) queue.push(datagram(exporter, octets));
  expect(queue.length).toBe(2);
  expect([...queue.takeDrops()]).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  expect(queue.takeDrops().size).toBe(0);
  queue.shift();
  queue.push(datagram('b', octets));
  expect(queue.takeDrops().size).toBe(0);
});

test('counts drops of ever new senders in bounded memory', () => {
  const queue = new DatagramQueue({ datagrams: 0, octets: 0 });
  for (let i = 0; i < 5_000; i++) queue.push(datagram(`sender ${i}`, 1));
  const drops = queue.takeDrops();
  expect(drops.size).toBeLessThanOrEqual(1_001);
  expect([...drops.values()].reduce((a, b) => a + b)).toBe(5_000);
});
