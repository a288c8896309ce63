import { type Answer, answerFor } from './answer.ts';
import { contactState, isSilenceSeen } from './contact-state.ts';
import { type Conversation, hasSent, isAnswered } from './conversation/conversation.ts';
import { isUnreachable } from './conversation/icmp-message.ts';
import { otherSide } from './conversation/side.ts';
import { decideDirection, taughtServer } from './direction/decide-direction.ts';
import type { Decision } from './direction/decision.ts';
import type { DirectionContext } from './direction/direction-context.ts';
import type { ExporterTraits } from './direction/exporter-traits.ts';
import type { EndpointKnowledge, LearnedEndpoint } from './endpoint/endpoint-knowledge.ts';
import { type EndpointUse, type EndpointUses, endpointUses } from './endpoint/endpoint-use.ts';
import type { EndpointUseTable } from './endpoint/endpoint-use-table.ts';
import { type Call, findScanners } from './endpoint/find-scanners.ts';
import { learnEndpoints } from './endpoint/learn-endpoints.ts';

export interface WindowFacts {
  readonly knowledge: EndpointKnowledge;
  traits(exporter: string): ExporterTraits;
  readonly learn: boolean;
  /** An empty table that is filled with the use of endpoints; a fresh one when left out. */
  readonly uses?: EndpointUseTable;
}

/** What the conversations of a window say together. */
export interface WindowView {
  readonly learned: readonly LearnedEndpoint[];
  readonly scanners: ReadonlySet<string>;
  /** Never folded. */
  answer(conversation: Conversation): Answer;
}

const NO_USES: Pick<EndpointUses, 'of'> = { of: (): EndpointUse | undefined => undefined };

/**
 * Looks at all conversations of a table first (what each endpoint does, who sweeps, what that teaches) and then answers for each.
 * Those with groups tell who asked; they need no answer. The answers do not depend on the order of the conversations.
 */
export function viewWindow(conversations: Iterable<Conversation>, facts: WindowFacts): WindowView {
  const { knowledge, traits } = facts;
  const alone = contextOf(knowledge, traits, NO_USES, new Set());
  const uses = endpointUses(conversations, (conversation) => taughtServer(conversation, alone), facts.uses);
  const scanners = findScanners(
    conversations,
    (conversation) => (conversation.group === null ? callIn(conversation, alone) : null),
    (conversation) => conversation.group === null && hasFailed(conversation, traits),
  );
  const learned = facts.learn ? learnEndpoints(uses, knowledge, (address) => scanners.has(address)) : [];
  const context = contextOf(knowledge, traits, uses, scanners);
  const refused = refusedCalls(conversations);
  return {
    learned,
    scanners,
    answer: (conversation) => {
      const decision = decideDirection(conversation, context);
      const state = contactState(conversation, traits);
      const isRefused = state === 'unknown' && refused.size > 0 && refused.has(callAcross(conversation) ?? '');
      return answerFor(decision, isRefused ? 'attempted' : state, isScanners(conversation, decision, scanners));
    },
  };
}

/** True when a scanner called; without a decision, when one of the ends is a scanner. */
function isScanners({ low, high }: Conversation, { server }: Decision, scanners: ReadonlySet<string>): boolean {
  if (scanners.size === 0) return false;
  const lowMayCall = server !== 'low' && scanners.has(low.address);
  return lowMayCall || (server !== 'high' && scanners.has(high.address));
}

function contextOf(
  knowledge: EndpointKnowledge,
  traits: (exporter: string) => ExporterTraits,
  uses: Pick<EndpointUses, 'of'>,
  scanners: ReadonlySet<string>,
): DirectionContext {
  return {
    knowledge,
    traits,
    useOf: (conversation, side) => uses.of(conversation, side),
    isScanner: (address) => scanners.has(address),
  };
}

/** Caller and target of which the target itself told the caller by ICMP that it was not to be reached. */
function refusedCalls(conversations: Iterable<Conversation>): ReadonlySet<string> {
  const refused = new Set<string>();
  for (const conversation of conversations) {
    if (conversation.group !== null || !isUnreachable(conversation.protocol, conversation.icmpType)) continue;
    if (hasSent(conversation, 'low')) refused.add(callKey(conversation.high.address, conversation.low.address));
    if (hasSent(conversation, 'high')) refused.add(callKey(conversation.low.address, conversation.high.address));
  }
  return refused;
}

/** The call of the only side that sent; null when both did. */
function callAcross(conversation: Conversation): string | null {
  const { low, high } = conversation;
  if (isAnswered(conversation)) return null;
  return hasSent(conversation, 'low') ? callKey(low.address, high.address) : callKey(high.address, low.address);
}

function callKey(caller: string, target: string): string {
  return `${caller}>${target}`;
}

function callIn(conversation: Conversation, context: DirectionContext): Call | null {
  const { server } = decideDirection(conversation, context);
  if (server === null) return null;
  return { conversation, caller: otherSide(server), failed: hasFailed(conversation, context.traits) };
}

function hasFailed(conversation: Conversation, traits: (exporter: string) => ExporterTraits): boolean {
  const state = contactState(conversation, traits);
  return state === 'attempted' || state === 'denied' || isSilenceSeen(conversation, traits);
}
