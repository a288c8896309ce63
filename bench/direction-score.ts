import {
  type Conversation,
  ConversationTable,
  createEndpointKnowledge,
  createExporterTraits,
  type EndpointKnowledge,
  type ExporterTraits,
  type Flow,
  noteTraits,
  viewWindow,
} from '@scopemap/scope-model';
import type { LabelledConversation } from './direction-corpus.ts';
import { isRivalRight, RIVALS } from './direction-rivals.ts';

export type Outcome = 'right' | 'wrong' | 'unknown';

/** The answer to one labelled conversation. */
export interface Scored {
  readonly truth: LabelledConversation;
  readonly outcome: Outcome;
  readonly method: string;
  readonly conversation: Conversation;
  /** By name of the rival: was it right? */
  readonly rivals: ReadonlyMap<string, boolean>;
}

/** What is carried from capture to capture; fresh for each when they stand alone. */
export interface Memory {
  readonly knowledge: EndpointKnowledge;
  readonly traits: ExporterTraits;
}

export function freshMemory(): Memory {
  return { knowledge: createEndpointKnowledge(), traits: createExporterTraits() };
}

/** Pairs the flows of a capture and notes what they show of their exporter. */
export function pairFlows(flows: readonly Flow[], { traits }: Memory): readonly Conversation[] {
  const table = new ConversationTable();
  for (const flow of flows) table.add(flow, 0);
  const conversations = [...table.values()];
  for (const conversation of conversations) {
    for (const observation of conversation.observations) noteTraits(traits, conversation, observation);
  }
  return conversations;
}

/** Answers every labelled conversation that the export shows. */
export function score(
  truths: readonly LabelledConversation[],
  flows: readonly Flow[],
  conversations: readonly Conversation[],
  { knowledge, traits }: Memory,
  learn: boolean,
): readonly Scored[] {
  const view = viewWindow(conversations, { knowledge, traits: () => traits, learn });
  const byEnds = new Map(conversations.map((conversation) => [keyOf(conversation), conversation]));
  const firsts = firstFlows(flows);
  return truths.flatMap((truth) => {
    const key = endsKey(truth.protocol, endOf(truth.client), endOf(truth.server));
    const conversation = byEnds.get(key);
    const first = firsts.get(key);
    if (!conversation || !first) return [];
    const { decision } = view.answer(conversation);
    const server = decision.server && conversation[decision.server];
    const isRight = server?.address === truth.server.addr && server.port === truth.server.port;
    const outcome: Outcome = server === null ? 'unknown' : isRight ? 'right' : 'wrong';
    return [{ truth, outcome, method: decision.direction.method, conversation, rivals: rivalsOf(truth, first) }];
  });
}

function rivalsOf(truth: LabelledConversation, first: Flow): ReadonlyMap<string, boolean> {
  const { srcPort, dstPort, protocol, tcpFlags } = first;
  const isFromClient = first.srcAddr === truth.client.addr && srcPort === truth.client.port;
  const record = { srcPort: srcPort ?? 0, dstPort: dstPort ?? 0, protocol: protocol ?? 0, tcpFlags };
  return new Map(RIVALS.map((rival) => [rival.name, isRivalRight(rival, truth, record, isFromClient)]));
}

function firstFlows(flows: readonly Flow[]): ReadonlyMap<string, Flow> {
  const firsts = new Map<string, Flow>();
  for (const flow of flows) {
    const { protocol, srcAddr, srcPort, dstAddr, dstPort } = flow;
    const key = endsKey(protocol ?? 0, `${srcAddr} ${srcPort}`, `${dstAddr} ${dstPort}`);
    if (!firsts.has(key)) firsts.set(key, flow);
  }
  return firsts;
}

function keyOf({ protocol, low, high }: Conversation): string {
  return endsKey(protocol, `${low.address} ${low.port}`, `${high.address} ${high.port}`);
}

function endOf({ addr, port }: { readonly addr: string; readonly port: number }): string {
  return `${addr} ${port}`;
}

function endsKey(protocol: number, a: string, b: string): string {
  return a < b ? `${protocol} ${a} ${b}` : `${protocol} ${b} ${a}`;
}
