import { describe, expect, it } from 'vitest';
import { createEndpointKnowledge } from '../endpoint/endpoint-knowledge.ts';
import type { Flow } from '../flow.ts';
import { directionSetting } from '../testing/direction-setting.ts';
import { aFlow, answerTo, NOON } from '../testing/flows.ts';
import type { DirectionRule, Verdict } from './direction-context.ts';
import { learned, person, scan } from './endpoint-fact.ts';
import { explicit } from './explicit.ts';
import { firstSeen } from './first-seen.ts';
import { knownService } from './known-service.ts';
import { oneWay, oneWayUnproven } from './one-way.ts';
import { portRange } from './port-range.ts';
import { tcpFlags } from './tcp-flags.ts';

/** 10.0.0.1 is the low end, 10.0.0.2 the high one. */
const QUESTION = aFlow();
const ANSWER = answerTo(QUESTION, 0);
const SYN = 0x02;
const tcp = (parts: Partial<Flow> = {}) => aFlow({ protocol: 6, tcpFlags: 0x1b, ...parts });
/** Another conversation of the same exporter, with both halves. */
const otherPair = (later: number): Flow[] => {
  const flow = aFlow({ srcAddr: '10.0.0.8', dstAddr: '10.0.0.9' });
  return [flow, answerTo(flow, later)];
};

const EARLY_ANSWERS = [53, 161].flatMap((dstPort) => [aFlow({ dstPort }), answerTo(aFlow({ dstPort }), -300)]);

type Row = [name: string, rule: DirectionRule, flows: Flow[], verdict: Verdict];

