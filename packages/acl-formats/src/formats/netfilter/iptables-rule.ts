import type { AddressSet } from '../../model/address-set.ts';
import {
  ALLOW,
  CONTINUE,
  DENY,
  type PlaceSet,
  type RuleAction,
  type RuleParts,
  type TcpFlagMatch,
  type TrackedState,
  UNKNOWN_ACTION,
} from '../../model/rule.ts';
import { ANY_SERVICE, type IcmpMessage, type NumberRange } from '../../model/service-match.ts';
import { Words } from '../../text/words.ts';
import { MATCHES } from './iptables-matches.ts';

/** What is filled in while an iptables rule is read. */
export interface IptablesDraft {
  readonly family: 4 | 6;
  source: AddressSet | null;
  destination: AddressSet | null;
  protocols: readonly NumberRange[] | null;
  sourcePorts: readonly NumberRange[] | null;
  destinationPorts: readonly NumberRange[] | null;
  /** `--ports`: source or destination. */
  eitherPorts: readonly NumberRange[] | null;
  icmp: readonly IcmpMessage[] | null;
  tcpFlags: TcpFlagMatch | null;
  states: readonly TrackedState[] | null;
  from: PlaceSet | null;
  to: PlaceSet | null;
  remark: string | null;
  readonly conditions: string[];
  action: RuleAction | null;
  log: boolean;
}

export interface IptablesRule {
  readonly action: RuleAction;
  readonly parts: RuleParts;
  /** What was not understood, one sentence each. */
  readonly unread: readonly string[];
}

/** Reads what follows `-A CHAIN`. `chainName` names a chain of the same table in the model. */
export function readIptablesRule(
  words: readonly string[],
  family: 4 | 6,
  chainName: (chain: string) => string,
): IptablesRule {
  const draft: IptablesDraft = {
    family,
    source: null,
    destination: null,
    protocols: null,
    sourcePorts: null,
    destinationPorts: null,
    eitherPorts: null,
    icmp: null,
    tcpFlags: null,
    states: null,
    from: null,
    to: null,
    remark: null,
    conditions: [],
    action: null,
    log: false,
  };
  const unread: string[] = [];
  const reader = new Words(words);
  while (!reader.done) {
    const why = readOption(reader, draft, chainName);
    if (why === null) continue;
    unread.push(why);
    draft.conditions.push(`not understood: ${why}`);
  }
  return { action: draft.action ?? CONTINUE, parts: partsOf(draft), unread };
}

/** Reads one option with its values; what was not understood, or null. */
function readOption(words: Words, draft: IptablesDraft, chainName: (chain: string) => string): string | null {
  const negated = words.takeIf('!');
  if (words.done) return '"!" with nothing behind it';
  const option = words.take('an option');
  if (option === '-j' || option === '-g') {
    if (words.done) {
      draft.action = UNKNOWN_ACTION;
      return `${option} without a target`;
    }
    readTarget(words, draft, option === '-g', chainName);
    return null;
  }
  const read = Object.hasOwn(MATCHES, option) ? MATCHES[option] : undefined;
  const values = takeValues(words);
  // Some versions write the negation behind the option.
  const behind = values[0] === '!';
  return read ? read(behind ? values.slice(1) : values, negated || behind, draft) : [option, ...values].join(' ');
}

/** Values of an option: up to the next option. */
function takeValues(words: Words): string[] {
  const values: string[] = [];
  while (!words.done && !/^-{1,2}[A-Za-z]/.test(words.peek())) {
    if (words.peek() === '!' && values.length > 0) break;
    if (words.peek() === '!' && words.peekSecond().startsWith('-')) break;
    values.push(words.take('a value'));
  }
  return values;
}

/** Targets that let the packet go on. */
const CONTINUING: ReadonlySet<string> = new Set([
  'LOG',
  'NFLOG',
  'ULOG',
  'MARK',
  'CONNMARK',
  'CONNSECMARK',
  'SECMARK',
  'DSCP',
  'TOS',
  'TTL',
  'HL',
  'CLASSIFY',
  'TCPMSS',
  'TRACE',
  'CT',
  'NOTRACK',
  'SET',
  'AUDIT',
  'CHECKSUM',
  'LED',
  'RATEEST',
  'TEE',
  'HMARK',
  'IDLETIMER',
]);

function readTarget(words: Words, draft: IptablesDraft, goto: boolean, chainName: (chain: string) => string): void {
  const target = words.take('a target');
  if (target === 'ACCEPT') draft.action = ALLOW;
  else if (target === 'DROP' || target === 'REJECT') draft.action = DENY;
  else if (target === 'RETURN') draft.action = { kind: 'return' };
  else if (CONTINUING.has(target)) {
    draft.action = CONTINUE;
    draft.log = target.endsWith('LOG');
  } else if (
    /^(?:DNAT|REDIRECT|NETMAP|TPROXY|SNAT|MASQUERADE|SAME|QUEUE|NFQUEUE|SYNPROXY|STEAL|MIRROR)$/.test(target)
  ) {
    draft.action = UNKNOWN_ACTION;
    draft.conditions.push(`${target} changes where packets go`);
  } else draft.action = { kind: 'jump', chain: chainName(target), goto };
  // What follows belongs to the target (`--reject-with`, `--log-prefix`).
  if (draft.action.kind !== 'jump') words.rest();
}

function partsOf(draft: IptablesDraft): RuleParts {
  const { source, destination, protocols, sourcePorts, destinationPorts, eitherPorts, icmp } = draft;
  const service = { ...ANY_SERVICE, protocols, sourcePorts, destinationPorts, icmp };
  const services = eitherPorts
    ? [
        { ...service, sourcePorts: eitherPorts },
        { ...service, destinationPorts: eitherPorts },
      ]
    : [service];
  return {
    ...(source ? { source } : {}),
    ...(destination ? { destination } : {}),
    services,
    tcpFlags: draft.tcpFlags,
    states: draft.states,
    from: draft.from,
    to: draft.to,
    conditions: draft.conditions,
    log: draft.log,
    remark: draft.remark,
  };
}
