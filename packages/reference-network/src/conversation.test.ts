import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundsOf, conversationAt, conversationsOnDay } from './conversation.ts';
import { DAY } from './occurrences.ts';
import type { RelationshipTruth } from './relationship-truth.ts';
import { originals } from './relationships-truth.ts';

function truthNamed(id: string): RelationshipTruth {
  const truth = originals.find((candidate) => candidate.id === id);
  if (!truth) throw new Error(`no truth ${id}`);
  return truth;
}

const anyTruth = fc.constantFrom(...originals);
const anyStart = fc.integer({ min: 0, max: 4_000_000_000_000 });

describe('conversationAt', () => {
  test('is deterministic and keeps to what the relationship says', () => {
    fc.assert(
      fc.property(anyTruth, anyStart, (truth, start) => {
        const talk = conversationAt(truth, start);
        expect(conversationAt(truth, start)).toEqual(talk);
        expect(talk.end).toBeGreaterThanOrEqual(talk.start + talk.delay);
        expect(talk.clientPackets).toBeGreaterThan(0);
        expect(talk.serverPackets > 0).toBe(truth.answer !== 'none');
        expect(talk.clientOctets).toBeGreaterThanOrEqual(talk.clientPackets * 40);
        if (truth.port !== null) expect(talk.serverPort).toBe(truth.port);
        if (truth.clientPort !== null) expect(talk.translatedPort).toBe(truth.clientPort);
        for (const port of [talk.clientPort, talk.serverPort, talk.translatedPort]) expect(port).toBeLessThan(65_536);
      }),
    );
  });

  test.each([
    { id: 'ws-001>dc-01/88/tcp', together: false },
    { id: 'ftp-01:20>build-01/tcp', together: false },
    { id: 'phone-01>ws-031/udp', together: true },
  ])('$id begins on both sides at once: $together', ({ id, together }) => {
    expect(conversationAt(truthNamed(id), 1_000).delay === 0).toBe(together);
  });

  test('an echo request stands in the destination port, other protocols without ports have zeros', () => {
    expect(conversationAt(truthNamed('mon-01>dc-01/icmp'), 0)).toMatchObject({ clientPort: 0, serverPort: 2_048 });
    expect(conversationAt(truthNamed('edge-vpn>dr-site/esp'), 0)).toMatchObject({ clientPort: 0, serverPort: 0 });
  });
});

test('conversations that a period cuts are left out as a whole', () => {
  const backup = truthNamed('nas-02>vault-bkp-01/873/tcp');
  const sunday = Date.UTC(2026, 8, 27) / DAY;
  const whole = conversationsOnDay(backup, sunday, boundsOf({ end: (sunday + 1) * DAY, days: 1 }));
  expect(whole.length).toBe(1);
  const { start, end } = whole[0] as { start: number; end: number };
  expect(conversationsOnDay(backup, sunday, boundsOf({ end, days: 2 })).length).toBe(1);
  expect(conversationsOnDay(backup, sunday, boundsOf({ end: end - 1, days: 2 }))).toEqual([]);
  expect(conversationsOnDay(backup, sunday, { start, end: end + 1, scale: 1 }).length).toBe(1);
  expect(conversationsOnDay(backup, sunday, { start: start + 1, end: end + 1, scale: 1 })).toEqual([]);
});
