import { compareIp } from '@scopemap/net';
import { type Answer, answerOf, foldedAnswer } from './answer.ts';
import type { BuilderSettings } from './builder-options.ts';
import type { Conversation } from './conversation/conversation.ts';
import type { ConversationTable } from './conversation/conversation-table.ts';
import { DayTallies } from './conversation/day-tally.ts';
import {
  type GroupConversation,
  groupSide,
  segmentEvidence,
  sendersAtBroadcastAddresses,
} from './conversation/segment-evidence.ts';
import { viewWindow, type WindowView } from './decide-window.ts';
import { type ExporterTraits, noteTraits } from './direction/exporter-traits.ts';
import type { EndpointUseTable } from './endpoint/endpoint-use-table.ts';
import { inOrder } from './in-order.ts';
import type { RelationshipColumns } from './relationship-columns.ts';
import { identityKey, identityOf } from './relationship-identity.ts';
import type { FreshCounts, RelationshipTable } from './relationship-table.ts';
import type { Correction, ObservedRelationship, RelationshipWindow } from './relationship-window.ts';
import { beyondBounds } from './unresolved-bound.ts';

export interface FinishedWindow extends Omit<RelationshipWindow, 'counters' | 'relationships' | 'columns'> {
  readonly columns: RelationshipColumns;
  readonly segmentEvidenceDropped: number;
}

/** Tables that a window is made in; empty before and after, so that all windows share their memory. */
export interface WindowTables {
  readonly relationships: RelationshipTable;
  readonly corrected: RelationshipTable;
  readonly uses: EndpointUseTable;
}

/** Decides the conversations of a window and gives out what no earlier window has. Remembers the answers in the conversations. */
export function finishWindow(
  table: ConversationTable,
  { relationships, corrected, uses }: WindowTables,
  settings: BuilderSettings,
  traits: (exporter: string) => ExporterTraits,
): FinishedWindow {
  const { hosts, groups } = partition(table);
  for (const conversation of table.walk(hosts)) {
    if (!table.rows.isTouched(conversation.row)) continue;
    for (const observation of conversation.observations)
      noteTraits(traits(observation.exporter), conversation, observation);
  }
  const all = new Int32Array(hosts.length + groups.length);
  all.set(hosts);
  for (const [i, { row }] of groups.entries()) all[hosts.length + i] = row;
  const { knowledge, learn } = settings;
  const view = viewWindow(table.walk(all), { knowledge, traits, learn, uses });
  const answers = answerAll(table, hosts, view, settings);
  let next = 0;
  for (const conversation of table.walk(hosts)) {
    const answer = answerOf(answers[next++] as number);
    correct(corrected, table, conversation, answer);
    if (table.rows.isTouched(conversation.row)) addToRow(relationships, table, conversation, answer);
    table.rows.setAnswer(conversation.row, answer.code);
  }
  uses.clear();
  const { rows: evidence, dropped } = segmentEvidence(table, groups, settings.maxSegmentEvidence);
  return {
    columns: relationships.finish(),
    corrections: inOrder(correctionsIn(corrected), ({ before }) => before),
    segmentEvidence: evidence,
    segmentEvidenceDropped: dropped,
    learned: view.learned,
    scanners: [...view.scanners].sort(compareIp),
  };
}

/** Rows of conversations between hosts, and those with groups that had a record in this window. */
function partition(table: ConversationTable): { hosts: Int32Array; groups: readonly GroupConversation[] } {
  const { rows } = table;
  const senders = sendersAtBroadcastAddresses(table);
  const hosts = new Int32Array(rows.size);
  const groups: GroupConversation[] = [];
  const view = table.view();
  let count = 0;
  for (let row = 0; row < rows.size; row++) {
    const mayBeGroups = rows.answer(row) < 0 && rows.mayBeGroups(row);
    const group = mayBeGroups ? groupSide(view.moveTo(row), senders) : null;
    if (group === null) hosts[count++] = row;
    else if (rows.isTouched(row)) groups.push({ row, group });
  }
  return { hosts: hosts.subarray(0, count), groups };
}

