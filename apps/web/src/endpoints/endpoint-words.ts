import type {
  AddressBinding,
  AddressTranslation,
  DirectionChange,
  DirectionSide,
  EndpointEvent,
  ServiceEndpoint,
} from '@scopemap/contract';
import type { AddressSource, EndpointRole } from '@scopemap/scope-model';
import { formatInstant, formatPlural } from '../ui/format.ts';
import { METHOD_WORDS } from '../ui/words.ts';

/** Peers of a learnt endpoint are counted up to here. */
const MOST_PEERS = 64;

const ROLE_WORDS: Readonly<Record<EndpointRole, string>> = {
  server: 'a service',
  'not-server': 'no service',
};

const SOURCE_WORDS: Readonly<Record<AddressSource, string>> = {
  'dhcp-lease': 'DHCP lease',
  'flow-mac': 'MAC address in flows',
  'scan-mac': 'MAC address in a scan',
  csv: 'imported list',
};

/** What an endpoint is held for, and on whose word. */
export function standingText({ basis, role, learnedPeers }: ServiceEndpoint): string {
  if (basis === null || role === null) return 'Nothing says that a service listens there.';
  switch (basis) {
    case 'person':
      return `A person says that it is ${ROLE_WORDS[role]}.`;
    case 'scan':
      return 'A scan found it open.';
    case 'learned':
      return `Learnt from traffic: ${learnedText(learnedPeers ?? 0)} met it.`;
  }
}

function learnedText(peers: number): string {
  return peers >= MOST_PEERS ? `${MOST_PEERS} or more peers` : formatPlural(peers, 'peer');
}

/** What the scans found; null when it was never scanned. */
export function scanText({ scanState, scannedAt, lastOpenAt }: ServiceEndpoint): string | null {
  if (scanState === null || scannedAt === null) return null;
  const found = `Latest scan, ${formatInstant(scannedAt)} UTC: ${scanState}`;
  return scanState !== 'open' && lastOpenAt !== null ? `${found}; last open ${formatInstant(lastOpenAt)} UTC` : found;
}

/** One entry of an endpoint's history, without its time. */
export function eventText(event: EndpointEvent): string {
  if (event.kind === 'scan') return `Scan ${event.scan} by ${event.author}: ${event.state}`;
  if (event.role === null) return `${event.author} took the statement back: ${event.reason}`;
  return `${event.author} said it is ${ROLE_WORDS[event.role]}: ${event.reason}`;
}

function sideText({ client, server, directed, service }: DirectionSide): string {
  return directed ? `${client} opened ${service} to ${server}` : `${client} and ${server} over ${service}`;
}

/** A corrected direction in sentences: what it was, what it is, and why. */
export function changeText({ before, after, cause, author, reason, restores }: DirectionChange): {
  readonly before: string;
  readonly after: string;
  readonly why: string;
} {
  const because = restores ? `what was said of ${cause} was taken back` : `by what became known of ${cause}`;
  return {
    before: `${sideText(before)} (${METHOD_WORDS[before.method]})`,
    after: `${sideText(after)} (${METHOD_WORDS[after.method]})`,
    why: `${because} · ${author}: ${reason}`,
  };
}

/** Who had the address, and when. */
export function bindingText({ asset, source, from, to }: AddressBinding): string {
  const until = to === null ? 'until now, as far as is known' : `– ${formatInstant(to)} UTC`;
  return `${asset} (${SOURCE_WORDS[source]}), ${formatInstant(from)} UTC ${until}`;
}

/** When a translation was seen, how often, and who told. */
export function translationText({ from, to, periods, exporters }: AddressTranslation): string {
  const often = periods === 1 ? '' : `in ${formatPlural(periods, 'period')}, `;
  return `${often}${formatInstant(from)} – ${formatInstant(to)} UTC · told by ${exporters.join(', ')}`;
}
