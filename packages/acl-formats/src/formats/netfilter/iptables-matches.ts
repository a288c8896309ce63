import { ICMP, ICMPV6, protocolNumber } from '@scopemap/net';
import { type AddressTerm, addressSet } from '../../model/address-set.ts';
import type { PlaceSet, TrackedState } from '../../model/rule.ts';
import { complement, HIGHEST_PORT, type NumberRange } from '../../model/service-match.ts';
import { icmpMessage } from '../../text/icmp-names.ts';
import { portNumber } from '../../text/port-names.ts';
import { rangeTerm, readAddressTerm, wildcardTerm } from '../../text/read-address.ts';
import type { IptablesDraft } from './iptables-rule.ts';

/** Puts an option's values into the draft; what was not understood, or null. */
type ReadMatch = (values: readonly string[], negated: boolean, draft: IptablesDraft) => string | null;

/** Options of matches by name, without those whose meaning a flow cannot decide. */
export const MATCHES: Readonly<Record<string, ReadMatch>> = {
  '-s': (values, negated, draft) => readAddresses('source', values, negated, draft),
  '-d': (values, negated, draft) => readAddresses('destination', values, negated, draft),
  '--src-range': (values, negated, draft) => readRange('source', values, negated, draft),
  '--dst-range': (values, negated, draft) => readRange('destination', values, negated, draft),
  '-p': readProtocol,
  '-i': (values, negated, draft) => {
    draft.from = place(values, negated);
    return null;
  },
  '-o': (values, negated, draft) => {
    draft.to = place(values, negated);
    return null;
  },
  '--sport': (values, negated, draft) => readPorts('sourcePorts', values, negated, draft),
  '--sports': (values, negated, draft) => readPorts('sourcePorts', values, negated, draft),
  '--dport': (values, negated, draft) => readPorts('destinationPorts', values, negated, draft),
  '--dports': (values, negated, draft) => readPorts('destinationPorts', values, negated, draft),
  '--ports': (values, negated, draft) =>
    negated ? `! --ports ${values.join(' ')}` : readPorts('eitherPorts', values, negated, draft),
  '--icmp-type': (values, negated, draft) => readIcmp(values, negated, draft, 4),
  '--icmpv6-type': (values, negated, draft) => readIcmp(values, negated, draft, 6),
  '--state': readStates,
  '--ctstate': readStates,
  '--syn': (_values, negated, draft) => {
    draft.tcpFlags = { mask: 0x17, value: 0x02, negated };
    return null;
  },
  '--tcp-flags': readFlags,
  '--comment': (values, _negated, draft) => {
    draft.remark = values.join(' ');
    return null;
  },
  '-m': readModule,
  // Counters that some versions write within the rule.
  '-c': () => null,
};

/** Modules whose options are understood, or that restrict nothing by themselves. */
const MODULES: ReadonlySet<string> = new Set([
  'tcp',
  'udp',
  'udplite',
  'sctp',
  'dccp',
  'icmp',
  'icmp6',
  'ipv6-icmp',
  'multiport',
  'state',
  'conntrack',
  'comment',
  'iprange',
]);

function readModule([name = '']: readonly string[]): string | null {
  return MODULES.has(name) ? null : `the match "${name}"`;
}

function readAddresses(
  side: 'source' | 'destination',
  values: readonly string[],
  negated: boolean,
  draft: IptablesDraft,
): string | null {
  const terms: AddressTerm[] = [];
  for (const text of values.join('').split(',')) {
    const [address, mask] = text.split('/') as [string, string | undefined];
    const masked = mask?.includes('.') ? wildcardTerm(address, inverted(mask)) : null;
    const term = masked ?? readAddressTerm(text);
    if (!term) return `the address "${text}"`;
    terms.push(term);
  }
  draft[side] = addressSet(terms, negated);
  return null;
}

/** iptables masks may have gaps, as wildcard masks may. */
function inverted(mask: string): string {
  return mask
    .split('.')
    .map((octet) => 255 - Number(octet))
    .join('.');
}

function readRange(
  side: 'source' | 'destination',
  [text = '']: readonly string[],
  negated: boolean,
  draft: IptablesDraft,
): string | null {
  const [from = '', to = from] = text.split('-');
  const term = rangeTerm(from, to);
  if (!term || draft[side]) return `the range "${text}"`;
  draft[side] = addressSet([term], negated);
  return null;
}

function readProtocol([text = '']: readonly string[], negated: boolean, draft: IptablesDraft): string | null {
  if (text === 'all') return null;
  const protocol = text === 'icmpv6' ? ICMPV6 : protocolNumber(text);
  if (protocol === null) return `the protocol "${text}"`;
  if (protocol === 0) return null;
  draft.protocols = negated ? complement([[protocol, protocol]], 255) : [[protocol, protocol]];
  return null;
}

function readPorts(
  side: 'sourcePorts' | 'destinationPorts' | 'eitherPorts',
  [text = '']: readonly string[],
  negated: boolean,
  draft: IptablesDraft,
): string | null {
  const ranges: NumberRange[] = [];
  for (const part of text.split(',')) {
    const [from = '', to] = part.split(':') as [string, string | undefined];
    const low = from === '' ? 0 : portNumber(from);
    const high = to === undefined ? low : to === '' ? HIGHEST_PORT : portNumber(to);
    if (low === null || high === null || low > high) return `the port "${part}"`;
    ranges.push([low, high]);
  }
  if (draft[side]) return `ports "${text}" beside others`;
  draft[side] = negated ? complement(ranges, HIGHEST_PORT) : ranges;
  return null;
}

function readIcmp(
  [text = '']: readonly string[],
  negated: boolean,
  draft: IptablesDraft,
  version: 4 | 6,
): string | null {
  if (text === 'any') return null;
  const message = icmpMessage(text, version);
  if (!message || negated) return `the ICMP message "${negated ? '! ' : ''}${text}"`;
  draft.protocols ??= [version === 4 ? [ICMP, ICMP] : [ICMPV6, ICMPV6]];
  draft.icmp = [message];
  return null;
}

const STATES: readonly TrackedState[] = ['new', 'established', 'related', 'invalid', 'untracked'];

function readStates([text = '']: readonly string[], negated: boolean, draft: IptablesDraft): string | null {
  const named = text.toLowerCase().split(',');
  const states = STATES.filter((state) => named.includes(state) !== negated);
  // `DNAT` and `SNAT` are states of the translation, which a flow does not show.
  if (named.some((name) => !STATES.some((state) => state === name))) return `the state "${text}"`;
  draft.states = states;
  return null;
}

const FLAGS: Readonly<Record<string, number>> = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32, ALL: 63, NONE: 0 };

function readFlags(
  [maskText = '', valueText = '']: readonly string[],
  negated: boolean,
  draft: IptablesDraft,
): string | null {
  const mask = flagBits(maskText);
  const value = flagBits(valueText);
  if (mask === null || value === null || draft.tcpFlags) return `the flags "${maskText} ${valueText}"`;
  draft.tcpFlags = { mask, value, negated };
  return null;
}

function flagBits(text: string): number | null {
  let bits = 0;
  for (const name of text.split(',')) {
    if (!Object.hasOwn(FLAGS, name)) return null;
    bits |= FLAGS[name] as number;
  }
  return bits;
}

function place([name = '']: readonly string[], negated: boolean): PlaceSet {
  return { names: [name.endsWith('+') ? `${name.slice(0, -1)}*` : name], negated };
}
