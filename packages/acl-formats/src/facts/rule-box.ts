import { hasPorts, ICMP, ICMPV6 } from '@scopemap/net';
import { type CompiledRule, compileRule, matchContext } from '../evaluate/compiled-rule.ts';
import { matchRanges, NO, YES } from '../evaluate/match.ts';
import { FIRST_FLAGS, type Packet } from '../evaluate/packet.ts';
import { DEFAULT_CLIENT_PORTS } from '../evaluate/rule-flow.ts';
import type { Rule } from '../model/rule.ts';
import { HIGHEST_PORT, mergeRanges, type NumberRange, type ServiceMatch } from '../model/service-match.ts';
import { type AddressRanges, ALL_ADDRESSES, addressBounds, intersection, isEmpty } from './address-ranges.ts';

/** First packets of connections: every combination of the four parts. */
export interface RuleBox {
  readonly source: AddressRanges;
  readonly destination: AddressRanges;
  /** Null: any. */
  readonly protocols: readonly NumberRange[] | null;
  /** The server's; null: any. Where there are ports, all `protocols` have some. */
  readonly ports: readonly NumberRange[] | null;
  /** The rule matches all of these. False: it matches none, some or all of them, and nothing else. */
  readonly exact: boolean;
}

export const EVERYTHING: RuleBox = {
  source: ALL_ADDRESSES,
  destination: ALL_ADDRESSES,
  protocols: null,
  ports: null,
  exact: true,
};

const ALL_PROTOCOLS: readonly NumberRange[] = [[0, 255]];
const WITH_PORTS: readonly NumberRange[] = mergeRanges(
  Array.from({ length: 256 }, (_, protocol): NumberRange => [protocol, protocol]).filter(([protocol]) =>
    hasPorts(protocol),
  ),
);
const TCP_ONLY: readonly NumberRange[] = [[6, 6]];
const ICMP_ONLY: readonly NumberRange[] = [
  [ICMP, ICMP],
  [ICMPV6, ICMPV6],
];

/**
 * What a rule matches of first packets, as boxes whose union it is. Where a part is uncertain the certain packets come first
 * and a wider box that is not exact behind them. `from` and `to` are interfaces or zones as the rules name them.
 */
export function boxesOf(compiled: CompiledRule, from: string | null, to: string | null): RuleBox[] {
  const { rule } = compiled;
  if (!rule.active) return [];
  const context = matchContext(rule, { ...ANY_FIRST_PACKET, from, to });
  if (context === NO) return [];
  const source = addressBounds(compiled.source);
  const destination = addressBounds(compiled.destination);
  const onlyTcp = rule.tcpEstablished || rule.tcpFlags !== null;
  const services = compiled.services.flatMap((service) => serviceBox(service, rule.action.kind === 'allow', onlyTcp));
  const boxes: RuleBox[] = [];
  const addBoxes = (sources: AddressRanges, destinations: AddressRanges, exact: boolean) => {
    for (const service of services)
      addBox(boxes, { ...service, source: sources, destination: destinations, exact: exact && service.exact });
  };
  if (source.core === source.hull && destination.core === destination.hull)
    addBoxes(source.core, destination.core, context === YES);
  else {
    if (context === YES) addBoxes(source.core, destination.core, true);
    addBoxes(source.hull, destination.hull, false);
  }
  return boxes;
}

/** Whether a rule may meet the first packet of a connection; others only meet what follows. */
export function meetsFirstPackets(rule: Rule): boolean {
  return boxesOf(compileRule(rule, new Map()), null, null).length > 0;
}

/** Stands for any first packet where only flags, state and places are asked. Its ends differ: nothing calls itself. */
const ANY_FIRST_PACKET: Packet = {
  source: { family: 4, low: 0, high: 0 },
  destination: { family: 4, low: 1, high: 1 },
  protocol: [6, 6],
  sourcePort: [0, HIGHEST_PORT],
  destinationPort: [0, HIGHEST_PORT],
  icmpType: null,
  icmpCode: null,
  state: 'new',
  tcpFlags: FIRST_FLAGS,
  from: null,
  to: null,
};

function addBox(boxes: RuleBox[], box: RuleBox): void {
  if (meets(box)) boxes.push(box);
}

/** Whether a packet can lie in the box at all. */
function meets({ source, destination, protocols, ports }: RuleBox): boolean {
  if (protocols?.length === 0 || ports?.length === 0) return false;
  return (source.v4.length > 0 && destination.v4.length > 0) || (source.v6.length > 0 && destination.v6.length > 0);
}

/** An allowing rule for the usual ports of clients counts as one for every client: to say less would hide what is open. */
function serviceBox(
  service: ServiceMatch,
  allows: boolean,
  onlyTcp: boolean,
): Pick<RuleBox, 'protocols' | 'ports' | 'exact'>[] {
  const { sourcePorts, destinationPorts, icmp, unknown } = service;
  let { protocols } = service;
  let exact = unknown === null;
  if (onlyTcp) protocols = commonNumbers(protocols, TCP_ONLY);
  if (sourcePorts || destinationPorts) {
    protocols = commonNumbers(protocols, WITH_PORTS);
    const [least, most] = allows ? DEFAULT_CLIENT_PORTS : [0, HIGHEST_PORT];
    if (sourcePorts && matchRanges(sourcePorts, least, most) !== YES) exact = false;
  }
  if (icmp) {
    protocols = commonNumbers(protocols, ICMP_ONLY);
    exact = false;
  }
  if (protocols && matchRanges(protocols, 0, 255) === YES) protocols = null;
  return [{ protocols, ports: destinationPorts, exact }];
}

function commonNumbers(a: readonly NumberRange[] | null, b: readonly NumberRange[] | null): readonly NumberRange[] {
  if (a === null || a === b) return b ?? ALL_PROTOCOLS;
  if (b === null) return a;
  return a.flatMap(([from, to]) =>
    b.flatMap(([low, high]): NumberRange[] =>
      Math.max(from, low) <= Math.min(to, high) ? [[Math.max(from, low), Math.min(to, high)]] : [],
    ),
  );
}

/** The packets of both; null when there are none. Exact when both are. */
export function commonBox(a: RuleBox, b: RuleBox): RuleBox | null {
  if (a === EVERYTHING) return b;
  const source = intersection(a.source, b.source);
  if (isEmpty(source)) return null;
  const destination = intersection(a.destination, b.destination);
  const protocols = a.protocols && b.protocols ? commonNumbers(a.protocols, b.protocols) : (a.protocols ?? b.protocols);
  const ports = a.ports && b.ports ? commonNumbers(a.ports, b.ports) : (a.ports ?? b.ports);
  // Ports of the one hold for what the other says of protocols: only those with ports remain.
  const carriers = ports && protocols ? commonNumbers(protocols, WITH_PORTS) : protocols;
  const box = { source, destination, protocols: carriers, ports, exact: a.exact && b.exact };
  return meets(box) ? box : null;
}
