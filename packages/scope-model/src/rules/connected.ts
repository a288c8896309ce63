import type { FactRef, ScopeReason } from '../classification/classification.ts';
import { inRanges } from '../network/address-ranges.ts';
import type { ControlGrant } from '../network/separation.ts';
import { serviceText } from '../network/service-text.ts';
import { grantRefs, grantText } from './contaminated.ts';
import { contactRefs, distinct, factRef, listNames } from './fact-refs.ts';
import { grantsOf, markPermitted, permittedRanges } from './permits.ts';
import { tagIndex } from './place-tags.ts';
import { isPing } from './role-services.ts';
import type { ScopeRule } from './scope-rule.ts';
import type { ScopeState } from './scope-state.ts';

/**
 * R5: in contact with the CDE, or let through to it by a rule, in either direction (SSC guidance K1). One hop: contact
 * with what is connected does not connect. Attempts do not, nor does what a scanner touches.
 */
export const connected: ScopeRule = {
  name: 'R5',
  category: 'CONNECTED',
  mark(state) {
    const { network } = state;
    const marks = new Uint8Array(network.systems.count);
    const { contacts, places } = network;
    for (let row = 0; row < contacts.count; row++) {
      if (!contacts.isEstablished(row)) continue;
      const other = besideCde(state, row);
      if (other >= 0) marks[other] = 1;
    }
    markPermitted(
      network,
      places.refs.map((_, place) => permittedRanges(network, place, state.cdePlaces)),
      marks,
    );
    markClaimed(state, marks);
    for (let system = 0; system < marks.length; system++) if (state.isCde(system)) marks[system] = 0;
    return marks;
  },
  explain(state, system) {
    if (state.isCde(system)) return [];
    const rows = [...state.network.adjacency().rows(system)].filter((row) => besideCde(state, row) === system);
    const established = rows.filter((row) => state.network.contacts.isEstablished(row));
    const grants = grantsOf(state.network, system, state.cdePlaces).filter(({ grant }) => grant.certain);
    const used = grants.filter((grant) => established.some((row) => usesGrant(state, system, row, grant)));
    return [
      ...contactReasons(state, system, established, used),
      ...permitReasons(
        state,
        grants.filter((grant) => !used.includes(grant)),
      ),
      ...claimed(state, system),
      ...scanned(state, system),
    ];
  },
};

/** The system outside the CDE that the contact, if it is one, connects to it; -1 for none. */
export function besideCde(state: ScopeState, row: number): number {
  const { contacts } = state.network;
  const from = contacts.from[row] as number;
  const to = contacts.to[row] as number;
  const cdeFrom = state.isCde(from);
  if (cdeFrom === state.isCde(to)) return -1;
  if (cdeFrom && contacts.isScan(row) && contacts.isDirected(row)) return -1;
  return cdeFrom ? to : from;
}

function markClaimed(state: ScopeState, marks: Uint8Array): void {
  const { network } = state;
  const claims = tagIndex(network, 'claim');
  const places = network.places.refs.map((_, place) => claims.ofPlace(place).some(saysConnected));
  for (const { subject, statement } of network.statements.all('claim'))
    if (statement.claim === 'connected' && subject.kind === 'asset')
      for (const system of network.systems.named(subject.id)) marks[system] = 1;
  if (!places.includes(true)) return;
  for (let system = 0; system < marks.length; system++)
    if (state.placesOf(system).some((place) => places[place])) marks[system] = 1;
}

function saysConnected({ statement }: { readonly statement: { readonly claim: string } }): boolean {
  return statement.claim === 'connected';
}

function reason(code: string, text: string, facts: readonly FactRef[]): ScopeReason {
  return { rule: 'R5', category: 'CONNECTED', code, text, facts: distinct(facts) };
}

interface PlacedGrant {
  readonly grant: ControlGrant;
  readonly other: number;
}

