import { describe, expect, it } from 'vitest';
import type { RelationshipBuilderOptions } from './builder-options.ts';
import { createEndpointKnowledge } from './endpoint/endpoint-knowledge.ts';
import type { Flow } from './flow.ts';
import { createRelationshipBuilder } from './relationship-builder.ts';
import type { RelationshipWindow } from './relationship-window.ts';
import { aFlow, answerTo, NOON } from './testing/flows.ts';

function windowOf(flows: readonly Flow[], options: RelationshipBuilderOptions = {}): RelationshipWindow {
  const builder = createRelationshipBuilder(options);
  for (const flow of flows) builder.add(flow);
  return builder.finish();
}

const SECOND = '192.0.2.2';
const DNS = aFlow({ dstPort: 53, packets: 2, octets: 120 });
const DNS_ANSWER = answerTo(DNS, 5, { packets: 1, octets: 300, end: NOON + 90 });

describe('a window', () => {
  it('joins both halves into one relationship, client to server', () => {
    const { relationships, counters } = windowOf([DNS, DNS_ANSWER]);
    expect(relationships).toEqual([
      {
        client: '10.0.0.1',
        server: '10.0.0.2',
        endpoints: null,
        protocol: 17,
        port: 53,
        direction: { method: 'first-seen', confidence: 'medium' },
        state: 'established',
        flows: 1,
        packets: 3,
        octets: 420,
        first: NOON,
        last: NOON + 90,
        observers: ['192.0.2.1'],
        days: [
          { day: '2024-05-01', exporter: '192.0.2.1', flows: 1, packets: 3, octets: 420, first: NOON, last: NOON + 90 },
        ],
        clientPort: 40_000,
        scanner: false,
        icmpType: null,
        icmpCode: null,
        conversations: 1,
        attempts: 0,
        folded: 0,
      },
    ]);
    expect(counters).toMatchObject({ flows: 2, duplicate: 0 });
  });

  it('joins the pieces of a long flow and counts conversations, not records', () => {
    const pieces = [0, 60_000, 120_000].map((later) => ({ ...DNS, start: NOON + later, end: NOON + later + 59_000 }));
    const other = aFlow({ dstPort: 53, srcPort: 40_001 });
    expect(windowOf([...pieces, other]).relationships).toMatchObject([{ flows: 2, packets: 7, clientPort: null }]);
  });

  it('counts what two exporters both saw once, and names both', () => {
    const twice = [DNS, DNS_ANSWER].flatMap((flow) => [
      flow,
      { ...flow, exporter: SECOND, octets: (flow.octets ?? 0) + 6 },
    ]);
    expect(windowOf(twice).relationships).toMatchObject([
      { flows: 1, packets: 3, octets: 432, observers: ['192.0.2.1', SECOND] },
    ]);
  });

  it('adds what two exporters saw of different conversations, and is not misled by a clock a day off', () => {
    const elsewhere = aFlow({ dstPort: 53, srcPort: 40_001, exporter: SECOND, packets: 7 });
    expect(windowOf([DNS, elsewhere]).relationships).toMatchObject([{ flows: 2, packets: 9 }]);
    const skewed = { ...DNS, exporter: SECOND, start: NOON - 86_400_000, end: NOON - 86_400_000 };
    const [relationship] = windowOf([DNS, skewed]).relationships;
    expect(relationship).toMatchObject({ flows: 1, packets: 2 });
    expect(relationship?.days).toHaveLength(2);
  });

  it('counts what one exporter saw on the way in and on the way out once', () => {
    const at = (direction: number) => ({ ...DNS, extra: { direction, inputIf: 1, outputIf: 2 } });
    expect(windowOf([at(0), at(1)]).relationships).toMatchObject([{ packets: 2, octets: 120 }]);
  });

  it('adds what moved from one interface to another', () => {
    const first = { ...DNS, extra: { outputIf: 2 } };
    const then = { ...DNS, start: NOON + 1000, end: NOON + 2000, extra: { outputIf: 3 } };
    expect(windowOf([first, then]).relationships).toMatchObject([{ packets: 4, flows: 1 }]);
  });

  it('splits by UTC day and adds the days up', () => {
    const nextDay = { ...DNS, start: NOON + 86_400_000, end: NOON + 86_400_000 };
    const [relationship] = windowOf([DNS, nextDay]).relationships;
    expect(relationship).toMatchObject({ flows: 1, packets: 4 });
    expect(relationship?.days.map(({ day, flows, packets }) => [day, flows, packets])).toEqual([
      ['2024-05-01', 1, 2],
      ['2024-05-02', 0, 2],
    ]);
  });

  it('reads a biflow whose forward half is empty', () => {
    const biflow = aFlow({
      srcAddr: '10.0.0.2',
      dstAddr: '10.0.0.9',
      srcPort: 5000,
      dstPort: 40_000,
      packets: 0,
      octets: 0,
      extra: { reversePackets: 3, reverseOctets: 90 },
    });
    expect(windowOf([biflow]).relationships).toMatchObject([
      {
        client: '10.0.0.9',
        server: '10.0.0.2',
        port: 5000,
        packets: 3,
        state: 'unknown',
        direction: { method: 'one-way' },
      },
    ]);
  });

  it('reads the events of a firewall as one conversation', () => {
    const event = { protocol: 6, octets: null, packets: null, start: null, end: null, srcPort: 443, dstPort: 50_000 };
    const created = aFlow({ ...event, extra: { firewallEvent: 1, eventTimeMs: NOON } });
    const deleted = aFlow({
      ...event,
      extra: { firewallEvent: 2, eventTimeMs: NOON + 9, initiatorOctets: 10, responderOctets: 20 },
    });
    expect(windowOf([created, deleted]).relationships).toMatchObject([
      {
        server: '10.0.0.2',
        port: 50_000,
        flows: 1,
        octets: 30,
        state: 'established',
        direction: { method: 'explicit' },
      },
    ]);
  });

  it.each([
    ['a refusal of a firewall', [aFlow({ protocol: 6, extra: { firewallEvent: 3 } })], 'denied'],
    ['SYNs where answers are shown', [aFlow({ protocol: 6, tcpFlags: 2, dstPort: 22 }), ...pair()], 'attempted'],
    ['a DNS question where answers are shown', [aFlow({ dstPort: 53 }), ...pair()], 'attempted'],
    ['a datagram that may want no answer', [aFlow({ dstPort: 514 }), ...pair()], 'unknown'],
    ['SYNs where no answer is ever shown', [aFlow({ protocol: 6, tcpFlags: 2, dstPort: 22 })], 'unknown'],
    [
      'a reset',
      [aFlow({ protocol: 6, tcpFlags: 2 }), answerTo(aFlow({ protocol: 6, tcpFlags: 0x14 }), 0)],
      'attempted',
    ],
    [
      'port unreachable from the very host, where answers are not shown',
      [aFlow(), answerTo(aFlow({ protocol: 1 }), 1, { srcPort: 0, dstPort: (3 << 8) | 3 })],
      'attempted',
    ],
    ['a lone half that acknowledges', [aFlow({ protocol: 6, tcpFlags: 0x1b, packets: 5 })], 'established'],
    ['an answer', [DNS, DNS_ANSWER], 'established'],
  ] as const)('tells contact from attempt: %s', (_, flows, state) => {
    const { relationships } = windowOf([...flows]);
    const call = relationships.find(
      ({ client, endpoints, protocol }) => protocol !== 1 && (client ?? endpoints?.[0].address) === '10.0.0.1',
    );
    expect(call).toMatchObject({ state });
  });

  it('keeps undecided conversations with both ports, and peers', () => {
    const undecided = aFlow({ dstPort: 50_000 });
    const peers = aFlow({ srcPort: 123, dstPort: 123 });
    const tunnel = aFlow({ protocol: 50, srcPort: null, dstPort: null });
    const flows = [undecided, peers, tunnel].flatMap((flow) => [flow, answerTo(flow, 0)]);
    const rows = windowOf(flows).relationships.map(({ client, endpoints, protocol, port, direction }) => [
      client,
      endpoints?.map((end) => end.port),
      protocol,
      port,
      direction.method,
    ]);
    expect(rows).toEqual([
      [null, [40_000, 50_000], 17, null, 'none'],
      [null, [123, 123], 17, 123, 'peer'],
      [null, [null, null], 50, null, 'peer'],
    ]);
  });

  it('folds undecided conversations beyond the bound, and loses none', () => {
    const flows = Array.from({ length: 10 }, (_, i) => aFlow({ srcPort: 40_000 + i, dstPort: 50_000 })).flatMap(
      (flow) => [flow, answerTo(flow, 0)],
    );
    const { relationships } = windowOf(flows, { maxUnresolvedPerExporter: 3 });
    expect(relationships).toHaveLength(4);
    expect(relationships.find(({ folded }) => folded > 0)).toMatchObject({ folded: 7, flows: 7, packets: 14 });
  });

  it('keeps groups apart from hosts, and knows a silent directed broadcast', () => {
    const flows = [
      aFlow({ dstAddr: '224.0.0.2', srcPort: 1985, dstPort: 1985 }),
      aFlow({ dstAddr: '239.1.1.1' }),
      aFlow({ dstAddr: '10.0.0.255', srcPort: 137, dstPort: 137 }),
      aFlow({ srcAddr: '0.0.0.0', dstAddr: '255.255.255.255', srcPort: 68, dstPort: 67 }),
      aFlow({ dstAddr: '10.0.1.255' }),
      answerTo(aFlow({ dstAddr: '10.0.1.255' }), 1),
    ];
    const { relationships, segmentEvidence, counters } = windowOf(flows);
    expect(relationships).toMatchObject([{ client: '10.0.0.1', server: '10.0.1.255' }]);
    expect(segmentEvidence.map(({ sender, destination, reach }) => [sender, destination, reach])).toEqual([
      ['10.0.0.1', '10.0.0.255', 'local'],
      ['10.0.0.1', '224.0.0.2', 'local'],
      ['10.0.0.1', '239.1.1.1', 'routed'],
    ]);
    expect(counters).toMatchObject({ flows: 6, toGroup: 2, unusable: 1 });
  });

  it('counts what became no relationship', () => {
    const { relationships, counters } = windowOf([
      aFlow({ srcAddr: null }),
      aFlow({ protocol: null }),
      aFlow({ packets: 0, octets: 0 }),
      DNS,
      DNS,
    ]);
    expect(relationships).toHaveLength(1);
    expect(counters).toEqual({
      flows: 5,
      duplicate: 1,
      withoutAddress: 1,
      withoutProtocol: 1,
      toGroup: 0,
      unusable: 0,
      empty: 1,
      segmentEvidenceDropped: 0,
    });
  });

  it('pairs an echo with its answer and keeps errors apart', () => {
    const echo = aFlow({ protocol: 1, srcPort: 0, dstPort: 8 << 8 });
    const unreachable = aFlow({ protocol: 1, srcPort: 0, dstPort: (3 << 8) | 3 });
    const { relationships } = windowOf([answerTo(echo, 0, { srcPort: 0, dstPort: 0 }), echo, unreachable]);
    expect(
      relationships.map(({ client, icmpType, icmpCode, direction }) => [client, icmpType, icmpCode, direction.method]),
    ).toEqual([
      ['10.0.0.1', 8, null, 'explicit'],
      [null, 3, 3, 'peer'],
    ]);
  });

  it.each<[string, readonly [number, number][], [number | null, number | null]]>([
    [
      'one code',
      [
        [3, 13],
        [3, 13],
      ],
      [3, 13],
    ],
    [
      'several codes of one type',
      [
        [3, 1],
        [3, 3],
      ],
      [3, null],
    ],
    [
      'several types',
      [
        [3, 1],
        [11, 1],
      ],
      [null, null],
    ],
    ['more than one octet of either', [[256, 5_000_000]], [null, null]],
    [
      'the same code of several types, then the first again',
      [
        [3, 0],
        [5, 0],
        [3, 0],
      ],
      [null, null],
    ],
  ])('tells ICMP type and code by the element where there is %s', (_, messages, expected) => {
    const flows = messages.map(([icmpType, icmpCode], i) =>
      aFlow({ protocol: 1, srcPort: null, dstPort: null, start: NOON + i, extra: { icmpType, icmpCode } }),
    );
    const { relationships } = windowOf(flows);
    expect(relationships.map(({ icmpType, icmpCode }) => [icmpType, icmpCode])).toEqual([expected]);
  });

  it('marks a scanner and learns nothing from it', () => {
    const sweep = Array.from({ length: 40 }, (_, i) =>
      aFlow({ protocol: 6, tcpFlags: 2, dstAddr: `10.0.1.${i}`, dstPort: 22, srcPort: 50_000 + i }),
    );
    const hits = sweep.slice(0, 3).map((flow) => answerTo(flow, 1, { tcpFlags: 0x12 }));
    const { relationships, scanners, learned } = windowOf([...sweep, ...hits, ...pair()]);
    expect(scanners).toEqual(['10.0.0.1']);
    expect(learned).toEqual([]);
    expect(relationships.filter(({ client }) => client === '10.0.0.1').every(({ scanner }) => scanner)).toBe(true);
  });
});

