import { serviceName } from '@scopemap/net';
import type { LabelledConversation } from './direction-corpus.ts';

/** A record as the rules of other tools look at it: they decide on the ports of the record that came first. */
export interface FirstRecord {
  readonly protocol: number;
  readonly srcPort: number;
  readonly dstPort: number;
  readonly tcpFlags: number | null;
}

/** True when the rule takes the destination of the record for the server. */
export type RivalRule = (record: FirstRecord) => boolean;

/** nfdump -B (its code, not its manual): swap across any of three thresholds. */
const nfdump: RivalRule = ({ srcPort, dstPort }) =>
  ![1024, 32_768, 49_152].some((threshold) => srcPort < threshold && dstPort >= threshold);

const lowerPort: RivalRule = ({ srcPort, dstPort }) => dstPort <= srcPort;

const SYN = 2;
const SYN_RST = 6;

/** ElastiFlow: a service name on one side; else the lower port; a bare SYN (also with RST) overrules both. */
const elastiFlow: RivalRule = ({ protocol, srcPort, dstPort, tcpFlags }) => {
  if (tcpFlags === SYN || tcpFlags === SYN_RST) return true;
  const srcKnown = serviceName(protocol, srcPort) !== null;
  const dstKnown = serviceName(protocol, dstPort) !== null;
  return srcKnown === dstKnown ? dstPort <= srcPort : dstKnown;
};

/** Which record the rule is shown: the one that came first in the export, or always the client's or the server's. */
export type Order = 'as exported' | 'client first' | 'reply first';

export interface Rival {
  readonly name: string;
  readonly rule: RivalRule;
  readonly order: Order;
}

export const RIVALS: readonly Rival[] = [
  { name: 'nfdump -B, client first', rule: nfdump, order: 'client first' },
  { name: 'nfdump -B, as exported', rule: nfdump, order: 'as exported' },
  { name: 'nfdump -B, reply first', rule: nfdump, order: 'reply first' },
  { name: 'lower port', rule: lowerPort, order: 'as exported' },
  { name: 'ElastiFlow', rule: elastiFlow, order: 'as exported' },
];

/** True when the rival names the right server. `first` is the record of the conversation that came first in the export. */
export function isRivalRight(
  rival: Rival,
  truth: LabelledConversation,
  first: FirstRecord,
  isFromClient: boolean,
): boolean {
  if (rival.order === 'as exported') return rival.rule(first) === isFromClient;
  const fromClient = rival.order === 'client first';
  const [srcPort, dstPort] = fromClient
    ? [truth.client.port, truth.server.port]
    : [truth.server.port, truth.client.port];
  return rival.rule({ ...first, srcPort, dstPort }) === fromClient;
}