const ROWS: Row[] = [
  ['biflowDirection 1: the source began', explicit, [aFlow({ extra: { biflowDirection: 1 } })], 'high'],
  ['biflowDirection 2: the destination began', explicit, [aFlow({ extra: { biflowDirection: 2 } })], 'low'],
  ['biflowDirection 0 and 3 say nothing', explicit, [aFlow({ extra: { biflowDirection: 3 } })], null],
  ['a firewall event names its source', explicit, [aFlow({ extra: { firewallEvent: 2 } })], 'high'],
  ['firewallEvent 0 says nothing', explicit, [aFlow({ extra: { firewallEvent: 0 } })], null],
  [
    'initiator counts name the source',
    explicit,
    [aFlow({ extra: { initiatorOctets: 5, responderOctets: 7 } })],
    'high',
  ],
  [
    'an exporter that names both ends is not believed',
    explicit,
    [aFlow({ extra: { firewallEvent: 2 } }), answerTo(aFlow(), 0, { extra: { firewallEvent: 2 } })],
    null,
  ],
  [
    'two exporters that name different ends contradict each other',
    explicit,
    [aFlow({ extra: { biflowDirection: 1 } }), aFlow({ exporter: '192.0.2.2', extra: { biflowDirection: 2 } })],
    'conflict',
  ],
  [
    'an echo request names its sender',
    explicit,
    [
      aFlow({ protocol: 1, srcPort: 0, dstPort: 2048 }),
      answerTo(aFlow({ protocol: 1 }), 0, { srcPort: 0, dstPort: 0 }),
    ],
    'high',
  ],
  ['an IPv6 echo reply names its receiver', explicit, [aFlow({ protocol: 58, extra: { icmpType: 129 } })], 'low'],

  ['SYN and never ACK', tcpFlags, [tcp({ tcpFlags: SYN })], 'high'],
  ['SYN and RST without ACK', tcpFlags, [tcp({ tcpFlags: 0x06 }), answerTo(tcp(), 0, { tcpFlags: 0x12 })], 'high'],
  ['SYN in both whole halves says nothing', tcpFlags, [tcp(), answerTo(tcp(), 1)], null],
  ['a lone SYN+ACK answers', tcpFlags, [tcp({ tcpFlags: 0x12 })], 'low'],
  ['a lone whole half with SYN+ACK says nothing', tcpFlags, [tcp({ packets: 9, tcpFlags: 0x1b })], null],
  ['bare SYNs from both ends', tcpFlags, [tcp({ tcpFlags: SYN }), answerTo(tcp(), 0, { tcpFlags: SYN })], 'conflict'],
  ['flags are TCP only', tcpFlags, [aFlow({ tcpFlags: SYN })], null],

  ['the earlier half is of the one who began', firstSeen, [QUESTION, answerTo(QUESTION, 1)], 'high'],
  ['equal times say nothing', firstSeen, [QUESTION, ANSWER, ...otherPair(5)], null],
  [
    'an exporter with equal times elsewhere has none of its own',
    firstSeen,
    [QUESTION, answerTo(QUESTION, 9, { end: NOON + 59 }), ...otherPair(0)],
    null,
  ],
  [
    'services that seem to speak before they are asked: header times of whole seconds',
    firstSeen,
    [QUESTION, answerTo(QUESTION, 400), ...EARLY_ANSWERS],
    null,
  ],
  [
    'beyond that jitter the order counts again',
    firstSeen,
    [QUESTION, answerTo(QUESTION, 1400), ...EARLY_ANSWERS],
    'high',
  ],
  [
    'a pair whose ends differ otherwise than its beginnings proves times of its own',
    firstSeen,
    [QUESTION, answerTo(QUESTION, 43, { end: NOON + 49 }), ...otherPair(0)],
    'high',
  ],
  ['a TCP half without SYN at its beginning', firstSeen, [tcp({ tcpFlags: 0x18 }), answerTo(tcp(), 3)], null],

  ['no answer where answers are shown', oneWay, [QUESTION, ...otherPair(0)], 'high'],
  ['no answer where no answer was ever shown', oneWay, [QUESTION], null],
  ['no answer within a biflow record', oneWay, [aFlow({ extra: { reversePackets: 0, reverseOctets: 0 } })], 'high'],
  ['a TCP tail', oneWay, [tcp({ tcpFlags: 0x11 }), ...otherPair(0)], null],
  [
    'the answer to a question that went to a group',
    oneWay,
    [answerTo(aFlow({ dstPort: 1900 }), 0), aFlow({ dstAddr: '239.255.255.250', dstPort: 1900 }), ...otherPair(0)],
    'conflict',
  ],
  ['a DHCP offer', oneWay, [aFlow({ srcPort: 67, dstPort: 68 }), ...otherPair(0)], 'conflict'],

  ['no answer, nothing hidden so far', oneWayUnproven, [aFlow({ dstPort: 41_000 })], 'high'],
  ['the ranges object', oneWayUnproven, [aFlow({ srcPort: 5000, dstPort: 40_000 })], 'conflict'],
  ['a lone answer of DNS counts as a hidden question', oneWayUnproven, [aFlow({ srcPort: 53, dstPort: 40_000 })], null],

  ['one well-known port', knownService, [aFlow({ dstPort: 161 }), answerTo(aFlow({ dstPort: 161 }), 0)], 'high'],
  ['two well-known ports', knownService, [aFlow({ srcPort: 53, dstPort: 161 })], null],
  ['a DHCP client is no service', knownService, [aFlow({ srcPort: 68, dstPort: 67 })], 'high'],
  ['FTP data is called back', knownService, [tcp({ srcPort: 20 })], null],
  ['a known high port against a system port', knownService, [aFlow({ srcPort: 47_808, dstPort: 900 })], 'conflict'],
  ['only the service sent', knownService, [aFlow({ srcPort: 53 })], 'conflict'],

  ['an ephemeral UDP port against a registered one, once', portRange, [QUESTION], null],
  ['the same with a second caller', portRange, [QUESTION, aFlow({ srcAddr: '10.0.0.3' })], 'high'],
  ['the same with a second port of one caller', portRange, [QUESTION, aFlow({ srcPort: 40_002 })], 'high'],
  ['the same where the caller is the one in company', portRange, [QUESTION, aFlow({ dstAddr: '10.0.0.3' })], null],
  ['an ephemeral TCP port against a registered one', portRange, [tcp()], 'high'],
  ['an ephemeral UDP port against a system port', portRange, [aFlow({ dstPort: 900 })], 'high'],
  ['active FTP data', portRange, [tcp({ srcPort: 20, dstPort: 51_400 })], null],
  ['two ephemeral ports', portRange, [aFlow({ dstPort: 50_000 })], null],
  ['a system port against a registered one', portRange, [aFlow({ srcPort: 2000, dstPort: 900 })], 'high'],
  ['port 0 is no port', portRange, [aFlow({ dstPort: 0 })], null],
  ['two ports as media streams have', portRange, [aFlow({ srcPort: 40_000, dstPort: 16_386 })], null],
  ['a control stream beside', portRange, [aFlow({ srcPort: 40_001, dstPort: 16_387 })], null],
  ['two high ports of different parity', portRange, [aFlow({ srcPort: 40_001, dstPort: 16_386 })], null],
  ['two high TCP ports', portRange, [tcp({ srcPort: 40_000, dstPort: 16_386 })], 'high'],
  [
    'the socket of a call between peers',
    portRange,
    [QUESTION, aFlow({ dstAddr: '198.51.100.1', dstPort: 3478 })],
    null,
  ],
];

describe('direction rules', () => {
  it.each(ROWS)('%s', (_, rule, flows, verdict) => {
    const { first, context } = directionSetting(flows);
    expect(rule.serverSide(first, context)).toBe(verdict);
  });
});

describe('endpoint facts', () => {
  const { first, context } = directionSetting([QUESTION, ANSWER]);

  it.each([
    ['scan', scan],
    ['learned', learned],
    ['person', person],
  ] as const)('%s: exactly one side must be known', (basis, rule) => {
    const knowledge = createEndpointKnowledge();
    const state = (address: string, port: number) => {
      if (basis === 'scan') knowledge.scanned(address, 17, port, true);
      else if (basis === 'person') knowledge.confirm(address, 17, port, 'server');
      else knowledge.learn({ address, protocol: 17, port, by: 'opened', peers: 2, conversations: 2 });
    };
    expect(rule.serverSide(first, { ...context, knowledge })).toBe(null);
    state('10.0.0.2', 5000);
    expect(rule.serverSide(first, { ...context, knowledge })).toBe('high');
    state('10.0.0.1', 40_000);
    expect(rule.serverSide(first, { ...context, knowledge })).toBe(null);
  });

  it('a person may say what is no server', () => {
    const knowledge = createEndpointKnowledge();
    knowledge.confirm('10.0.0.2', 17, 5000, 'not-server');
    expect(person.serverSide(first, { ...context, knowledge })).toBe('low');
  });
});
