import type { FactRef, ScopeReason } from '../classification/classification.ts';
import type { ControlGrant } from '../network/separation.ts';
import { distinct, factRef, listNames, placeRef } from './fact-refs.ts';
import { type Hypervisor, hypervisors } from './hypervisors.ts';
import type { ScopeRule } from './scope-rule.ts';
import type { ScopeState } from './scope-state.ts';

/**
 * R3: shares a segment or a hypervisor with account data, or nothing restricts access from its place to one with account
 * data. It spreads by missing control, never by flows. A system of somebody else is not contaminated by broad rules
 * towards it; inside the segment it is.
 */
export const contaminated: ScopeRule = {
  name: 'R3',
  category: 'CDE_CONTAMINATED',
  mark(state) {
    const { network, unrestricted } = state;
    const marks = new Uint8Array(network.systems.count);
    const same = Uint8Array.from(network.places.refs, (_, place) => (state.isAccountSegment(place) ? 1 : 0));
    for (let system = 0; system < marks.length; system++) {
      for (const place of state.placesOf(system)) {
        if (place < 0) continue;
        if (same[place] === 1 || (unrestricted.has(place) && !state.isExternal(system))) marks[system] = 1;
      }
    }
    for (const { host, guests } of mixed(state)) {
      marks[host.system] = 1;
      for (const { system } of guests) marks[system] = 1;
    }
    const account = state.holds.get('R1') as Uint8Array;
    for (let system = 0; system < marks.length; system++) if (account[system] === 1) marks[system] = 0;
    return marks;
  },
  explain(state, system) {
    if (state.holdsFor('R1', system)) return [];
    return [...ofPlaces(state, system), ...ofHypervisors(state, system)];
  },
};

/** Hypervisors that run account data without proof that their guests are kept apart. */
function mixed(state: ScopeState): { host: Hypervisor; guests: Hypervisor['guests']; cde: Hypervisor['guests'] }[] {
  return hypervisors(state.network).flatMap((host) => {
    if (host.separated.length > 0) return [];
    const cde = host.guests.filter(({ system }) => state.holdsFor('R1', system));
    if (cde.length === 0 && !state.holdsFor('R1', host.system)) return [];
    return [{ host, guests: host.guests, cde }];
  });
}

function reason(code: string, text: string, facts: readonly FactRef[]): ScopeReason {
  return { rule: 'R3', category: 'CDE_CONTAMINATED', code, text, facts: distinct(facts) };
}

function ofPlaces(state: ScopeState, system: number): ScopeReason[] {
  const { network, unrestricted } = state;
  const { places, systems, sightings } = network;
  const addressed = new Set(systems.sites(system).map(({ place }) => place));
  const seen = sightings.get(system) ?? [];
  return [...state.placesOf(system)]
    .filter((place) => place >= 0)
    .sort((a, b) => a - b)
    .flatMap((place): ScopeReason[] => {
      const where = placeRef(places.refs[place] as { kind: 'zone'; id: string });
      const name = places.names[place];
      if (state.isAccountSegment(place)) {
        const sighted = seen.filter((sighting) => sighting.place === place);
        const here = [where, ...sighted.map(({ fact }) => factRef('sighting', fact)), ...state.accountRefs(place)];
        if (addressed.has(place))
          return [reason('same-segment', `It stands in ${name}, ${holdsText(state, place)}.`, here)];
        const basis = listNames(sighted.map(({ fact }) => fact.basis));
        return [reason('seen-in-segment', `It was seen in ${name}, ${holdsText(state, place)}: ${basis}.`, here)];
      }
      if (state.isExternal(system)) return [];
      return (unrestricted.get(place) ?? []).map((cde) => unrestrictedReason(state, place, cde));
    });
}

function holdsText({ network, accountPlaces }: ScopeState, place: number): string {
  const account = accountPlaces.get(place);
  const members = [...(account?.members ?? [])].map((system) => network.systems.name(system));
  if (members.length > 0) return `where ${listNames(members)} ${members.length === 1 ? 'has' : 'have'} account data`;
  return `which ${listNames((account?.tags ?? []).map(({ author }) => author))} declared as CDE`;
}

/** Why nothing restricts access between the place and one with account data. Also said of the place itself. */
export function unrestrictedReason(state: ScopeState, place: number, cde: number): ScopeReason {
  const { places, separations } = state.network;
  const { unsegmented, grants } = separations.between(place, cde);
  const broad = grants.filter((grant) => grant.certain && grant.broad !== null);
  const names = `${places.names[place]} and ${places.names[cde]}`;
  const said = unsegmented.map(({ author, reason: why }) => `nothing separates them, says ${author}: ${why}`);
  const allowed = broad.slice(0, 3).map((grant) => `${grantText(grant)} allows ${grant.broad}`);
  return reason('unrestricted', `Access between ${names} is not restricted: ${[...said, ...allowed].join('; ')}.`, [
    ...unsegmented.map((tag) => factRef('tag', tag)),
    ...broad.flatMap(grantRefs),
    ...[place, cde].map((one) => placeRef(places.refs[one] as { kind: 'zone'; id: string })),
  ]);
}

/** `line 40 of fw-1`. */
export function grantText({ control, rule }: ControlGrant): string {
  return rule.fact === null ? `the default of ${control.name}` : `line ${rule.fact.line} of ${control.name}`;
}

export function grantRefs({ control, rule }: ControlGrant): FactRef[] {
  return [...(rule.fact === null ? [] : [factRef('rule', rule.fact)]), factRef('control', control)];
}

function ofHypervisors(state: ScopeState, system: number): ScopeReason[] {
  const { systems } = state.network;
  return mixed(state).flatMap(({ host, guests, cde }): ScopeReason[] => {
    const own = guests.filter((guest) => guest.system === system);
    if (host.system !== system && own.length === 0) return [];
    const others = cde.filter((guest) => guest.system !== system);
    const names =
      others.length > 0 ? listNames(others.map((guest) => systems.name(guest.system))) : systems.name(host.system);
    const facts = [...others, ...own].map(({ tag }) => factRef('tag', tag));
    const where = factRef('asset', { id: systems.ids[host.system] as string });
    const unproven = 'and nothing proves that guests are kept apart';
    if (host.system === system)
      return [
        reason('hosts-account-data', `It runs ${names}, which has account data, ${unproven}.`, [...facts, where]),
      ];
    const text = `It runs on ${systems.name(host.system)} with account data of ${names}, ${unproven}.`;
    return [reason('shared-hypervisor', text, [...facts, where])];
  });
}