/** Codes of the answers for the window's conversations, and again for the older ones: what came since may tell more of them too. */
function answerAll(
  table: ConversationTable,
  hosts: Int32Array,
  view: WindowView,
  settings: BuilderSettings,
): Int32Array {
  const { rows } = table;
  const answers = new Int32Array(hosts.length);
  const undecided = new Int32Array(hosts.length);
  let count = 0;
  let next = 0;
  for (const conversation of table.walk(hosts)) {
    const { row } = conversation;
    const answer = view.answer(conversation);
    const isUndecided = answer.decision.direction.method === 'none';
    if (isUndecided && rows.isTouched(row)) undecided[count++] = row;
    const old = rows.answer(row);
    const wasFolded = isUndecided && old >= 0 && answerOf(old).folded;
    answers[next++] = wasFolded ? foldedAnswer(answer).code : answer.code;
  }
  const folded = beyondBounds(table.walk(undecided.subarray(0, count)), count, settings);
  if (folded.size === 0) return answers;
  return answers.map((code, i) => (folded.has(hosts[i] as number) ? foldedAnswer(answerOf(code)).code : code));
}

function addToRow(
  relationships: RelationshipTable,
  { rows, observed }: ConversationTable,
  conversation: Conversation,
  answer: Answer,
): void {
  let row = -1;
  for (let next = rows.observation(conversation.row); next >= 0; next = observed.next(next)) {
    const isNew = observed.isNew(next);
    const fresh = observed.takeFresh(next);
    // Without counts only repeated or empty records came: there is nothing to give out that is not there already.
    if (fresh.count === 0) continue;
    if (row < 0) row = relationships.of(conversation, answer);
    relationships.addDays(row, observed.exporter(next), fresh, isNew);
  }
  if (row >= 0) relationships.add(row, conversation, answer, FRESH.take(rows, observed, conversation.row, answer));
}

/**
 * What no earlier window counted of a conversation. Each exporter is added up over its days, since their clocks may not
 * agree on the day; then the largest stands. An attempt that is answered now takes the earlier window's attempt back.
 */
class FreshTotal implements FreshCounts {
  flows = 0;
  packets = 0;
  octets = 0;
  attempts = 0;

  /** Ask after the fresh counts of all observations were taken. */
  take(rows: ConversationTable['rows'], observed: ConversationTable['observed'], row: number, { state }: Answer): this {
    const packetsBefore = rows.countedPackets(row);
    const octetsBefore = rows.countedOctets(row);
    let packets = packetsBefore;
    let octets = octetsBefore;
    for (let next = rows.observation(row); next >= 0; next = observed.next(next)) {
      packets = Math.max(packets, observed.givenPackets(next));
      octets = Math.max(octets, observed.givenOctets(next));
    }
    const isAttempt = state === 'attempted' || state === 'denied';
    this.flows = 1 - rows.countedFlows(row);
    this.packets = packets - packetsBefore;
    this.octets = octets - octetsBefore;
    this.attempts = (isAttempt ? 1 : 0) - rows.countedAttempts(row);
    rows.count(row, packets, octets, isAttempt);
    return this;
  }
}

/** Filled again for every conversation. */
const FRESH = new FreshTotal();

/** Notes what the change of an answer means for the counters that were given out under the old one, if they do not stay where they are. */
function correct(
  corrected: RelationshipTable,
  table: ConversationTable,
  conversation: Conversation,
  answer: Answer,
): void {
  const code = table.rows.answer(conversation.row);
  if (code < 0 || code === answer.code) return;
  const old = answerOf(code);
  if (old.decision === answer.decision && old.folded === answer.folded) return;
  if (identityKey(identityOf(conversation, old)) === identityKey(identityOf(conversation, answer))) return;
  giveOutAs(corrected, table, conversation, old);
  giveOutAs(corrected, table, conversation, answer);
}

function giveOutAs(
  corrected: RelationshipTable,
  { rows, observed }: ConversationTable,
  conversation: Conversation,
  answer: Answer,
): void {
  const place = conversation.row;
  const row = corrected.begin(conversation, answer);
  corrected.add(row, conversation, answer, {
    flows: rows.countedFlows(place),
    packets: rows.countedPackets(place),
    octets: rows.countedOctets(place),
    attempts: rows.countedAttempts(place),
  });
  for (let next = rows.observation(place); next >= 0; next = observed.next(next)) {
    const days = new DayTallies();
    for (const { day, packets, octets, first, last } of observed.givenOut(next))
      days.push(day, packets, octets, first, last);
    corrected.addDays(row, observed.exporter(next), days, true);
  }
}

/** What stands in the table in pairs. */
function correctionsIn(corrected: RelationshipTable): Correction[] {
  const rows = [...corrected.finish(false)];
  return Array.from({ length: rows.length / 2 }, (_, i) => ({
    before: rows[i * 2] as ObservedRelationship,
    after: rows[i * 2 + 1] as ObservedRelationship,
  }));
}
