import { readdirSync, readFileSync } from 'node:fs';
import { createExporter, type ExportedFlow } from '@scopemap/flow-codec/encode';
import { mutatePayload, readCaptureFile, type SeededRandom } from '@scopemap/flow-codec/testing';
import { exchange } from '../testing/traffic.ts';

const CAPTURES = new URL('../../../../packages/flow-codec/src/fixtures/', import.meta.url);

/** Payloads of datagrams of real exporters: those of the captures that the decoder is tested with. */
export function realPayloads(): Uint8Array[] {
  return readdirSync(CAPTURES)
    .filter((name) => name.endsWith('.pcap'))
    .sort()
    .flatMap((name) => readCaptureFile(readFileSync(new URL(name, CAPTURES))))
    .flatMap((step) => (typeof step === 'object' ? [step.payload] : []));
}

/** Real payloads, changed at random, without end. */
export function* mutatedPayloads(random: SeededRandom): Generator<Uint8Array, never> {
  const real = realPayloads();
  for (;;) yield mutatePayload(random.pick(real), random, random.pick(real));
}

/** The n-th address of a network of 2^24 that nobody uses here. */
const addressOf = (network: number, n: number) => `${network}.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;

/** The n-th address of the loopback network, from 127.1.0.0 on. */
export function spoofedAddress(n: number): string {
  return addressOf(127, 65_536 + n);
}

/** `count` connections between hosts that nobody saw before, as the datagrams of one exporter; `first` tells calls apart. */
export function randomPairs(first: number, count: number, now: number): Uint8Array[] {
  const exporter = createExporter({ version: 5, bootTime: now - 3_600_000 });
  const flows: ExportedFlow[] = [];
  for (let i = first; i < first + count; i++) {
    const ends = { srcAddr: addressOf(11, i), dstAddr: addressOf(12, i), srcPort: 40_000, dstPort: 443 };
    flows.push({ ...ends, protocol: 6, tcpFlags: 2, packets: 1, octets: 60, start: now - 2_000, end: now - 1_000 });
  }
  return exporter.exportFlows(flows, now);
}

/** What an exporter of good faith says: one connection from 10.1.0.5 to a server of 10.2.0.0/16 each, both halves. */
export function honestTraffic(servers: number, now: number): Uint8Array[] {
  const flows = Array.from({ length: servers }, (_, i) =>
    exchange({
      client: '10.1.0.5',
      clientPort: 50_000 + i,
      server: `10.2.${i >> 8}.${i & 255}`,
      port: 443,
      start: now - 5_000,
    }),
  ).flat();
  return createExporter({ version: 9, bootTime: now - 3_600_000 }).exportFlows(flows, now);
}
