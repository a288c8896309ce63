import { compareIp } from '@scopemap/net';
import type { BuilderSettings } from './builder-options.ts';
import {
  type Answer,
  type Conversation,
  type FreshCounts,
  NOT_COUNTED,
  takeFreshCounts,
  takeFreshTotal,
} from './conversation/conversation.ts';
import type { ConversationTable } from './conversation/conversation-table.ts';
import type { DayTally } from './conversation/half-records.ts';
import { groupSide, segmentEvidence, sendersAtBroadcastAddresses } from './conversation/segment-evidence.ts';
import { viewWindow, type WindowView } from './decide-window.ts';
import { type ExporterTraits, noteTraits } from './direction/exporter-traits.ts';
import { inOrder } from './in-order.ts';
import { identityKey, identityOf, RelationshipRow } from './relationship-row.ts';
import { RelationshipRows } from './relationship-rows.ts';
import type { Correction, ObservedRelationship, RelationshipWindow } from './relationship-window.ts';
import { beyondBounds } from './unresolved-bound.ts';

type FinishedWindow = Omit<RelationshipWindow, 'counters'> & { readonly segmentEvidenceDropped: number };

/** Decides the conversations of a window and gives out what no earlier window has. Remembers the answers in the conversations. */
export function finishWindow(
  table: ConversationTable,
  settings: BuilderSettings,
  traits: (exporter: string) => ExporterTraits,
): FinishedWindow {
  const { hosts, groups } = partition(table);
  for (const conversation of hosts) {
    if (!conversation.touched) continue;
    for (const observation of conversation.observations)
      noteTraits(traits(observation.exporter), conversation, observation);
  }
  const view = viewWindow([...hosts, ...groups.map(({ conversation }) => conversation)], {
    knowledge: settings.knowledge,
    traits,
    learn: settings.learn,
    seed: settings.seed,
  });
  const answers = answerAll(hosts, view, settings);
  const corrections: Correction[] = [];
  const rows = new RelationshipRows(settings.seed);
  for (const [i, conversation] of hosts.entries()) {
    const answer = answers[i] as Answer;
    const correction = correctionOf(conversation, answer);
    if (correction) corrections.push(correction);
    if (conversation.touched) addToRow(rows, conversation, answer);
    conversation.answer = answer;
  }
  const { rows: evidence, dropped } = segmentEvidence(groups, settings.maxSegmentEvidence);
  return {
    relationships: inOrder(rows.rows, ({ identity }) => identity).map((row) => row.finish()),
    corrections: inOrder(corrections, ({ before }) => before),
    segmentEvidence: evidence,
    segmentEvidenceDropped: dropped,
    learned: view.learned,
    scanners: [...view.scanners].sort(compareIp),
  };
}

type GroupConversations = Parameters<typeof segmentEvidence>[0][number][];

function partition(table: ConversationTable): { hosts: Conversation[]; groups: GroupConversations } {
  const senders = sendersAtBroadcastAddresses(table.values());
  const hosts: Conversation[] = [];
  const groups: GroupConversations = [];
  for (const conversation of table.values()) {
    const group = conversation.answer ? null : groupSide(conversation, senders);
    if (group === null) hosts.push(conversation);
    else if (conversation.touched) groups.push({ conversation, group });
  }
  return { hosts, groups };
}

/** Answers for the window's conversations, and again for the older ones: what came since may tell more of them too. */
function answerAll(hosts: readonly Conversation[], view: WindowView, settings: BuilderSettings): readonly Answer[] {
  const undecided: Conversation[] = [];
  const answers = hosts.map((conversation): Answer => {
    const answer = view.answer(conversation);
    const isUndecided = answer.decision.direction.method === 'none';
    if (isUndecided && conversation.touched) undecided.push(conversation);
    const old = conversation.answer;
    const folded = isUndecided && (old?.folded ?? false);
    // Most of the older ones keep their answer, and then the object too.
    if (old && isSameAnswer(old, answer) && old.folded === folded) return old;
    const { decision, state, scanner } = answer;
    return { decision, state, scanner, folded };
  });
  const folded = beyondBounds(undecided, settings);
  if (folded.size === 0) return answers;
  return hosts.map((conversation, i) => {
    const answer = answers[i] as Answer;
    return folded.has(conversation) ? { ...answer, folded: true } : answer;
  });
}

function isSameAnswer(old: Answer, { decision, state, scanner }: Omit<Answer, 'folded'>): boolean {
  return old.decision === decision && old.state === state && old.scanner === scanner;
}

function addToRow(rows: RelationshipRows, conversation: Conversation, answer: Answer): void {
  let row: RelationshipRow | null = null;
  for (const observation of conversation.observations) {
    const counts = takeFreshCounts(observation);
    // Without counts only repeated or empty records came: there is nothing to give out that is not there already.
    if (counts.days.length === 0) continue;
    row ??= rows.of(conversation, answer);
    addDays(row, observation.exporter, counts);
  }
  row?.add(conversation, answer, takeFreshTotal(conversation, answer.state));
}

function addDays(row: RelationshipRow, exporter: string, { days, isNew }: FreshCounts): void {
  const earliest = isNew ? earliestOf(days) : null;
  for (const day of days) row.addDay(exporter, day, day.day === earliest ? 1 : 0);
}

function earliestOf(days: readonly DayTally[]): number {
  return days.reduce((earliest, { day }) => Math.min(earliest, day), Number.POSITIVE_INFINITY);
}

/** What the change of an answer means for the counters that were given out under the old one; null when they stay where they are. */
function correctionOf(conversation: Conversation, answer: Answer): Correction | null {
  const old = conversation.answer;
  if (!old || (old.decision === answer.decision && old.folded === answer.folded)) return null;
  const before = identityOf(conversation, old);
  const after = identityOf(conversation, answer);
  if (identityKey(before) === identityKey(after)) return null;
  return { before: givenOutAs(conversation, old), after: givenOutAs(conversation, answer) };
}

function givenOutAs(conversation: Conversation, answer: Answer): ObservedRelationship {
  const row = new RelationshipRow(identityOf(conversation, answer), answer);
  row.add(conversation, answer, conversation.counted ?? NOT_COUNTED);
  for (const { exporter, givenOut } of conversation.observations) {
    if (givenOut) addDays(row, exporter, { days: givenOut, isNew: true });
  }
  return row.finish();
}
