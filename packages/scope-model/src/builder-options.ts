import { createEndpointKnowledge, type EndpointKnowledge } from './endpoint/endpoint-knowledge.ts';

export interface RelationshipBuilderOptions {
  /** Carried across windows and builders; a fresh one when left out. */
  readonly knowledge?: EndpointKnowledge;
  /** Learn service endpoints from the traffic. Default true. */
  readonly learn?: boolean;
  /** Undecided conversations given out with both ports, per exporter and in all; more are folded. Defaults 20,000 and 100,000. */
  readonly maxUnresolvedPerExporter?: number;
  readonly maxUnresolved?: number;
  /** Conversations remembered for the next windows, so that halves and pieces meet across the border. Default 200,000; 0 forgets. */
  readonly maxCarried?: number;
  /** Windows without a record after which a conversation is forgotten. Default 5. */
  readonly carryWindows?: number;
  /** Rows of segment evidence per window. Default 20,000. */
  readonly maxSegmentEvidence?: number;
  /** True for addresses known as the broadcast address of a segment; 255.255.255.255 always is one. */
  readonly isBroadcast?: (address: string) => boolean;
  /** Any 32 bits, best unknown to senders: it keeps them from choosing values that collide. Default 0. */
  readonly seed?: number;
  /** Latest records remembered to know repeated ones, 16 to 32 bytes each. Default about a million. */
  readonly maxRemembered?: number;
}

/** Options with every default in place. */
export type BuilderSettings = Required<RelationshipBuilderOptions>;

/** Options with the defaults in place of those left out. */
export function withDefaults(options: RelationshipBuilderOptions): BuilderSettings {
  return {
    knowledge: options.knowledge ?? createEndpointKnowledge(),
    learn: options.learn ?? true,
    maxUnresolvedPerExporter: options.maxUnresolvedPerExporter ?? 20_000,
    maxUnresolved: options.maxUnresolved ?? 100_000,
    maxCarried: options.maxCarried ?? 200_000,
    carryWindows: options.carryWindows ?? 5,
    maxSegmentEvidence: options.maxSegmentEvidence ?? 20_000,
    isBroadcast: options.isBroadcast ?? (() => false),
    seed: options.seed ?? 0,
    maxRemembered: options.maxRemembered ?? 1 << 20,
  };
}
