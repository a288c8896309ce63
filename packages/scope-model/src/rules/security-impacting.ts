import type { FactRef, ScopeReason } from '../classification/classification.ts';
import { hasRole } from '../network/scope-network.ts';
import { contactRefs, distinct, factRef, listNames, systemRefs } from './fact-refs.ts';
import { roleText, tagIndex } from './place-tags.ts';
import { SECURITY_ROLES } from './role-services.ts';
import { roleUses, roleUsesOf } from './role-use.ts';
import type { ScopeRule } from './scope-rule.ts';
import type { ScopeState } from './scope-state.ts';

/** R4: provides a security service to the CDE, or has power over a system of it or over a control (SSC guidance K3 to K5). */
export const securityImpacting: ScopeRule = {
  name: 'R4',
  category: 'SECURITY_IMPACTING',
  mark(state) {
    const { network } = state;
    const marks = new Uint8Array(network.systems.count);
    const set = (id: string) => {
      for (const system of network.systems.named(id)) marks[system] = 1;
    };
    for (const { subject } of network.statements.all('serves-cde')) if (subject.kind === 'asset') set(subject.id);
    for (const kind of ['manages', 'hosts'] as const)
      for (const { subject, statement } of network.statements.all(kind)) {
        const target = statement.kind === 'manages' ? statement.target : statement.guest;
        if (subject.kind === 'asset' && network.systems.named(target).some((system) => isProtected(state, system)))
          set(subject.id);
      }
    for (const { system, user } of roleUses(network, SECURITY_ROLES)) if (state.isCde(user)) marks[system] = 1;
    for (const [system, tags] of network.roles) if (hasRole(tags, 'flow-collector')) marks[system] = 1;
    markClaimed(state, marks);
    return marks;
  },
  explain: (state, system) => [
    ...served(state, system),
    ...used(state, system),
    ...collects(state, system),
    ...powers(state, system),
    ...claimed(state, system),
  ],
};

function isProtected(state: ScopeState, system: number): boolean {
  return state.isCde(system) || state.category(system) === 'SEGMENTING';
}

function markClaimed(state: ScopeState, marks: Uint8Array): void {
  const { network } = state;
  const claims = tagIndex(network, 'claim');
  const places = network.places.refs.map((_, place) => claims.ofPlace(place).some(saysImpacting));
  for (const { subject, statement } of network.statements.all('claim'))
    if (statement.claim === 'security-impacting' && subject.kind === 'asset')
      for (const system of network.systems.named(subject.id)) marks[system] = 1;
  if (!places.includes(true)) return;
  for (let system = 0; system < marks.length; system++)
    if (state.placesOf(system).some((place) => places[place])) marks[system] = 1;
}

function saysImpacting({ statement }: { readonly statement: { readonly claim: string } }): boolean {
  return statement.claim === 'security-impacting';
}

function reason(code: string, text: string, facts: readonly FactRef[]): ScopeReason {
  return { rule: 'R4', category: 'SECURITY_IMPACTING', code, text, facts: distinct(facts) };
}

function served({ network }: ScopeState, system: number): ScopeReason[] {
  const roles = network.roles.get(system) ?? [];
  const what =
    roles.length === 0
      ? 'It serves the CDE'
      : `Its service (${listNames(roles.map(({ statement }) => roleText(statement.role)))}) is used for the CDE`;
  return tagIndex(network, 'serves-cde')
    .ofSystem(system)
    .map((tag) =>
      reason('serves-cde', `${what}, says ${tag.author}: ${tag.reason}`, [
        ...roles.map((role) => factRef('tag', role)),
        factRef('tag', tag),
      ]),
    );
}

function used(state: ScopeState, system: number): ScopeReason[] {
  const { network } = state;
  const uses = [...roleUsesOf(network, SECURITY_ROLES, system)].filter(({ user }) => state.isCde(user));
  const byRole = Map.groupBy(uses, ({ role }) => role);
  return [...byRole]
    .sort(([a], [b]) => (a.id < b.id ? -1 : 1))
    .map(([role, own]) => {
      const users = listNames(own.map(({ user }) => network.systems.name(user)));
      return reason(
        'service-used-by-cde',
        `Systems of the CDE use its service (${roleText(role.statement.role)}): ${users}.`,
        [
          factRef('tag', role),
          ...contactRefs(
            network,
            own.map(({ row }) => row),
          ),
        ],
      );
    });
}

/** What the scope is decided from passes it, whoever sends it: the role alone is enough (DOMAIN 2.6, own collector). */
function collects({ network }: ScopeState, system: number): ScopeReason[] {
  const tags = (network.roles.get(system) ?? []).filter(({ statement }) => statement.role === 'flow-collector');
  if (tags.length === 0) return [];
  const text = 'It collects the flow records by which scope is decided.';
  return [
    reason(
      'flow-collector',
      text,
      tags.map((tag) => factRef('tag', tag)),
    ),
  ];
}

function powers(state: ScopeState, system: number): ScopeReason[] {
  const { network } = state;
  const { systems } = network;
  const over = (id: string) => systems.named(id).filter((target) => isProtected(state, target));
  const manages = tagIndex(network, 'manages')
    .ofSystem(system)
    .flatMap((tag) => {
      const targets = over(tag.statement.target);
      if (targets.length === 0) return [];
      const names = listNames(targets.map((target) => systems.name(target)));
      return [
        reason('manages', `It has power over ${names}, says ${tag.author}: ${tag.reason}`, [
          factRef('tag', tag),
          ...systemRefs(network, targets),
        ]),
      ];
    });
  const guests = tagIndex(network, 'hosts')
    .ofSystem(system)
    .flatMap((tag) => over(tag.statement.guest).map((guest) => ({ tag, guest })));
  if (guests.length === 0) return manages;
  const names = listNames(guests.map(({ guest }) => systems.name(guest)));
  const refs = [
    ...guests.map(({ tag }) => factRef('tag', tag)),
    ...systemRefs(
      network,
      guests.map(({ guest }) => guest),
    ),
  ];
  return [...manages, reason('hosts', `It runs ${names}.`, refs)];
}

function claimed(state: ScopeState, system: number): ScopeReason[] {
  const claims = tagIndex(state.network, 'claim');
  const own = claims.ofSystem(system).filter(saysImpacting);
  const ofPlaces = state.placesOf(system).flatMap((place) => claims.ofPlace(place).filter(saysImpacting));
  return [...new Set([...own, ...ofPlaces])].map((tag) =>
    reason(
      'claimed',
      `${own.includes(tag) ? 'Claimed' : 'Its place is claimed'} as security-impacting by ${tag.author}: ${tag.reason}`,
      [factRef('tag', tag)],
    ),
  );
}
