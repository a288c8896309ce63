import type { Flow } from '../flow.ts';

/** 2024-05-01T12:00:00Z. */
export const NOON = Date.UTC(2024, 4, 1, 12);

/** A UDP flow of one packet from 10.0.0.1:40000 to 10.0.0.2:5000 at noon, with what is given replaced. */
export function aFlow(parts: Partial<Flow> = {}): Flow {
  return {
    exporter: '192.0.2.1',
    domain: 0,
    srcAddr: '10.0.0.1',
    dstAddr: '10.0.0.2',
    srcPort: 40_000,
    dstPort: 5000,
    protocol: 17,
    tcpFlags: null,
    octets: 100,
    packets: 1,
    start: NOON,
    end: NOON + 50,
    extra: {},
    ...parts,
  };
}

/** The half that goes the other way, begun `later` milliseconds after; counts and flags can be given. */
export function answerTo(flow: Flow, later: number, parts: Partial<Flow> = {}): Flow {
  return {
    ...flow,
    srcAddr: flow.dstAddr,
    dstAddr: flow.srcAddr,
    srcPort: flow.dstPort,
    dstPort: flow.srcPort,
    start: flow.start === null ? null : flow.start + later,
    ...parts,
  };
}
