import type { Conversation, Observation } from '../conversation/conversation.ts';
import type { Side } from '../conversation/side.ts';
import type { DirectionConfidence, DirectionMethod } from '../direction-method.ts';
import type { EndpointKnowledge } from '../endpoint/endpoint-knowledge.ts';
import type { EndpointUse } from '../endpoint/endpoint-use.ts';
import type { ExporterTraits } from './exporter-traits.ts';

/** What is known beside the conversation itself. */
export interface DirectionContext {
  readonly knowledge: EndpointKnowledge;
  traits(exporter: string): ExporterTraits;
  /** What the window's other conversations show of one end; undefined when they were not looked at or it has no port. */
  useOf(conversation: Conversation, side: Side): EndpointUse | undefined;
  isScanner(address: string): boolean;
}

/** A method's answer: the side that serves, `conflict` when its evidence speaks for both, null when it has none. */
export type Verdict = Side | 'conflict' | null;

/** One way to tell client from server. Pure: the same conversation and context give the same answer. */
export interface DirectionRule {
  readonly method: DirectionMethod;
  readonly confidence: Exclude<DirectionConfidence, 'none'>;
  serverSide(conversation: Conversation, context: DirectionContext): Verdict;
}

/** Joins what the exporters of a conversation say: one voice, or a conflict. */
export function agree({ observations }: Conversation, verdictOf: (observation: Observation) => Verdict): Verdict {
  let common: Verdict = null;
  for (const observation of observations) {
    const verdict = verdictOf(observation);
    if (verdict === null) continue;
    if (verdict === 'conflict' || (common !== null && common !== verdict)) return 'conflict';
    common = verdict;
  }
  return common;
}
