import { parseIp, parsePrefix, prefixContains, TCP } from '@scopemap/net';
import { exporters, translatedZones } from './exporters.ts';
import { hosts, undeclaredAddresses } from './hosts.ts';
import type { ReferenceHost } from './reference-host.ts';
import { MULTICAST, UNZONED } from './reference-zone.ts';
import type { RelationshipKind, RelationshipTruth, TrafficShape, TruthState } from './relationship-truth.ts';
import type { Schedule } from './schedule.ts';
import { parseService } from './services.ts';
import { zones } from './zones.ts';

/** TCP flags of a half that ran its course: SYN, ACK, PSH and FIN, as exporters cumulate them. */
const WHOLE = 0x1b;
const SYN_ONLY = 0x02;
const RESET = 0x14;

export interface RelationshipDraft {
  /** Host names, or an address text for a system outside the inventory. */
  readonly from: string | readonly string[];
  readonly to: string | readonly string[];
  /** `443/tcp`, or the bare protocol (`esp`, `icmp`, `udp`) where no port stands for the service. */
  readonly service: string;
  readonly when: Schedule;
  readonly traffic: TrafficShape;
  /** Every client uses one server, in turn, instead of all of them. */
  readonly spread?: boolean;
  readonly kind?: RelationshipKind;
  readonly state?: TruthState;
  readonly answer?: RelationshipTruth['answer'];
  readonly clientPort?: number;
  readonly icmp?: RelationshipTruth['icmp'];
  readonly trap?: string;
  /** Between the IPv6 addresses of dual-stacked hosts. */
  readonly ipv6?: boolean;
}

const byName = new Map<string, ReferenceHost>(hosts.map((entry) => [entry.name, entry]));
const prefixes = zones.flatMap((zone) => zone.prefixes.map((text) => ({ zone: zone.name, prefix: parsePrefix(text) })));

function isGroup(address: string): boolean {
  const bytes = parseIp(address);
  if (!bytes) return false;
  const first = bytes[0] as number;
  return bytes.length === 4 ? first >= 224 : first === 0xff;
}

/** Zone name of an address, or MULTICAST / UNZONED. Throws RangeError for text that is no address. */
export function zoneNameOf(address: string): string {
  if (isGroup(address)) return MULTICAST;
  const bytes = parseIp(address);
  if (!bytes) throw new RangeError(`not an address: ${address}`);
  return prefixes.find(({ prefix }) => prefix !== null && prefixContains(prefix, bytes))?.zone ?? UNZONED;
}

/** Address of a named host, or the text itself for known strangers and groups. Throws RangeError for any other name. */
function addressOf(name: string, ipv6: boolean): string {
  const entry = byName.get(name);
  const address = entry ? (ipv6 ? entry.address6 : entry.address) : name;
  if (!entry && !isGroup(name) && !undeclaredAddresses.some((known) => known.address === name))
    throw new RangeError(`unknown host: ${name}`);
  if (address === null) throw new RangeError(`${name} has no IPv6 address`);
  return address;
}

/** Exporters that see traffic between two addresses. */
export function observersOf(clientAddress: string, serverAddress: string): readonly string[] {
  const a = zoneNameOf(clientAddress);
  const b = zoneNameOf(serverAddress);
  const ipv6 = clientAddress.includes(':');
  return exporters
    .filter(({ version }) => !(ipv6 && version === 5))
    .filter(({ sees }) => sees.some(([x, y]) => (x === a && y === b) || (x === b && y === a)))
    .map(({ name }) => name);
}

/** IPv4 that leaves for the outside through the edge gets its address; IPv6 and the DMZ's own outside addresses do not. */
function translationFor(clientAddress: string, serverAddress: string): string | null {
  const target = zoneNameOf(serverAddress);
  const leaves = target === 'Internet' || target === 'Third parties';
  const inside = clientAddress.startsWith('10.') && translatedZones.has(zoneNameOf(clientAddress));
  return leaves && inside ? addressOf('edge-nat', false) : null;
}

function flagsOf(draft: RelationshipDraft, protocol: number, answer: RelationshipTruth['answer']): [number, number] {
  if (protocol !== TCP) return [0, 0];
  if (draft.state === 'attempted') return [SYN_ONLY, answer === 'reset' ? RESET : 0];
  return [WHOLE, WHOLE];
}

function serviceOf(text: string): { port: number | null; protocol: number } {
  return text.includes('/') ? parseService(text) : { ...parseService(`0/${text}`), port: null };
}

function one(draft: RelationshipDraft, client: string, server: string): RelationshipTruth {
  const ipv6 = draft.ipv6 ?? false;
  const clientAddress = addressOf(client, ipv6);
  const serverAddress = addressOf(server, ipv6);
  const { port, protocol } = serviceOf(draft.service);
  const state = draft.state ?? 'established';
  const answer = draft.answer ?? (state === 'established' ? 'data' : 'none');
  const [clientFlags, serverFlags] = flagsOf(draft, protocol, answer);
  const source = draft.clientPort === undefined || draft.clientPort === port ? '' : `:${draft.clientPort}`;
  return {
    id: `${client}${source}>${server}/${draft.service}${ipv6 ? '(v6)' : ''}`,
    kind: draft.kind ?? 'client-server',
    client,
    clientAddress,
    server,
    serverAddress,
    protocol,
    port,
    clientPort: draft.clientPort ?? null,
    state,
    answer,
    clientFlags,
    serverFlags,
    icmp: draft.icmp ?? null,
    schedule: draft.when,
    traffic: draft.traffic,
    observers: observersOf(clientAddress, serverAddress),
    translatedTo: translationFor(clientAddress, serverAddress),
    translationOf: [],
    trap: draft.trap ?? null,
  };
}

/** One truth per client and server of the draft, never of a host with itself. */
export function relate(draft: RelationshipDraft): RelationshipTruth[] {
  const clients = typeof draft.from === 'string' ? [draft.from] : draft.from;
  const servers = typeof draft.to === 'string' ? [draft.to] : draft.to;
  return clients.flatMap((client, i) =>
    (draft.spread ? [servers[i % servers.length] as string] : servers)
      .filter((server) => server !== client)
      .map((server) => one(draft, client, server)),
  );
}
