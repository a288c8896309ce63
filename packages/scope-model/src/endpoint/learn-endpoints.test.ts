import { describe, expect, it } from 'vitest';
import { taughtServer } from '../direction/decide-direction.ts';
import type { Flow } from '../flow.ts';
import { directionSetting } from '../testing/direction-setting.ts';
import { aFlow, answerTo } from '../testing/flows.ts';
import { createEndpointKnowledge } from './endpoint-knowledge.ts';
import { endpointUses } from './endpoint-use.ts';
import { learnEndpoints } from './learn-endpoints.ts';

function learn(flows: readonly Flow[], isScanner = (_address: string) => false) {
  const { conversations, context } = directionSetting(flows);
  const knowledge = createEndpointKnowledge();
  const uses = endpointUses(conversations, (conversation) => taughtServer(conversation, context));
  return learnEndpoints(uses, knowledge, isScanner).map(({ address, port, by }) => `${address}:${port} ${by}`);
}

const both = (flow: Flow, later = 0) => [flow, answerTo(flow, later, { end: (flow.end ?? 0) + later })];
const times = (count: number, make: (i: number) => Flow[]) => Array.from({ length: count }, (_, i) => make(i)).flat();

describe('learning service endpoints', () => {
  it.each<[string, Flow[], string[]]>([
    [
      'two conversations that clients opened',
      times(2, (i) => both(aFlow({ srcAddr: `10.0.1.${i}` }), 5)),
      ['10.0.0.2:5000 opened'],
    ],
    ['one is not enough', both(aFlow(), 5), []],
    [
      'a port of TCP with many remote ports, without own times',
      times(5, (i) => both(aFlow({ protocol: 6, tcpFlags: 0x1b, srcPort: 50_000 + i, dstPort: 50_999 }))),
      ['10.0.0.2:50999 fan-in'],
    ],
    [
      'a port that a client takes again meets the same service ports',
      times(6, (i) => both(aFlow({ protocol: 6, tcpFlags: 0x1b, dstAddr: `10.0.2.${i}`, dstPort: 443 }))),
      [],
    ],
    [
      'UDP hosts that come back from ever new ports',
      times(6, (i) => both(aFlow({ srcAddr: `10.0.1.${i % 2}`, srcPort: 50_000 + i }))),
      ['10.0.0.2:5000 fan-in'],
    ],
    [
      'a UDP socket with many peers, one port each',
      times(30, (i) => both(aFlow({ srcAddr: `203.0.113.${i}`, srcPort: 20_000 + 31 * i }))),
      [],
    ],
    ['unanswered calls teach nothing', times(9, (i) => [aFlow({ protocol: 6, tcpFlags: 2, srcPort: 50_000 + i })]), []],
    [
      'an endpoint that also calls',
      [
        ...times(3, (i) => both(aFlow({ srcAddr: `10.0.1.${i}` }), 5)),
        ...both(aFlow({ srcAddr: '10.0.0.2', srcPort: 5000, dstAddr: '10.0.3.1', dstPort: 7000 }), 5),
      ],
      [],
    ],
  ])('%s', (_, flows, lessons) => {
    expect(learn(flows)).toEqual(lessons);
  });

  it('does not learn from a scanner', () => {
    const flows = times(5, (i) => both(aFlow({ srcPort: 50_000 + i }), 5));
    expect(learn(flows)).toEqual(['10.0.0.2:5000 opened']);
    expect(learn(flows, (address) => address === '10.0.0.1')).toEqual([]);
  });

  it('forgets what traffic contradicts', () => {
    const knowledge = createEndpointKnowledge();
    knowledge.learn({ address: '10.0.0.1', protocol: 17, port: 40_000, by: 'fan-in', peers: 5, conversations: 5 });
    const flows = times(2, (i) => both(aFlow({ dstAddr: `10.0.2.${i}` }), 5));
    const { conversations, context } = directionSetting(flows);
    learnEndpoints(
      endpointUses(conversations, (one) => taughtServer(one, context)),
      knowledge,
    );
    expect(knowledge.find('10.0.0.1', 17, 40_000)).toBeUndefined();
  });
});