/** Both halves of a conversation of two other hosts. */
function pair(): Flow[] {
  const flow = aFlow({ srcAddr: '10.0.9.1', dstAddr: '10.0.9.2', dstPort: 53 });
  return [flow, answerTo(flow, 3)];
}

describe('windows of one builder', () => {
  it('joins a half that comes later, and corrects what was said', () => {
    const builder = createRelationshipBuilder();
    const question = aFlow({ srcPort: 41_000, dstPort: 42_000 });
    for (const flow of [answerTo(question, 30), ...pair()]) builder.add(flow);
    expect(builder.finish().relationships[0]).toMatchObject({ client: '10.0.0.2', state: 'unknown' });
    builder.add(question);
    const { relationships, corrections } = builder.finish();
    expect(relationships).toMatchObject([
      { client: '10.0.0.1', server: '10.0.0.2', port: 42_000, flows: 0, packets: 1, state: 'established' },
    ]);
    expect(corrections).toMatchObject([
      { before: { client: '10.0.0.2', flows: 1, packets: 1 }, after: { client: '10.0.0.1', flows: 1, packets: 1 } },
    ]);
  });

  it('counts an attempt once however many windows it is tried in, and takes it back when it is answered', () => {
    const builder = createRelationshipBuilder();
    const attempts = (flows: readonly Flow[]) => {
      for (const flow of flows) builder.add(flow);
      const { relationships } = builder.finish();
      return relationships.filter(({ server }) => server === '10.0.0.2').map((row) => [row.state, row.attempts]);
    };
    const syn = (later: number, srcPort = 40_000) =>
      aFlow({ protocol: 6, tcpFlags: 2, dstPort: 22, srcPort, start: NOON + later, end: NOON + later });
    const answer = answerTo(syn(120_000), 1, { tcpFlags: 0x1b });
    expect(attempts([...pair(), syn(0), syn(0, 40_001)])).toEqual([['attempted', 2]]);
    expect(attempts([syn(60_000)])).toEqual([['attempted', 0]]);
    expect(attempts([{ ...syn(120_000), tcpFlags: 0x1b }, answer])).toEqual([['established', -1]]);
  });

  it('knows a repeated record of an earlier window', () => {
    const builder = createRelationshipBuilder();
    builder.add(DNS);
    builder.finish();
    builder.add(DNS);
    expect(builder.finish()).toMatchObject({ relationships: [], counters: { duplicate: 1 } });
  });

  it('decides an older undecided conversation when its endpoint becomes known', () => {
    const knowledge = createEndpointKnowledge();
    const builder = createRelationshipBuilder({ knowledge });
    const flow = aFlow({ dstPort: 50_000 });
    for (const half of [flow, answerTo(flow, 0)]) builder.add(half);
    expect(builder.finish().relationships).toMatchObject([{ client: null }]);
    knowledge.scanned('10.0.0.1', 17, 40_000, true);
    expect(builder.finish()).toMatchObject({
      relationships: [],
      corrections: [{ before: { client: null }, after: { client: '10.0.0.2', server: '10.0.0.1', packets: 2 } }],
    });
  });

  it('stays small and exact when the clock of an exporter is broken', () => {
    const flows = Array.from({ length: 300 }, (_, i) =>
      aFlow({ dstPort: 53, start: i * 86_400_000, end: i * 86_400_000 }),
    );
    const [relationship] = windowOf(flows).relationships;
    expect(relationship).toMatchObject({ flows: 1, packets: 300 });
    expect(relationship?.days).toHaveLength(64);
  });

  it('adds up a conversation that lasts through many windows', () => {
    const builder = createRelationshipBuilder();
    let packets = 0;
    let flows = 0;
    for (let i = 0; i < 60; i++) {
      builder.add(aFlow({ dstPort: 53, start: NOON + i * 60_000, end: NOON + i * 60_000 + 59_000 }));
      const [relationship] = builder.finish().relationships;
      packets += relationship?.packets ?? 0;
      flows += relationship?.flows ?? 0;
    }
    expect([flows, packets]).toEqual([1, 60]);
  });

  it('forgets conversations that stay silent', () => {
    const builder = createRelationshipBuilder({ carryWindows: 2 });
    builder.add(DNS);
    builder.finish();
    expect(builder.conversations).toBe(1);
    builder.finish();
    builder.finish();
    expect(builder.conversations).toBe(0);
  });
});
