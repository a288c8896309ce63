import type { Rule } from './rule.ts';

export const RULE_FORMATS = [
  'talk-csv',
  'netbehave-csv',
  'csv',
  'ios',
  'nxos',
  'asa',
  'iptables',
  'nftables-json',
  'aws-sg',
  'aws-nacl',
  'azure-nsg',
  'fortios',
  'panos-set',
  'panos-xml',
] as const;

export type RuleFormat = (typeof RULE_FORMATS)[number];

/**
 * How rules become a verdict. `first-match` and `last-match`: by order. `any-allow`: one allowing rule is enough, order does
 * not matter (AWS security groups). `talk-hash`: the table look-up of the talk's `acl.csv`, which also matches replies.
 */
export type MatchOrder = 'first-match' | 'last-match' | 'any-allow' | 'talk-hash';

/**
 * What becomes of replies. `stateful`: they follow the first packet. `stateless`: they need a list of their own.
 * `tracked`: rules ask for the connection's state, so that the first packet, the reply and what follows are each judged.
 * `labels`: the list names traffic and forbids none.
 */
export type ListState = 'stateful' | 'stateless' | 'tracked' | 'labels';

/**
 * What holds when no rule decided. `no-match`: nothing is said. `same-zone`: allowed within a zone, denied between zones.
 * `unknown`: the file does not tell.
 */
export type ListDefault = 'allow' | 'deny' | 'no-match' | 'same-zone' | 'unknown';

/** One chain that a packet has to pass, with the default at its end. */
export interface Stage {
  readonly chain: string;
  readonly fallback: ListDefault;
  /** Line that states the default; null where the format implies it. */
  readonly line: number | null;
  /** Only packets of this IP version pass it; null for both. */
  readonly family: 4 | 6 | null;
}

/**
 * A list that can be bound to a path. A packet passes when every stage lets it pass; a denial in any stage is final.
 * Only netfilter has more than one stage.
 */
export interface RuleList {
  readonly name: string;
  readonly order: MatchOrder;
  readonly state: ListState;
  readonly stages: readonly Stage[];
  /** Name of the list of the same file that replies pass; null when none or not known. */
  readonly replyList: string | null;
}

/** Where the file itself says that a list is used. */
export interface ListBinding {
  readonly list: string;
  /** Interface, subnet, zone pair or `global`. */
  readonly place: string;
  readonly direction: 'in' | 'out' | null;
  readonly line: number;
}

/** A line, or the line an element begins on, that was not understood. `why` is one sentence. */
export interface UnreadLine {
  readonly line: number;
  readonly text: string;
  readonly why: string;
}

/** What a vendor's file says, in one model. All values are plain: it can be stored as JSON. */
export interface RuleFile {
  readonly format: RuleFormat;
  readonly lists: readonly RuleList[];
  /** Rules by chain name, in order. */
  readonly chains: Readonly<Record<string, readonly Rule[]>>;
  readonly bindings: readonly ListBinding[];
  /** In order of lines. Where such a line may be a rule, a rule with unknown parts stands in its place as well. */
  readonly unread: readonly UnreadLine[];
  /** Lines of the file that are no business of rules (other configuration). */
  readonly otherLines: number;
}
