import { compareIp, TCP } from '@scopemap/net';
import type { SegmentEvidence } from '../relationship-window.ts';
import { mayBeDirectedBroadcast, mayShareSegment, staysInSegment } from './address-scope.ts';
import { type Conversation, hasSent } from './conversation.ts';
import type { ConversationTable } from './conversation-table.ts';
import { otherSide, type Side } from './side.ts';

/**
 * The group end of a conversation: a multicast or broadcast address, or an address ending in .255 that never sent in any
 * of the conversations, close to its caller and not called by TCP: the directed broadcast of the caller's segment.
 */
export function groupSide(conversation: Conversation, senders: ReadonlySet<string>): Side | null {
  if (conversation.group !== null) return conversation.group;
  if (conversation.protocol === TCP || !conversation.mayBeBroadcast) return null;
  for (const side of ['low', 'high'] as const) {
    const { address } = conversation[side];
    if (!mayBeDirectedBroadcast(address) || senders.has(address)) continue;
    if (mayShareSegment(address, conversation[otherSide(side)].address)) return side;
  }
  return null;
}

/** Addresses ending in .255 that sent something, and thus are hosts. */
export function sendersAtBroadcastAddresses(table: ConversationTable): ReadonlySet<string> {
  const senders = new Set<string>();
  const view = table.view();
  for (let row = 0; row < table.rows.size; row++) {
    if (!table.rows.mayBeBroadcast(row)) continue;
    const conversation = view.moveTo(row);
    for (const side of ['low', 'high'] as const) {
      const { address } = conversation[side];
      if (mayBeDirectedBroadcast(address) && hasSent(conversation, side)) senders.add(address);
    }
  }
  return senders;
}

/** A conversation with a group, by its row. */
export interface GroupConversation {
  readonly row: number;
  readonly group: Side;
}

/** Fresh traffic to groups, summed per sender, group, service and exporter; at most `bound` rows, the rest counted. */
export function segmentEvidence(
  table: ConversationTable,
  conversations: readonly GroupConversation[],
  bound: number,
): { readonly rows: readonly SegmentEvidence[]; readonly dropped: number } {
  const rows = new Map<string, SegmentEvidence>();
  const view = table.view();
  for (const { row: place, group } of conversations) {
    for (const row of rowsOf(table, view.moveTo(place), group)) {
      const key = `${row.sender}|${row.destination}|${row.protocol}|${row.port}|${row.exporter}`;
      const other = rows.get(key);
      rows.set(key, other ? sum(other, row) : row);
    }
  }
  const sorted = [...rows.values()].sort(
    (a, b) =>
      compareIp(a.sender, b.sender) ||
      compareIp(a.destination, b.destination) ||
      a.protocol - b.protocol ||
      (a.port ?? -1) - (b.port ?? -1) ||
      compareIp(a.exporter, b.exporter),
  );
  return { rows: sorted.slice(0, bound), dropped: Math.max(0, sorted.length - bound) };
}

function* rowsOf(table: ConversationTable, conversation: Conversation, group: Side): Generator<SegmentEvidence> {
  const { address: destination, port } = conversation[group];
  const sender = conversation[otherSide(group)].address;
  const isLocal = conversation.group === null || staysInSegment(destination);
  const { rows, observed, exporters } = table;
  for (let place = rows.observation(conversation.row); place >= 0; place = observed.next(place)) {
    const fresh = observed.takeFresh(place);
    for (let i = 0; i < fresh.count; i++) {
      yield {
        sender,
        destination,
        reach: isLocal ? 'local' : 'routed',
        protocol: conversation.protocol,
        port,
        exporter: exporters.text(observed.exporter(place)),
        packets: fresh.packets[i] as number,
        octets: fresh.octets[i] as number,
        first: fresh.first[i] as number,
        last: fresh.last[i] as number,
      };
    }
  }
}

function sum(a: SegmentEvidence, b: SegmentEvidence): SegmentEvidence {
  return {
    ...a,
    packets: a.packets + b.packets,
    octets: a.octets + b.octets,
    first: Math.min(a.first, b.first),
    last: Math.max(a.last, b.last),
  };
}
