import { formatIp, maskIp, parseIp, protocolName, TCP, UDP } from '@scopemap/net';
import type { AddressSet } from '../model/address-set.ts';
import type { Rule } from '../model/rule.ts';
import type { NumberRange } from '../model/service-match.ts';
import type { RuleFlow } from './rule-flow.ts';
import { NO_LIST, type RuleVerdict } from './rule-verdict.ts';

/** Masks the search tries, longest first; rows with other lengths are never found. */
export const TALK_LENGTHS: readonly number[] = [24, 23, 22, 21, 20, 19, 18, 17, 16];

interface Found {
  readonly rule: Rule;
  readonly forward: boolean;
  /** False when it depends on a port that the flow does not tell. */
  readonly certain: boolean;
}

/**
 * The table look-up of the talk's `acl.csv`: exact source and destination, masked source, masked destination, both masked;
 * at each step the row for any port, the row for the destination's port, then both with the ends exchanged (which is how
 * replies are found). The last row with the same source, destination, protocol and port counts.
 */
export function createTalkMatcher(
  list: string,
  rules: readonly Rule[],
  clientPorts: NumberRange,
): { judge(flow: RuleFlow): RuleVerdict } {
  const table = new TalkTable(rules, clientPorts);
  return {
    judge(flow) {
      const ends = endsOf(flow);
      const found = ends && table.search(ends, protocolName(flow.protocol));
      if (!found) return { ...NO_LIST, answer: 'no-match', list, direction: 'forward' };
      const { id, line, label } = found.rule;
      const direction = found.forward ? 'forward' : 'reply';
      if (found.certain) return { ...NO_LIST, answer: 'allowed', list, direction, rule: id, line, label };
      const because = [`line ${line}: it depends on the client's port`];
      return { ...NO_LIST, answer: 'undetermined', list, direction, line, because, possible: [id] };
    },
  };
}

interface Ends {
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
}

function endsOf(flow: RuleFlow): Ends | null {
  const withPorts = flow.protocol === TCP || flow.protocol === UDP;
  const port = (number: number | null | undefined) => (withPorts ? (number ?? null) : 0);
  const { client, server, endpoints } = flow;
  if (client !== null && server !== null)
    return { source: client, destination: server, sourcePort: port(flow.clientPort), destinationPort: port(flow.port) };
  if (!endpoints) return null;
  const [a, b] = endpoints;
  return {
    source: a.address,
    destination: b.address,
    sourcePort: port(a.port ?? flow.port),
    destinationPort: port(b.port ?? flow.port),
  };
}

class TalkTable {
  readonly #clientPorts: NumberRange;
  /** Rows for any port by `source destination protocol`. */
  readonly #anyPort = new Map<string, Rule>();
  readonly #byPort = new Map<string, Map<number, Rule>>();

  constructor(rules: readonly Rule[], clientPorts: NumberRange) {
    this.#clientPorts = clientPorts;
    for (const rule of rules) this.#add(rule);
  }

  #add(rule: Rule): void {
    const [service] = rule.services;
    const protocol = service?.unknown ?? protocolName(service?.protocols?.[0]?.[0] ?? 0);
    const key = `${textOf(rule.source)} ${textOf(rule.destination)} ${protocol}`;
    const port = service?.destinationPorts?.[0]?.[0];
    if (port === undefined) {
      this.#anyPort.set(key, rule);
      return;
    }
    const ports = this.#byPort.get(key) ?? new Map<number, Rule>();
    this.#byPort.set(key, ports.set(port, rule));
  }

  search({ source, destination, sourcePort, destinationPort }: Ends, protocol: string): Found | null {
    for (const [from, to] of steps(source, destination)) {
      const forward = this.#find(`${from} ${to} ${protocol}`, destinationPort);
      if (forward) return { ...forward, forward: true };
      const reverse = this.#find(`${to} ${from} ${protocol}`, sourcePort);
      if (reverse) return { ...reverse, forward: false };
    }
    return null;
  }

  #find(key: string, port: number | null): Omit<Found, 'forward'> | null {
    const any = this.#anyPort.get(key);
    if (any) return { rule: any, certain: true };
    const ports = this.#byPort.get(key);
    if (!ports) return null;
    if (port !== null) {
      const rule = ports.get(port);
      return rule ? { rule, certain: true } : null;
    }
    const [least, most] = this.#clientPorts;
    for (const [number, rule] of ports) if (number >= least && number <= most) return { rule, certain: false };
    return null;
  }
}

/** The pairs of texts that are looked up, in order. */
function* steps(source: string, destination: string): Generator<readonly [string, string]> {
  const sources = maskedTexts(source);
  const destinations = maskedTexts(destination);
  yield [source, destination];
  for (const masked of sources) yield [masked, destination];
  for (const masked of destinations) yield [source, masked];
  for (const maskedSource of sources) for (const masked of destinations) yield [maskedSource, masked];
}

function maskedTexts(text: string): string[] {
  const bytes = parseIp(text);
  if (bytes?.length !== 4) return [];
  return TALK_LENGTHS.map((length) => `${formatIp(maskIp(bytes, length))}/${length}`);
}

/** The table's keys are texts: an address without a length, a network with one. */
function textOf({ terms }: AddressSet): string {
  const [term] = terms;
  if (term?.kind === 'prefix') return term.prefix.replace(/\/32$/, '');
  return term?.kind === 'unknown' ? term.name : '';
}
