import { describe, expect, test } from 'vitest';
import { fingerprint, SequenceTracker } from './sequence-tracker.ts';

type Step = readonly [
  sequence: number,
  units: number | null,
  options?: { boot?: number; print?: number; flows?: number },
];

/** Observes the steps; the outcome of each, and the tracker. */
function follow(steps: readonly Step[]) {
  const tracker = new SequenceTracker();
  const outcomes = steps.map(([sequence, units, { boot = Number.NaN, print = sequence, flows = units ?? 0 } = {}]) => {
    const { kind, lost } = tracker.observe({ sequence, units, flows, bootTime: boot, fingerprint: print });
    return lost === 0 ? kind : `${kind} ${lost}`;
  });
  return { outcomes, statistics: tracker.statistics };
}

describe('SequenceTracker', () => {
  test.each<[string, Step[], string[], Partial<Record<string, number>>]>([
    [
      'in order, v9 counts packets',
      [
        [7, 1],
        [8, 1],
        [9, 1],
      ],
      ['first', 'in-order', 'in-order'],
      { received: 3, lost: 0 },
    ],
    [
      'in order, v5 and IPFIX count records',
      [
        [0, 30],
        [30, 30],
        [60, 2],
      ],
      ['first', 'in-order', 'in-order'],
      { received: 62, lost: 0 },
    ],
    [
      'a gap is a loss',
      [
        [0, 30],
        [90, 30],
      ],
      ['first', 'gap 60'],
      { received: 60, lost: 60 },
    ],
    [
      'one stray datagram is neither a restart nor a loss',
      [
        [1000000, 1],
        [1000001, 1],
        [0, 1],
        [1000002, 1],
        [1000003, 1],
      ],
      ['first', 'in-order', 'reset', 'in-order', 'in-order'],
      { received: 5, lost: 0, resets: 0 },
    ],
    [
      'the wrap is no event',
      [
        [4294967290, 10],
        [4, 10],
      ],
      ['first', 'in-order'],
      { lost: 0, resets: 0 },
    ],
    [
      'a gap over the wrap',
      [
        [4294967290, 1],
        [5, 1],
      ],
      ['first', 'gap 10'],
      { lost: 10 },
    ],
    [
      'two datagrams swapped',
      [
        [0, 1],
        [2, 1],
        [1, 1],
        [3, 1],
      ],
      ['first', 'gap 1', 'reordered', 'in-order'],
      { lost: 0, reordered: 1, resets: 0 },
    ],
    [
      'one of three missing comes late',
      [
        [0, 1],
        [4, 1],
        [2, 1],
      ],
      ['first', 'gap 3', 'reordered'],
      { lost: 2, reordered: 1 },
    ],
    [
      'all missing come late, backwards',
      [
        [0, 1],
        [4, 1],
        [3, 1],
        [2, 1],
        [1, 1],
      ],
      ['first', 'gap 3', 'reordered', 'reordered', 'reordered'],
      { lost: 0, reordered: 3 },
    ],
    [
      'a duplicate',
      [
        [0, 1],
        [1, 1],
        [1, 1],
        [2, 1],
      ],
      ['first', 'in-order', 'duplicate', 'in-order'],
      { received: 3, duplicates: 1, lost: 0 },
    ],
    [
      'a late datagram twice',
      [
        [0, 1],
        [2, 1],
        [1, 1],
        [1, 1],
      ],
      ['first', 'gap 1', 'reordered', 'duplicate'],
      { lost: 0, duplicates: 1 },
    ],
    [
      'back to 0',
      [
        [500, 1],
        [501, 1],
        [0, 1],
        [1, 1],
      ],
      ['first', 'in-order', 'reset', 'in-order'],
      { resets: 1, lost: 0 },
    ],
    [
      'back to a number seen, other content',
      [
        [0, 1],
        [1, 1],
        [0, 1, { print: 99 }],
        [1, 1, { print: 98 }],
      ],
      ['first', 'in-order', 'reset', 'in-order'],
      { resets: 1, duplicates: 0 },
    ],
    [
      'ahead, and the exporter started again',
      [
        [10, 1, { boot: 0 }],
        [5000, 1, { boot: 3_600_000 }],
      ],
      ['first', 'reset'],
      { resets: 1, lost: 0 },
    ],
    [
      'ahead, the clock was set by a second',
      [
        [10, 1, { boot: 0 }],
        [12, 1, { boot: 1000 }],
      ],
      ['first', 'gap 1'],
      { resets: 0, lost: 1 },
    ],
    [
      'the uptime wraps after 49.7 days',
      [
        [10, 1, { boot: 0 }],
        [12, 1, { boot: 4294967296 }],
      ],
      ['first', 'gap 1'],
      { resets: 0, lost: 1 },
    ],
    [
      'records that could not be counted',
      [
        [0, null],
        [40, 5],
        [45, 5],
      ],
      ['first', 'unknown', 'in-order'],
      { received: 10, lost: 0 },
    ],
    [
      'templates alone do not count in IPFIX',
      [
        [0, 0],
        [0, 0],
        [0, 5],
        [5, 1],
      ],
      ['first', 'in-order', 'in-order', 'in-order'],
      { received: 6, lost: 0 },
    ],
    [
      'an IPFIX exporter that numbers by the flows up to the end of the message',
      [
        [18, 19, { flows: 18 }],
        [41, 23],
        [64, 23],
        [91, 27],
        [113, 22],
      ],
      ['first', 'in-order', 'in-order', 'in-order', 'in-order'],
      { received: 114, lost: 0, resets: 0 },
    ],
    [
      'a loss of such an exporter',
      [
        [18, 18],
        [41, 23],
        [91, 27],
        [113, 22],
      ],
      ['first', 'in-order', 'gap 23', 'in-order'],
      { lost: 23, resets: 0 },
    ],
    [
      'such an exporter, two datagrams swapped',
      [
        [18, 18],
        [41, 23],
        [91, 27],
        [64, 23],
        [113, 22],
      ],
      ['first', 'in-order', 'gap 23', 'reordered', 'in-order'],
      { lost: 0, reordered: 1 },
    ],
    [
      'back to the count of the RFC',
      [
        [18, 18],
        [41, 23],
        [64, 20],
        [84, 3],
        [87, 9],
      ],
      ['first', 'in-order', 'in-order', 'in-order', 'in-order'],
      { lost: 0, resets: 0 },
    ],
  ])('%s', (_name, steps, outcomes, statistics) => {
    const followed = follow(steps);
    expect(followed.outcomes).toEqual(outcomes);
    expect(followed.statistics).toMatchObject(statistics);
  });

  test('memory of gaps is bounded', () => {
    const steps = Array.from({ length: 1000 }, (_, i): Step => [i * 2, 1]);
    expect(follow(steps).statistics).toMatchObject({ received: 1000, lost: 999 });
  });
});

describe('fingerprint', () => {
  const of = (...bytes: number[]) => fingerprint(new DataView(Uint8Array.from(bytes).buffer));
  test('tells datagrams apart by length and content', () => {
    expect(of(1, 2, 3, 4)).toBe(of(1, 2, 3, 4));
    expect(of(1, 2, 3, 4)).not.toBe(of(1, 2, 3, 5));
    expect(of(1, 2, 3, 4)).not.toBe(of(1, 2, 3, 4, 0));
    expect(of()).toBe(0);
  });
});
