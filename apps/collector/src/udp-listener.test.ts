import { createSocket } from 'node:dgram';
import type { ExportDatagram } from '@scopemap/flow-codec';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from './testing/eventually.ts';
import { openSender } from './testing/udp-sender.ts';
import { ListenError, listenUdp, senderAddress, type UdpListener } from './udp-listener.ts';

const open: UdpListener[] = [];
const received: ExportDatagram[] = [];

async function listen(port: number, address?: string): Promise<UdpListener> {
  const onDatagram = (datagram: ExportDatagram) => received.push(datagram);
  const listener = await listenUdp({ port, address, receiveBuffer: 1_048_576, onDatagram, onError: () => {} });
  open.push(listener);
  return listener;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((listener) => listener.close()));
  received.length = 0;
});

test('one socket takes IPv4 and IPv6, with canonical senders', async () => {
  const { port } = await listen(0);
  const senders = [openSender(4), openSender(6)];
  for (const [i, sender] of senders.entries()) await sender.send(port, Uint8Array.of(i + 1));
  await eventually(() => expect(received).toHaveLength(2));
  expect(received.map(({ exporter, payload }) => [exporter, ...payload])).toEqual([
    ['127.0.0.1', 1],
    ['::1', 2],
  ]);
  await Promise.all(senders.map((sender) => sender.close()));
});

test('the kernel is asked for the receive buffer', async () => {
  const { receiveBuffer } = await listen(0, '127.0.0.1');
  expect(receiveBuffer).toBeGreaterThanOrEqual(1_048_576);
});

describe('a port that cannot be had', () => {
  test.each([
    [undefined, '[::]'],
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '[::1]'],
  ])('bound to %s: one sentence names port, address and protocol', async (address, shown) => {
    const { port } = await listen(0, address);
    const error = await listen(port, address).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ListenError);
    expect(error).toMatchObject({
      code: 'EADDRINUSE',
      message: `cannot listen on UDP port ${port} (${shown}:${port}): another program already uses it`,
    });
  });

  test('is also one that another program has on IPv4 alone', async () => {
    const other = createSocket('udp4');
    await new Promise<void>((resolve) => other.bind(0, '0.0.0.0', resolve));
    const { port } = other.address();
    await expect(listen(port)).rejects.toThrow('another program already uses it');
    await new Promise<void>((resolve) => other.close(resolve));
  });

  test('an address of another machine', async () => {
    await expect(listen(0, '192.0.2.1')).rejects.toThrow('this machine does not have that address');
  });
});

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['2001:DB8:0:0::1', '2001:db8::1'],
])('the sender %s is %s', (address, expected) => {
  expect(senderAddress(address)).toBe(expected);
});
