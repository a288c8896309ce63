import { hasPorts } from '@scopemap/net';
import type { Conversation } from '../conversation/conversation.ts';
import { otherSide, type Side } from '../conversation/side.ts';

/** Targets of one sweep (hosts at one port, or ports of one host) from which on it is a scan, and the share that must fail. */
const MIN_TARGETS = 32;
const MIN_FAILED_SHARE = 0.75;

interface Sweep {
  targets: number;
  failed: number;
}

/** What is known of a conversation as one of many calls: who made it, and whether it is known to have come to nothing. */
export interface Call {
  readonly conversation: Conversation;
  readonly caller: Side;
  readonly failed: boolean;
}

/**
 * Addresses that sweep: one port over many hosts, or many ports of one host, mostly without success. A peer-to-peer
 * node has many dead contacts too, but each at another host and port, so it is no sweep. `callOf` gives null where nobody
 * knows who began; it is only asked where `mayHaveFailed` says so, or a suspect is involved.
 */
export function findScanners(
  conversations: Iterable<Conversation>,
  callOf: (conversation: Conversation) => Call | null,
  mayHaveFailed: (conversation: Conversation) => boolean = () => true,
): ReadonlySet<string> {
  const suspects = manyFailures(conversations, callOf, mayHaveFailed);
  const scanners = new Set<string>();
  if (suspects.size === 0) return scanners;
  const sweeps = new Map<string, Map<string, Sweep>>();
  for (const conversation of conversations) {
    if (!suspects.has(conversation.low.address) && !suspects.has(conversation.high.address)) continue;
    const call = hasPorts(conversation.protocol) ? callOf(conversation) : null;
    if (call) noteCall(sweeps, call);
  }
  for (const [address, own] of sweeps) {
    for (const { targets, failed } of own.values()) {
      if (targets >= MIN_TARGETS && failed >= targets * MIN_FAILED_SHARE) scanners.add(address);
    }
  }
  return scanners;
}

/** Addresses with failures enough for a sweep, of whatever kind: a cheap first look that spares nearly all the counting. */
function manyFailures(
  conversations: Iterable<Conversation>,
  callOf: (conversation: Conversation) => Call | null,
  mayHaveFailed: (conversation: Conversation) => boolean,
): ReadonlySet<string> {
  const failures = new Map<string, number>();
  for (const conversation of conversations) {
    if (!hasPorts(conversation.protocol) || !mayHaveFailed(conversation)) continue;
    const call = callOf(conversation);
    if (!call?.failed) continue;
    const { address } = conversation[call.caller];
    failures.set(address, (failures.get(address) ?? 0) + 1);
  }
  return new Set(
    [...failures].filter(([, count]) => count >= MIN_TARGETS * MIN_FAILED_SHARE).map(([address]) => address),
  );
}

function noteCall(sweeps: Map<string, Map<string, Sweep>>, { conversation, caller, failed }: Call): void {
  const { address } = conversation[caller];
  const target = conversation[otherSide(caller)];
  let own = sweeps.get(address);
  if (!own) {
    own = new Map();
    sweeps.set(address, own);
  }
  note(own, `${conversation.protocol}|${target.port}`, failed ? 1 : 0);
  note(own, target.address, failed ? 1 : 0);
}

function note(sweeps: Map<string, Sweep>, key: string, lost: number): void {
  const sweep = sweeps.get(key);
  if (sweep) {
    sweep.targets++;
    sweep.failed += lost;
  } else sweeps.set(key, { targets: 1, failed: lost });
}
