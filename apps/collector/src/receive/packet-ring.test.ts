import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, CONTROL_OCTETS, createPacketRing } from './packet-ring.ts';
import { PacketRingReader } from './packet-ring-reader.ts';
import { PacketRingWriter } from './packet-ring-writer.ts';

function pair(octets = 0) {
  const ring = createPacketRing(octets);
  let woken = 0;
  const writer = new PacketRingWriter(ring, () => woken++);
  return { writer, reader: new PacketRingReader(ring), woken: () => woken, size: ring.byteLength - CONTROL_OCTETS };
}

const filled = (length: number, with_: number) => new Uint8Array(length).fill(with_);

test('gives back what was put in, after it was published', () => {
  const { writer, reader } = pair();
  writer.exporter(7, '192.0.2.1');
  writer.datagram(7, 65_535, 1_700_000_000_123, Uint8Array.of(1, 2, 3));
  expect(reader.next()).toBeNull();
  writer.publish();
  expect(reader.next()).toEqual({
    exporter: '192.0.2.1',
    port: 65_535,
    receivedAt: 1_700_000_000_123,
    payload: Uint8Array.of(1, 2, 3),
  });
  expect(reader.next()).toBeNull();
});

test('counts are summed by address and taken once', () => {
  const { writer, reader } = pair();
  writer.account(ACCOUNT.dropped, '192.0.2.1', 2);
  writer.account(ACCOUNT.dropped, '192.0.2.1', 3);
  writer.account(ACCOUNT.refused, '2001:db8::1', 1);
  writer.publish();
  expect(reader.next()).toBeNull();
  expect([...reader.takeDropped()]).toEqual([['192.0.2.1', 5]]);
  expect([...reader.takeRefused()]).toEqual([['2001:db8::1', 1]]);
  expect(reader.takeDropped().size).toBe(0);
});

describe('sleeping', () => {
  test('the reader is woken once for what comes then', () => {
    const { writer, reader, woken } = pair();
    expect(reader.sleep()).toBe(true);
    writer.publish();
    expect(woken()).toBe(0);
    for (let i = 0; i < 3; i++) {
      writer.datagram(0, 1, 0, filled(1, 1));
      writer.publish();
    }
    expect(woken()).toBe(1);
  });

  test('is refused while there is something to read', () => {
    const { writer, reader } = pair();
    writer.datagram(0, 1, 0, filled(1, 1));
    writer.publish();
    expect(reader.sleep()).toBe(false);
  });
});

test('the largest datagram finds room wherever the last one ended', () => {
  const { writer, reader } = pair();
  for (let length = 0; length < 3_000; length += 97) {
    writer.datagram(0, 1, 0, filled(length, 1));
    expect(writer.datagram(0, 1, 0, filled(65_507, 2))).toBe(true);
    writer.publish();
    expect(reader.next()?.payload).toEqual(filled(length, 1));
    expect(reader.next()?.payload).toEqual(filled(65_507, 2));
    expect(reader.next()).toBeNull();
  }
});

test('a ring that is read in time is used from its beginning again', () => {
  const { writer, reader } = pair(8 * 1024 * 1024);
  for (let i = 0; i < 500; i++) {
    writer.datagram(0, 1, 0, filled(60_000, 1));
    writer.publish();
    reader.next();
    expect(reader.next()).toBeNull();
  }
  const untouched = reader.views.octets.subarray(4 * 1024 * 1024);
  expect(untouched.every((octet) => octet === 0)).toBe(true);
});

test('is a bounded queue, whatever the order of writing and reading', () => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('put' as const), length: fc.integer({ min: 0, max: 65_507 }) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('publish' as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('take' as const), count: fc.integer({ min: 1, max: 20 }) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const { writer, reader, size } = pair();
      const queue: { length: number; mark: number }[] = [];
      let published = 0;
      const take = () => {
        const datagram = reader.next();
        if (published === 0) return expect(datagram).toBeNull();
        published--;
        const { length, mark } = queue.shift() as { length: number; mark: number };
        expect(datagram?.payload.length).toBe(length);
        if (length > 0) expect([datagram?.payload[0], datagram?.payload.at(-1)]).toEqual([mark, mark]);
      };
      for (const [i, each] of steps.entries()) {
        if (each.kind === 'put') {
          const mark = i & 0xff;
          if (writer.datagram(0, 1, i, filled(each.length, mark))) queue.push({ length: each.length, mark });
          // Refused only when at most one more of the largest would have fitted.
          else expect(queue.reduce((sum, { length }) => sum + length + 24, 0)).toBeGreaterThan(size - 3 * 65_536);
        } else if (each.kind === 'publish') {
          writer.publish();
          published = queue.length;
        } else for (let n = 0; n < each.count; n++) take();
      }
      writer.publish();
      published = queue.length;
      for (let n = queue.length; n >= 0; n--) take();
    }),
    { numRuns: 150 },
  );
});
