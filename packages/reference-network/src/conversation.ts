import { hasPorts, ICMP } from '@scopemap/net';
import { momentsOnDay, onceMoment } from './occurrences.ts';
import type { RelationshipTruth } from './relationship-truth.ts';
import type { ReferencePeriod } from './schedule.ts';
import { hashText, seededRandom } from './seeded-random.ts';

/** One use of a relationship: what really passed between the two ends. */
export interface Conversation {
  readonly truth: RelationshipTruth;
  readonly clientPort: number;
  readonly serverPort: number;
  /** The client's port behind the NAT gateway. */
  readonly translatedPort: number;
  readonly clientPackets: number;
  readonly clientOctets: number;
  /** 0 when nothing came back. */
  readonly serverPackets: number;
  readonly serverOctets: number;
  /** First packet of the client, milliseconds since 1970 UTC. */
  readonly start: number;
  /** How much later the first answer comes, 2 to 40 ms; 0 where both begin together (media). */
  readonly delay: number;
  readonly end: number;
}

/** Client ports are drawn from IANA's dynamic range. */
function ephemeralPort(random: () => number): number {
  return 49_152 + Math.floor(random() * 16_384);
}

/** Media ports are even and lie where old and new ephemeral ranges overlap, so that neither side stands out. */
function mediaPort(random: () => number): number {
  return 49_152 + 2 * Math.floor(random() * 8_000);
}

function portsOf(truth: RelationshipTruth, random: () => number): { clientPort: number; serverPort: number } {
  if (!hasPorts(truth.protocol)) {
    return {
      clientPort: 0,
      serverPort: truth.protocol === ICMP && truth.icmp ? truth.icmp.type * 256 + truth.icmp.code : 0,
    };
  }
  if (truth.kind === 'undecidable') {
    return { clientPort: truth.clientPort ?? mediaPort(random), serverPort: truth.port ?? mediaPort(random) };
  }
  return { clientPort: truth.clientPort ?? ephemeralPort(random), serverPort: truth.port ?? ephemeralPort(random) };
}

/** The conversation of `truth` that begins at `start`; the same arguments give the same conversation. */
export function conversationAt(truth: RelationshipTruth, start: number): Conversation {
  const random = seededRandom(hashText(`${truth.id}@${start}`));
  const factor = 0.6 + random();
  const { clientPort, serverPort } = portsOf(truth, random);
  const sized = (typical: number) => (typical === 0 ? 0 : Math.max(1, Math.round(typical * factor)));
  // A single packet keeps its size class: octets never fall below a bare header per packet.
  const octets = (typical: number, packets: number) => Math.max(packets * 40, sized(typical));
  const clientPackets = sized(truth.traffic.clientPackets);
  const answered = truth.answer !== 'none';
  const serverPackets = answered ? sized(truth.traffic.serverPackets) : 0;
  const together = truth.kind === 'undecidable' && truth.clientPort === null;
  const delay = answered && !together ? 2 + Math.floor(random() * 39) : 0;
  const length = Math.max(delay, Math.round(truth.traffic.seconds * 1000 * factor));
  return {
    truth,
    clientPort,
    serverPort,
    translatedPort: truth.clientPort ?? (clientPort === 0 ? 0 : 1_024 + Math.floor(random() * 64_000)),
    clientPackets,
    clientOctets: octets(truth.traffic.clientOctets, clientPackets),
    serverPackets,
    serverOctets: octets(truth.traffic.serverOctets, serverPackets),
    start,
    delay,
    end: start + length,
  };
}

export interface PeriodBounds {
  readonly start: number;
  readonly end: number;
  readonly scale: number;
}

/** Bounds of a period. Throws RangeError unless end is an integer and days and scale are positive. */
export function boundsOf({ end, days, scale = 1 }: ReferencePeriod): PeriodBounds {
  if (!Number.isSafeInteger(end) || !(days > 0) || !(scale > 0))
    throw new RangeError('a period needs an integer end, and days and scale above 0');
  return { start: end - Math.round(days * 86_400_000), end, scale };
}

/** Conversations of an original relationship that begin on the UTC day `day` and lie wholly inside the bounds. */
export function conversationsOnDay(truth: RelationshipTruth, day: number, bounds: PeriodBounds): Conversation[] {
  const { schedule } = truth;
  if (schedule === null) return [];
  const moments =
    schedule.kind === 'once'
      ? [onceMoment(schedule.daysBeforeEnd, bounds.end)].filter((moment) => Math.floor(moment / 86_400_000) === day)
      : momentsOnDay(truth.id, schedule, day, bounds.scale);
  return moments
    .filter((moment) => moment >= bounds.start)
    .map((moment) => conversationAt(truth, moment))
    .filter(({ end }) => end <= bounds.end);
}
