import { describe, expect, it } from 'vitest';
import type { Flow } from '../flow.ts';
import { directionSetting } from '../testing/direction-setting.ts';
import { aFlow } from '../testing/flows.ts';
import { findScanners } from './find-scanners.ts';

/** Every conversation a call of its low end; those to port 443 succeed. */
function scannersIn(flows: readonly Flow[]): string[] {
  const { conversations } = directionSetting(flows);
  return [
    ...findScanners(conversations, (conversation) => ({
      conversation,
      caller: 'low',
      failed: conversation.high.port !== 443,
    })),
  ];
}

const times = (count: number, parts: (i: number) => Partial<Flow>) =>
  Array.from({ length: count }, (_, i) => aFlow(parts(i)));

describe('scanners', () => {
  it.each<[string, Flow[], string[]]>([
    ['one port over many hosts', times(40, (i) => ({ dstAddr: `10.0.1.${i}`, dstPort: 22 })), ['10.0.0.1']],
    ['many ports of one host', times(40, (i) => ({ dstPort: 100 + i })), ['10.0.0.1']],
    ['too few', times(30, (i) => ({ dstPort: 100 + i })), []],
    [
      'mostly with success',
      times(200, (i) => ({ dstAddr: `10.0.1.${i}`, dstPort: i % 2 ? 443 : 444 })).slice(0, 60),
      [],
    ],
    [
      'dead peers, each at its own port',
      times(99, (i) => ({ dstAddr: `203.0.113.${i}`, dstPort: 10_000 + 17 * i })),
      [],
    ],
    ['success', times(99, (i) => ({ dstAddr: `10.0.1.${i}`, dstPort: 443 })), []],
  ])('%s', (_, flows, scanners) => {
    expect(scannersIn(flows)).toEqual(scanners);
  });
});
