import type { FactRef, ScopeReason } from '../classification/classification.ts';
import { type AddressRanges, inRanges, unionRanges } from '../network/address-ranges.ts';
import { hasRole } from '../network/scope-network.ts';
import { grantRefs, grantText } from './contaminated.ts';
import { contactRefs, distinct, factRef, listNames, systemRefs } from './fact-refs.ts';
import { type Influence, influenceRefs } from './influences.ts';
import { grantsOf, markPermitted } from './permits.ts';
import { WAY_IN_ROLES } from './role-services.ts';
import type { ScopeRule } from './scope-rule.ts';
import type { ScopeState } from './scope-state.ts';

/**
 * R6: the only second hop. Confirmed power over what protects or reaches the CDE, or the way in over a jump host, remote
 * access or a privileged access system that reaches it (SSC guidance K2, K3).
 */
export const connectedIndirect: ScopeRule = {
  name: 'R6',
  category: 'CONNECTED_INDIRECT',
  mark(state) {
    const { network } = state;
    const marks = new Uint8Array(network.systems.count);
    for (const influence of state.influences.confirmed) if (counts(state, influence)) marks[influence.from] = 1;
    const doors = doorsOf(state);
    if (doors.length > 0) {
      const isDoor = new Uint8Array(marks.length);
      for (const door of doors) isDoor[door] = 1;
      const { contacts } = network;
      for (let row = 0; row < contacts.count; row++) {
        if (!opensDoor(state, row)) continue;
        const [from, to] = [contacts.from[row] as number, contacts.to[row] as number];
        if (isDoor[to] === 1) marks[from] = 1;
        if (isDoor[from] === 1 && !contacts.isDirected(row)) marks[to] = 1;
      }
      markPermitted(network, rangesTowards(state, doors), marks);
    }
    for (let system = 0; system < marks.length; system++) if (state.isCde(system)) marks[system] = 0;
    return marks;
  },
  explain(state, system) {
    if (state.isCde(system)) return [];
    return [...influenceReasons(state, system), ...doorReasons(state, system)];
  },
};

function counts(state: ScopeState, { code, on }: Influence): boolean {
  return code !== 'candidate' && isNext(state, on);
}

/** One step from the CDE, or a control of it: what power over makes connected indirectly. */
function isNext(state: ScopeState, system: number): boolean {
  const category = state.category(system);
  return category === 'SEGMENTING' || category === 'SECURITY_IMPACTING' || category === 'CONNECTED';
}

/** Jump hosts and the like that reach the CDE, outside of it: contact with one inside is contact with the CDE. */
function doorsOf(state: ScopeState): number[] {
  return [...state.network.roles]
    .filter(([system, tags]) => WAY_IN_ROLES.some((role) => hasRole(tags, role)) && isNext(state, system))
    .map(([system]) => system)
    .sort((a, b) => a - b);
}

function opensDoor({ network: { contacts } }: ScopeState, row: number): boolean {
  return contacts.isEstablished(row) && !contacts.isScan(row);
}

/** Per place, the addresses that rules let through to a door. */
function rangesTowards({ network }: ScopeState, doors: readonly number[]): (AddressRanges | null)[] {
  const { places, systems, separations } = network;
  const sites = doors.flatMap((door) => systems.sites(door)).filter(({ place }) => place >= 0);
  return places.refs.map((_, place) => {
    const sets = sites
      .filter((site) => site.place !== place)
      .flatMap((site) =>
        separations
          .between(place, site.place)
          .grants.filter(({ certain, outward, far }) => certain && outward && inRanges(far, site.address))
          .map(({ near }) => near),
      );
    return sets.length === 0 ? null : unionRanges(sets);
  });
}

function reason(code: string, text: string, facts: readonly FactRef[]): ScopeReason {
  return { rule: 'R6', category: 'CONNECTED_INDIRECT', code, text, facts: distinct(facts) };
}

const INFLUENCE_TEXTS = {
  manages: 'It has power over',
  hosts: 'It runs',
  replicates: 'It replicates with',
  'service-used': 'Its service has power over its users',
} as const;

function influenceReasons(state: ScopeState, system: number): ScopeReason[] {
  const { network } = state;
  const confirmed = state.influences.of(system).filter((influence) => counts(state, influence));
  return (['manages', 'hosts', 'replicates', 'service-used'] as const).flatMap((code) => {
    const own = confirmed.filter((influence) => influence.code === code);
    if (own.length === 0) return [];
    const targets = own.map(({ on }) => on);
    const names = listNames(targets.map((target) => network.systems.name(target)));
    return [
      reason(code, `${INFLUENCE_TEXTS[code]}: ${names}, from where the CDE or a control of it can be reached.`, [
        ...influenceRefs(network, own),
        ...systemRefs(network, targets),
      ]),
    ];
  });
}

function doorReasons(state: ScopeState, system: number): ScopeReason[] {
  const { network } = state;
  const { contacts, systems } = network;
  const doors = new Set(doorsOf(state));
  if (doors.size === 0) return [];
  const rows = [...network.adjacency().rows(system)].filter((row) => {
    if (!opensDoor(state, row)) return false;
    const isClient = contacts.from[row] === system;
    const peer = (isClient ? contacts.to[row] : contacts.from[row]) as number;
    return doors.has(peer) && (isClient || !contacts.isDirected(row));
  });
  const reasons: ScopeReason[] = [];
  if (rows.length > 0) {
    const used = rows.map((row) => contacts.peer(row, system));
    const names = listNames(used.map((door) => systems.name(door)));
    const roles = [...new Set(used)].flatMap((door) => network.roles.get(door) ?? []);
    reasons.push(
      reason('way-in', `It uses ${names}, by which the CDE can be reached.`, [
        ...contactRefs(network, rows),
        ...roles.map((tag) => factRef('tag', tag)),
      ]),
    );
  }
  const sites = [...doors].flatMap((door) => systems.sites(door));
  const permits = grantsOf(
    network,
    system,
    [...new Set(sites.map(({ place }) => place))].filter((place) => place >= 0),
  )
    .filter(
      ({ grant, other }) =>
        grant.certain &&
        grant.outward &&
        sites.some(({ address, place }) => place === other && inRanges(grant.far, address)),
    )
    .map(({ grant }) => grant);
  if (permits.length > 0) {
    const lines = listNames(permits.map(grantText));
    reasons.push(
      reason('way-in-permitted', `Rules let it through to a way into the CDE: ${lines}.`, permits.flatMap(grantRefs)),
    );
  }
  return reasons;
}
