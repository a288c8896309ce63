import { hasPorts, TCP } from '@scopemap/net';
import type { Conversation } from '../conversation/conversation.ts';
import type { Side } from '../conversation/side.ts';
import { type Decision, NOT_DECIDED, PEERS } from './decision.ts';
import type { DirectionContext, DirectionRule } from './direction-context.ts';
import { learned, person, scan } from './endpoint-fact.ts';
import { explicit } from './explicit.ts';
import { firstSeen } from './first-seen.ts';
import { knownService } from './known-service.ts';
import { isContradicted } from './objection.ts';
import { oneWay, oneWayUnproven } from './one-way.ts';
import { portRange } from './port-range.ts';
import { tcpFlags } from './tcp-flags.ts';

/** Strongest first: the first that answers decides, unless the next ones object (see {@link decideDirection}). */
export const DIRECTION_RULES: readonly DirectionRule[] = [
  explicit,
  person,
  scan,
  tcpFlags,
  firstSeen,
  oneWay,
  learned,
  oneWayUnproven,
  knownService,
  portRange,
];

/** Rules that are right often enough to teach others what an endpoint is. */
export const TEACHING_RULES: readonly DirectionRule[] = [explicit, tcpFlags, firstSeen];

/** Rules that read ports and not this conversation; what is known of its ends from others may contradict them. */
const PORT_RULES: ReadonlySet<DirectionRule> = new Set([learned, knownService, portRange]);

/**
 * Services in which both sides use the same port and either may begin: NTP, NetBIOS, IKE, RIP, RIPng, BFD, HSRP, NAT-T,
 * mDNS. A first packet there says who spoke first this time, not who serves.
 */
const SYMMETRIC_PORTS: ReadonlySet<number> = new Set([123, 137, 138, 500, 520, 521, 1985, 3784, 4500, 5353]);

/**
 * Rules that speak of this very conversation and not of ports; only these divide two sides with the same port. That a scan
 * found one of them open does not: the other may listen there as well, and both may call.
 */
const EVIDENCE_RULES: readonly DirectionRule[] = [explicit, person, tcpFlags, firstSeen, oneWay, oneWayUnproven];

interface Procedure {
  readonly rules: readonly DirectionRule[];
  readonly otherwise: Decision;
}

const WITHOUT_PORTS: Procedure = { rules: [explicit], otherwise: PEERS };
const DIFFERENT_PORTS: Procedure = { rules: DIRECTION_RULES, otherwise: NOT_DECIDED };
const SAME_PORT: Procedure = { rules: EVIDENCE_RULES, otherwise: PEERS };
const SYMMETRIC_SERVICE: Procedure = { rules: [explicit, person], otherwise: PEERS };

function procedureFor({ protocol, low, high }: Conversation): Procedure {
  if (!hasPorts(protocol)) return WITHOUT_PORTS;
  if (low.port === null || low.port !== high.port || low.port === 0) return DIFFERENT_PORTS;
  return protocol !== TCP && SYMMETRIC_PORTS.has(low.port) ? SYMMETRIC_SERVICE : SAME_PORT;
}

/**
 * Tells client from server: the strongest rule that answers decides. A rule whose own evidence speaks for both sides ends
 * the search: what is contradictory stays undecided, and no weaker rule papers over it.
 */
export function decideDirection(conversation: Conversation, context: DirectionContext): Decision {
  const { rules, otherwise } = procedureFor(conversation);
  for (const rule of rules) {
    const server = rule.serverSide(conversation, context);
    if (server === null) continue;
    if (server === 'conflict') return otherwise;
    if (PORT_RULES.has(rule) && isContradicted(conversation, server, context)) return otherwise;
    return decided(rule, server);
  }
  return otherwise;
}

/** All decisions, by their codes: one object for each rule and side, as there are millions of conversations. */
export const DECISIONS: readonly Decision[] = [NOT_DECIDED, PEERS, ...DIRECTION_RULES.flatMap(decisionsOf)];

function decisionsOf({ method, confidence }: DirectionRule, i: number): Decision[] {
  const direction = { method, confidence };
  const code = 2 + 2 * i;
  return [
    { server: 'low', direction, code },
    { server: 'high', direction, code: code + 1 },
  ];
}

function decided(rule: DirectionRule, server: Side): Decision {
  return DECISIONS[2 + 2 * DIRECTION_RULES.indexOf(rule) + (server === 'low' ? 0 : 1)] as Decision;
}

/** The side that serves by a rule that may teach; null when none of them is sure. */
export function taughtServer(conversation: Conversation, context: DirectionContext): Side | null {
  for (const rule of TEACHING_RULES) {
    const server = rule.serverSide(conversation, context);
    if (server !== null) return server === 'conflict' ? null : server;
  }
  return null;
}
