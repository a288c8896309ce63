import { TCP } from '@scopemap/net';
import { serviceText } from '../network/service-text.ts';
import { listNames } from '../rules/fact-refs.ts';
import type { ScopeSuggestion } from './scope-suggestion.ts';
import { contactEvidence, listAt, type SuggestionContext, type SuggestionFinder, tagOn } from './suggestion-context.ts';

const FEWEST_CLIENTS = 3;
const FEWEST_MEMBERS = 2;
const FEWEST_OUTSIDE = 5;
/** Ports on which forward proxies listen by default (SOCKS, Squid, common web proxies). */
const PROXY_PORTS: ReadonlySet<number> = new Set([1080, 3128, 8080]);
const WEB_PORTS: ReadonlySet<number> = new Set([80, 443]);

/** Contacts of one service, by server and by client. */
interface ServiceUse {
  readonly ofServer: Map<number, number[]>;
  readonly ofClient: Map<number, number[]>;
}

/** Who passes a service on to several members that nobody else uses: the pair behind it is hidden (DOMAIN 2.6). */
export const loadBalancers: SuggestionFinder = (context) => {
  const { contacts } = context.network;
  const services = new Map<string, ServiceUse>();
  for (let row = 0; row < contacts.count; row++) {
    const port = contacts.port(row);
    if (port === null || !isOrdinary(context, row)) continue;
    const key = `${contacts.protocol(row)} ${port}`;
    const use = services.get(key) ?? { ofServer: new Map(), ofClient: new Map() };
    services.set(key, use);
    listAt(use.ofServer, contacts.to[row] as number).push(row);
    listAt(use.ofClient, contacts.from[row] as number).push(row);
  }
  return [...services.values()].flatMap((use) =>
    [...use.ofServer.keys()].flatMap((system) => balancerOf(context, system, use)),
  );
};

function isOrdinary({ network: { contacts } }: SuggestionContext, row: number): boolean {
  return contacts.isDirected(row) && contacts.isEstablished(row) && !contacts.isScan(row);
}

function balancerOf(context: SuggestionContext, system: number, { ofServer, ofClient }: ServiceUse): ScopeSuggestion[] {
  const { network } = context;
  const { contacts, systems } = network;
  const inward = ofServer.get(system) ?? [];
  const outward = (ofClient.get(system) ?? []).filter((row) => {
    const users = ofServer.get(contacts.to[row] as number) ?? [];
    return users.every((user) => contacts.from[user] === system);
  });
  if (inward.length < FEWEST_CLIENTS || outward.length < FEWEST_MEMBERS) return [];
  if (context.hasRole(system, 'load-balancer') || context.hasRole(system, 'proxy')) return [];
  const [first = 0] = outward;
  const service = serviceText(contacts.protocol(first), contacts.port(first));
  const members = listNames(outward.map((row) => systems.name(contacts.to[row] as number)));
  return [
    {
      id: `load-balancer ${systems.ids[system]} ${service}`,
      code: 'load-balancer',
      text: `${systems.name(system)} offers ${service} to ${inward.length} systems and alone uses it of ${members}: it may pass connections on.`,
      becomes: [tagOn(network, system, { kind: 'role', role: 'load-balancer' })],
      otherwise: [],
      segment: null,
      ...contactEvidence(network, [...inward, ...outward]),
    },
  ];
}

/** Who offers a proxy's port and itself goes to many places outside: real destinations are hidden behind it. */
export const proxies: SuggestionFinder = (context) => {
  const { network } = context;
  const { contacts, systems } = network;
  const inward = new Map<number, number[]>();
  const outward = new Map<number, number[]>();
  for (let row = 0; row < contacts.count; row++) {
    const port = contacts.port(row);
    if (port === null || contacts.protocol(row) !== TCP || !isOrdinary(context, row)) continue;
    if (PROXY_PORTS.has(port)) listAt(inward, contacts.to[row] as number).push(row);
    if (WEB_PORTS.has(port) && context.isExternal(contacts.to[row] as number))
      listAt(outward, contacts.from[row] as number).push(row);
  }
  return [...inward].flatMap(([system, users]): ScopeSuggestion[] => {
    const targets = outward.get(system) ?? [];
    if (users.length < FEWEST_CLIENTS || targets.length < FEWEST_OUTSIDE || context.hasRole(system, 'proxy')) return [];
    return [
      {
        id: `proxy ${systems.ids[system]}`,
        code: 'proxy',
        text: `${systems.name(system)} is used like a proxy by ${users.length} systems and goes to ${targets.length} systems outside.`,
        becomes: [tagOn(network, system, { kind: 'role', role: 'proxy' })],
        otherwise: [],
        segment: null,
        ...contactEvidence(network, [...users, ...targets]),
      },
    ];
  });
};
