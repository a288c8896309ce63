import type { Conversation } from '../conversation/conversation.ts';
import { ConversationTable } from '../conversation/conversation-table.ts';
import type { DirectionContext } from '../direction/direction-context.ts';
import { createExporterTraits, type ExporterTraits, noteTraits } from '../direction/exporter-traits.ts';
import { createEndpointKnowledge } from '../endpoint/endpoint-knowledge.ts';
import { type EndpointUse, endpointUses } from '../endpoint/endpoint-use.ts';
import type { Flow } from '../flow.ts';

/** The conversations of some flows and the context that a rule sees them in. */
export interface DirectionSetting {
  readonly conversations: readonly Conversation[];
  /** The conversation of the first flow. */
  readonly first: Conversation;
  readonly context: DirectionContext;
}

/** Pairs the flows and looks at exporters and endpoints; nothing is learnt and nobody is a scanner unless said so. */
export function directionSetting(flows: readonly Flow[], overrides: Partial<DirectionContext> = {}): DirectionSetting {
  const table = new ConversationTable();
  for (const flow of flows) table.add(flow, 0);
  const conversations = [...table.values()];
  const traits = new Map<string, ExporterTraits>();
  const traitsOf = (exporter: string): ExporterTraits => {
    const known = traits.get(exporter) ?? createExporterTraits();
    traits.set(exporter, known);
    return known;
  };
  for (const conversation of conversations) {
    for (const observation of conversation.observations) {
      noteTraits(traitsOf(observation.exporter), conversation, observation);
    }
  }
  const uses = endpointUses(conversations, () => null);
  const context: DirectionContext = {
    knowledge: createEndpointKnowledge(),
    traits: traitsOf,
    useOf: (conversation, side): EndpointUse | undefined => uses.of(conversation, side),
    isScanner: () => false,
    ...overrides,
  };
  return { conversations, first: conversations[0] as Conversation, context };
}
