import { boundsOf, type Conversation, conversationsOnDay } from './conversation.ts';
import { exporters } from './exporters.ts';
import { DAY } from './occurrences.ts';
import type { ReferenceExporter } from './reference-exporter.ts';
import type { ReferenceFlow } from './reference-flow.ts';
import { MULTICAST, UNZONED } from './reference-zone.ts';
import { zoneNameOf } from './relate.ts';
import type { RelationshipTruth } from './relationship-truth.ts';
import { originals, relationshipsTruth } from './relationships-truth.ts';
import type { ReferencePeriod } from './schedule.ts';
import { zones } from './zones.ts';

/** Exporters cut long flows: a record at least every half hour (active timeout). */
const ACTIVE_TIMEOUT = 1_800_000;

/** The outside view of every translated original, by the original's id. */
const outsideViews = new Map(
  relationshipsTruth.flatMap((truth) => truth.translationOf.map((id) => [id, truth] as const)),
);
const interfaces = new Map([...zones.map(({ name }) => name), UNZONED, MULTICAST].map((name, i) => [name, i + 1]));
/** Interface numbers per truth, worked out once. */
const endsOf = new Map(
  relationshipsTruth.map(({ id, clientAddress, serverAddress }) => [
    id,
    {
      client: interfaces.get(zoneNameOf(clientAddress)) as number,
      // Multicast leaves nowhere: exporters report interface 0.
      server: zoneNameOf(serverAddress) === MULTICAST ? 0 : (interfaces.get(zoneNameOf(serverAddress)) as number),
    },
  ]),
);

interface Half {
  readonly fromClient: boolean;
  readonly packets: number;
  readonly octets: number;
  readonly start: number;
  readonly end: number;
}

/** Whole numbers that add up to `total`, as even as possible. */
function share(total: number, parts: number, index: number): number {
  return Math.floor((total * (index + 1)) / parts) - Math.floor((total * index) / parts);
}

/** One half as the records that an active timeout makes of it; a piece always has a packet. */
function pieces(half: Half): Half[] {
  const wanted = Math.ceil((half.end - half.start) / ACTIVE_TIMEOUT);
  const count = Math.max(1, Math.min(wanted, half.packets));
  const span = half.end - half.start;
  return Array.from({ length: count }, (_, i) => ({
    fromClient: half.fromClient,
    packets: share(half.packets, count, i),
    octets: share(half.octets, count, i),
    start: half.start + Math.floor((span * i) / count),
    end: half.start + Math.floor((span * (i + 1)) / count) - (i === count - 1 ? 0 : 1),
  }));
}

function halvesOf(talk: Conversation): Half[] {
  const client: Half = {
    fromClient: true,
    packets: talk.clientPackets,
    octets: talk.clientOctets,
    start: talk.start,
    end: talk.end,
  };
  if (talk.serverPackets === 0) return [client];
  return [
    client,
    {
      fromClient: false,
      packets: talk.serverPackets,
      octets: talk.serverOctets,
      start: talk.start + talk.delay,
      end: talk.end,
    },
  ];
}

function icmpOf(truth: RelationshipTruth, fromClient: boolean): { icmpType: number; icmpCode: number } | null {
  if (!truth.icmp) return null;
  return { icmpType: fromClient ? truth.icmp.type : truth.icmp.replyType, icmpCode: truth.icmp.code };
}

/** How one exporter writes one piece. `translated` is its view from outside the NAT gateway. */
function record(talk: Conversation, truth: RelationshipTruth, exporter: ReferenceExporter, half: Half): ReferenceFlow {
  const outside = truth !== talk.truth;
  const clientPort = outside ? talk.translatedPort : talk.clientPort;
  const icmp = icmpOf(truth, half.fromClient);
  const replyPort = icmp ? icmp.icmpType * 256 + icmp.icmpCode : clientPort;
  const ends = endsOf.get(truth.id) as { client: number; server: number };
  const forward = half.fromClient;
  return {
    truth: truth.id,
    exporter: exporter.address,
    domain: exporter.domain,
    version: exporter.version,
    srcAddr: forward ? truth.clientAddress : truth.serverAddress,
    dstAddr: forward ? truth.serverAddress : truth.clientAddress,
    srcPort: forward ? clientPort : icmp ? 0 : talk.serverPort,
    dstPort: forward ? talk.serverPort : replyPort,
    protocol: truth.protocol,
    tcpFlags: forward ? truth.clientFlags : truth.serverFlags,
    octets: half.octets,
    packets: half.packets,
    start: half.start,
    end: half.end,
    inputIf: forward ? ends.client : ends.server,
    outputIf: forward ? ends.server : ends.client,
    ...icmp,
    ...(forward && truth.translatedTo !== null && exporter.name === 'edge-fw-1'
      ? { natSrcAddr: truth.translatedTo, natSrcPort: talk.translatedPort }
      : {}),
  };
}

const byName = new Map(exporters.map((exporter) => [exporter.name, exporter]));

/** Every record that the exporters make of one conversation. */
function recordsOf(talk: Conversation): ReferenceFlow[] {
  const outside = outsideViews.get(talk.truth.id);
  const views = outside ? [talk.truth, outside] : [talk.truth];
  const parts = halvesOf(talk).flatMap(pieces);
  return views.flatMap((truth) =>
    truth.observers.flatMap((name) =>
      parts.map((part) => record(talk, truth, byName.get(name) as ReferenceExporter, part)),
    ),
  );
}

function inOrder(a: ReferenceFlow, b: ReferenceFlow): number {
  return a.end - b.end || a.start - b.start;
}

/**
 * The records of a period, ordered by their end (when an exporter would send them), then by start. Every conversation lies
 * wholly inside [end - days, end]; two periods agree on the conversations they share, except for those of `once` schedules.
 * Memory: the records of about one day. Throws RangeError for a period without sense.
 */
export function* referenceFlows(period: ReferencePeriod): Generator<ReferenceFlow, void, undefined> {
  const bounds = boundsOf(period);
  let waiting: ReferenceFlow[] = [];
  for (let day = Math.floor(bounds.start / DAY); day * DAY < bounds.end; day++) {
    for (const truth of originals) {
      for (const talk of conversationsOnDay(truth, day, bounds)) waiting.push(...recordsOf(talk));
    }
    waiting.sort(inOrder);
    // A record that ends after midnight may still be overtaken by one of the next day.
    const nextDay = (day + 1) * DAY;
    const ready = waiting.findIndex(({ end }) => end >= nextDay);
    const cut = ready < 0 ? waiting.length : ready;
    for (let i = 0; i < cut; i++) yield waiting[i] as ReferenceFlow;
    waiting = waiting.slice(cut);
  }
  yield* waiting;
}
