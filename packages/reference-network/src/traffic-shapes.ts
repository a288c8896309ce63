import type { TrafficShape } from './relationship-truth.ts';

function shape(
  clientPackets: number,
  clientOctets: number,
  serverPackets: number,
  serverOctets: number,
  seconds: number,
): TrafficShape {
  return { clientPackets, clientOctets, serverPackets, serverOctets, seconds };
}

/** Typical sizes of one conversation by what it does. */
export const shapes = {
  lookup: shape(1, 72, 1, 148, 0.02),
  ticket: shape(6, 2_300, 5, 2_600, 0.05),
  directoryQuery: shape(14, 3_200, 13, 9_800, 4),
  policy: shape(40, 9_000, 46, 38_000, 12),
  time: shape(1, 76, 1, 76, 0.03),
  message: shape(12, 4_800, 0, 0, 55),
  agent: shape(10, 2_100, 9, 3_400, 2),
  poll: shape(8, 900, 8, 1_700, 0.4),
  ping: shape(4, 336, 4, 336, 3),
  patches: shape(900, 52_000, 4_200, 5_900_000, 240),
  authorisation: shape(11, 2_900, 10, 2_400, 0.9),
  query: shape(60, 9_400, 58, 71_000, 20),
  crypto: shape(9, 1_900, 9, 2_200, 0.2),
  queue: shape(220, 61_000, 215, 18_000, 900),
  web: shape(24, 4_200, 61, 78_000, 9),
  upload: shape(3_100, 4_300_000, 1_400, 74_000, 95),
  files: shape(310, 41_000, 540, 690_000, 320),
  mail: shape(22, 18_000, 18, 2_400, 3),
  terminal: shape(1_400, 110_000, 1_900, 620_000, 1_500),
  shell: shape(320, 28_000, 290, 52_000, 700),
  dump: shape(52_000, 2_900_000, 610_000, 870_000_000, 8_100),
  backup: shape(260_000, 380_000_000, 61_000, 3_400_000, 5_400),
  replication: shape(4_000, 1_200_000, 3_800, 1_900_000, 1_700),
  voice: shape(6_000, 1_200_000, 6_000, 1_200_000, 120),
  tunnel: shape(21_000, 9_300_000, 24_000, 17_000_000, 1_790),
  keys: shape(4, 1_400, 4, 1_300, 1),
  hello: shape(30, 1_440, 0, 0, 90),
  shout: shape(2, 136, 0, 0, 0.4),
  syn: shape(3, 156, 0, 0, 7),
  probe: shape(1, 44, 1, 40, 0.01),
} as const;