function contactReasons(
  state: ScopeState,
  system: number,
  rows: readonly number[],
  used: readonly PlacedGrant[],
): ScopeReason[] {
  if (rows.length === 0) return [];
  const { contacts, systems } = state.network;
  const peers = listNames(rows.map((row) => systems.name(peerOf(state, row, system))));
  const services = listNames(rows.map((row) => serviceText(contacts.protocol(row), contacts.port(row))));
  const refs = [...contactRefs(state.network, rows), ...used.flatMap(({ grant }) => grantRefs(grant))];
  return rows.every((row) => isPing(contacts.protocol(row)))
    ? [reason('icmp', `It exchanges ICMP messages with the CDE, and nothing else: ${peers}.`, refs)]
    : [reason('contact', `It is in contact with the CDE: ${peers} (${services}).`, refs)];
}

function peerOf({ network: { contacts } }: ScopeState, row: number, system: number): number {
  return contacts.peer(row, system);
}

/** True when the contact is of the kind that the rule lets through. */
export function usesGrant(
  { network }: ScopeState,
  system: number,
  row: number,
  { grant, other }: PlacedGrant,
): boolean {
  const { contacts, systems } = network;
  const { rule, outward, near, far } = grant;
  if (rule.protocol !== null && rule.protocol !== contacts.protocol(row)) return false;
  const port = contacts.port(row);
  if (rule.ports !== null && !(port !== null && rule.ports.some(([low, high]) => low <= port && port <= high)))
    return false;
  const isClient = contacts.from[row] === system;
  if (contacts.isDirected(row) && isClient !== outward) return false;
  const peer = (isClient ? contacts.to[row] : contacts.from[row]) as number;
  return (
    systems.sites(system).some(({ address }) => inRanges(near, address)) &&
    systems.sites(peer).some(({ address, place }) => place === other && inRanges(far, address))
  );
}

function permitReasons(state: ScopeState, grants: readonly PlacedGrant[]): ScopeReason[] {
  if (grants.length === 0) return [];
  const { places } = state.network;
  const towards = listNames(grants.map(({ other }) => places.names[other] as string));
  const lines = listNames(grants.map(({ grant }) => grantText(grant)));
  const text = `Rules let it through to or from ${towards}, and no such contact was seen: ${lines}.`;
  return [
    reason(
      'permitted-not-seen',
      text,
      grants.flatMap(({ grant }) => grantRefs(grant)),
    ),
  ];
}

/** Somebody says so of the system or of its place. */
export function isClaimedConnected(state: ScopeState, system: number): boolean {
  return claimed(state, system).length > 0;
}

function claimed(state: ScopeState, system: number): ScopeReason[] {
  const claims = tagIndex(state.network, 'claim');
  const own = claims.ofSystem(system).filter(saysConnected);
  const ofPlaces = state.placesOf(system).flatMap((place) => claims.ofPlace(place).filter(saysConnected));
  return [...new Set([...own, ...ofPlaces])].map((tag) =>
    reason(
      'claimed',
      `${own.includes(tag) ? 'Claimed' : 'Its place is claimed'} as connected by ${tag.author}: ${tag.reason}`,
      [factRef('tag', tag)],
    ),
  );
}

/** Contacts that a scanner of the CDE opened: shown, and no ground. */
function scanned(state: ScopeState, system: number): ScopeReason[] {
  const { network } = state;
  const { contacts } = network;
  const rows = [...network.adjacency().rows(system)].filter(
    (row) =>
      contacts.to[row] === system &&
      contacts.isScan(row) &&
      contacts.isDirected(row) &&
      contacts.isEstablished(row) &&
      state.isCde(contacts.from[row] as number),
  );
  if (rows.length === 0) return [];
  const scanners = listNames(rows.map((row) => network.systems.name(contacts.from[row] as number)));
  const text = `A scanner of the CDE reached it, which alone does not connect: ${scanners}.`;
  return [{ rule: 'R5', category: null, code: 'scanner', text, facts: contactRefs(network, rows) }];
}
