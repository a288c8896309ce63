import { type AddressSet, ANY_ADDRESS } from './address-set.ts';
import { ANY_SERVICE, type ServiceMatch } from './service-match.ts';

/** State of the connection a packet belongs to, as connection tracking names it. */
export type TrackedState = 'new' | 'established' | 'related' | 'invalid' | 'untracked';

export interface TcpFlagMatch {
  /** Bits looked at (FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32). */
  readonly mask: number;
  /** Their required values. */
  readonly value: number;
  readonly negated: boolean;
}

/** Names of interfaces or zones; a trailing `*` stands for any ending. Null where a rule does not ask. */
export interface PlaceSet {
  readonly names: readonly string[];
  readonly negated: boolean;
}

export type RuleAction =
  | { readonly kind: 'allow' }
  | { readonly kind: 'deny' }
  /** Continues in another chain and comes back when that does not decide; with `goto` it ends with that chain. */
  | { readonly kind: 'jump'; readonly chain: string; readonly goto: boolean }
  /** Leaves a chain; from a base chain its policy decides. */
  | { readonly kind: 'return' }
  /** Logs, counts or marks: the packet goes on. */
  | { readonly kind: 'continue' }
  /** Its effect was not understood: allow, deny or nothing. */
  | { readonly kind: 'unknown' };

/** One rule of any vendor. A part that is null does not restrict. */
export interface Rule {
  /** Number within the file, from 0. */
  readonly id: number;
  /** Line of the file where it stands or begins, from 1. */
  readonly line: number;
  readonly text: string;
  /** Its own name or number: sequence number, policy name, rule id, priority, label. */
  readonly label: string | null;
  readonly action: RuleAction;
  readonly active: boolean;
  readonly source: AddressSet;
  readonly destination: AddressSet;
  readonly services: readonly ServiceMatch[];
  /** TCP with ACK or RST set (Cisco `established`). */
  readonly tcpEstablished: boolean;
  readonly tcpFlags: TcpFlagMatch | null;
  readonly states: readonly TrackedState[] | null;
  readonly from: PlaceSet | null;
  readonly to: PlaceSet | null;
  /** Only within one zone, or only between two different ones. */
  readonly zonePair: 'same' | 'different' | null;
  /** Conditions that cannot be evaluated from a flow (schedule, application, user, fragment, not understood): each may hold or not. */
  readonly conditions: readonly string[];
  readonly log: boolean;
  /** Description or remark that stands with it, often the business need. */
  readonly remark: string | null;
}

export const ALLOW: RuleAction = { kind: 'allow' };
export const DENY: RuleAction = { kind: 'deny' };
export const CONTINUE: RuleAction = { kind: 'continue' };
export const UNKNOWN_ACTION: RuleAction = { kind: 'unknown' };

export type RuleParts = Partial<Omit<Rule, 'id' | 'line' | 'text' | 'action'>>;

/** A rule that matches everything its `parts` do not restrict. */
export function createRule(id: number, line: number, text: string, action: RuleAction, parts: RuleParts): Rule {
  return {
    id,
    line,
    text,
    label: null,
    action,
    active: true,
    source: ANY_ADDRESS,
    destination: ANY_ADDRESS,
    services: [ANY_SERVICE],
    tcpEstablished: false,
    tcpFlags: null,
    states: null,
    from: null,
    to: null,
    zonePair: null,
    conditions: [],
    log: false,
    remark: null,
    ...parts,
  };
}
