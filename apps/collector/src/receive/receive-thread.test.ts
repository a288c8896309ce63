import { createSocket } from 'node:dgram';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from '../testing/eventually.ts';
import { openSender, type UdpSender } from '../testing/udp-sender.ts';
import { ListenError } from './listen-error.ts';
import type { ReceiveOptions } from './receive-options.ts';
import { ReceiveThread } from './receive-thread.ts';

const threads: ReceiveThread[] = [];
const senders: UdpSender[] = [];

afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.stop()));
  await Promise.all(senders.splice(0).map((sender) => sender.close()));
});

function sender(family: 4 | 6): UdpSender {
  const opened = openSender(family);
  senders.push(opened);
  return opened;
}

interface Received {
  readonly exporter: string;
  readonly payload: Uint8Array;
  readonly receivedAt: number;
  readonly port: number;
}

/** Everything that is in the ring now. */
function takeAll(thread: ReceiveThread): Received[] {
  const taken: Received[] = [];
  for (let next = thread.next(); next; next = thread.next()) taken.push({ ...next, payload: next.payload.slice() });
  return taken;
}

const PATHS = process.platform === 'linux' ? (['batch', 'portable'] as const) : (['portable'] as const);

// Both paths answer to the same table: a collector must not see the difference.
describe.each(PATHS)('by the %s path', (path) => {
  async function start(options: Partial<ReceiveOptions> = {}, events: { onWake?: () => void } = {}) {
    const all = { path, ports: [0], addresses: [], receiveBuffer: 4_194_304, queueOctets: 4_194_304, exporters: [] };
    const thread = await ReceiveThread.start(
      { ...all, ...options },
      {
        onWake: events.onWake ?? (() => {}),
        onSocketFailed: () => {},
        onDied: () => {},
      },
    );
    threads.push(thread);
    return thread;
  }
  const portOf = (thread: ReceiveThread, i = 0) => thread.sockets[i]?.port as number;
  const counted = (thread: ReceiveThread, datagrams: number) =>
    eventually(() => expect(thread.counts.datagrams).toBe(datagrams));

  test('is the one that was asked for', async () => {
    expect(await start()).toMatchObject({ path, reason: null });
  });

  test('one socket takes IPv4 and IPv6, with canonical senders, their ports and times', async () => {
    const before = Date.now();
    const thread = await start();
    const other = createSocket('udp4');
    await new Promise<void>((resolve) => other.bind(0, '127.0.0.1', resolve));
    await new Promise((resolve) => other.send(Uint8Array.of(1), portOf(thread), '127.0.0.1', resolve));
    await counted(thread, 1);
    await sender(6).send(portOf(thread), Uint8Array.of(2));
    await counted(thread, 2);
    const [first, second] = takeAll(thread);
    expect(first).toMatchObject({ exporter: '127.0.0.1', port: other.address().port, payload: Uint8Array.of(1) });
    expect(second).toMatchObject({ exporter: '::1', payload: Uint8Array.of(2) });
    for (const each of [first, second]) {
      expect(each?.receivedAt).toBeGreaterThanOrEqual(before);
      expect(each?.receivedAt).toBeLessThanOrEqual(Date.now());
    }
    await new Promise<void>((resolve) => other.close(() => resolve()));
  });

  test('several ports and addresses', async () => {
    const thread = await start({ ports: [0, 0], addresses: ['127.0.0.1', '::1'] });
    expect(thread.sockets.map(({ address }) => address)).toEqual(['127.0.0.1', '::1', '127.0.0.1', '::1']);
    for (const [i, family] of ([4, 6, 4, 6] as const).entries())
      await sender(family).send(portOf(thread, i), Uint8Array.of(i));
    await counted(thread, 4);
    const taken = takeAll(thread).map(({ exporter, payload }) => `${payload[0]} ${exporter}`);
    expect(taken.sort()).toEqual(['0 127.0.0.1', '1 ::1', '2 127.0.0.1', '3 ::1']);
  });

  test.each([0, 1, 1_472, 9_000, 65_507])('a payload of %i octets comes whole', async (length) => {
    const thread = await start();
    const payload = Uint8Array.from({ length }, (_, i) => (i * 7) & 0xff);
    await sender(4).send(portOf(thread), payload, Uint8Array.of(1));
    await counted(thread, 2);
    expect(takeAll(thread).map((each) => each.payload)).toEqual([payload, Uint8Array.of(1)]);
    expect(thread.counts).toMatchObject({ octets: length + 1, dropped: 0, kernelDrops: [0] });
  });

  test('a burst comes whole and in order', async () => {
    const thread = await start();
    const burst = Array.from({ length: 1_500 }, (_, i) => Uint8Array.of(i >> 8, i & 0xff));
    await sender(4).send(portOf(thread), ...burst);
    await counted(thread, burst.length);
    expect(takeAll(thread).map(({ payload }) => payload)).toEqual(burst);
  });

  test('the reader is woken when it sleeps', async () => {
    const woken = Promise.withResolvers<void>();
    const thread = await start({}, { onWake: () => woken.resolve() });
    expect(thread.sleep()).toBe(true);
    await sender(4).send(portOf(thread), Uint8Array.of(1));
    await woken.promise;
    expect(takeAll(thread)).toHaveLength(1);
  });

  test('a reader that lags behind costs datagrams, all counted by exporter', async () => {
    const thread = await start({ queueOctets: 1 });
    const sent = 500;
    const out = sender(4);
    for (let i = 0; i < sent; i++) await out.send(portOf(thread), new Uint8Array(1_400));
    await counted(thread, sent);
    const taken = takeAll(thread).length;
    const { dropped } = thread.counts;
    expect(dropped).toBeGreaterThan(0);
    expect(taken + dropped).toBe(sent);
    await thread.stop();
    expect(takeAll(thread)).toEqual([]);
    expect([...thread.takeDropped()]).toEqual([['127.0.0.1', dropped]]);
  });

  test('only the listed exporters are let in', async () => {
    const thread = await start({ exporters: ['::1', '127.0.1.0/24'] });
    await sender(4).send(portOf(thread), Uint8Array.of(4));
    await sender(6).send(portOf(thread), Uint8Array.of(6));
    await counted(thread, 2);
    await thread.stop();
    expect(takeAll(thread).map(({ exporter }) => exporter)).toEqual(['::1']);
    expect(thread.counts.refused).toBe(1);
    expect([...thread.takeRefused()]).toEqual([['127.0.0.1', 1]]);
  });

  test('stopping takes what the kernel still holds', async () => {
    const thread = await start();
    const burst = Array.from({ length: 300 }, (_, i) => Uint8Array.of(i >> 8, i & 0xff));
    await sender(4).send(portOf(thread), ...burst);
    await thread.stop();
    expect(takeAll(thread).map(({ payload }) => payload)).toEqual(burst);
    await start({ ports: [portOf(thread)] });
  });

  describe('a port that cannot be had', () => {
    test.each([
      [undefined, '[::]'],
      ['127.0.0.1', '127.0.0.1'],
      ['::1', '[::1]'],
    ])('bound to %s: one sentence names port, address and protocol', async (address, shown) => {
      const addresses = address ? [address] : [];
      const port = portOf(await start({ addresses }));
      const error = await start({ ports: [0, port], addresses }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ListenError);
      expect(error).toMatchObject({
        code: 'EADDRINUSE',
        message: `cannot listen on UDP port ${port} (${shown}:${port}): another program already uses it`,
      });
    });

    test('is also one that another program has on IPv4 alone', async () => {
      const other = createSocket('udp4');
      await new Promise<void>((resolve) => other.bind(0, '0.0.0.0', resolve));
      await expect(start({ ports: [other.address().port] })).rejects.toThrow('another program already uses it');
      await new Promise<void>((resolve) => other.close(() => resolve()));
    });

    test('an address of another machine', async () => {
      await expect(start({ addresses: ['192.0.2.1'] })).rejects.toThrow('this machine does not have that address');
    });
  });

  test('a list of exporters that is none is refused', async () => {
    await expect(start({ exporters: ['10.0.0.1/8'] })).rejects.toThrow(
      '"10.0.0.1/8" is neither an address nor a prefix',
    );
  });
});
