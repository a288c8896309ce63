import {
  SCOPE_ROLES,
  type ScopeRole,
  type TagFact,
  type TagStatement,
  type TagSubject,
  type ThirdPartyFact,
} from '@scopemap/scope-model';
import { accountDataOf } from '../account-data.ts';
import { translatedZones } from '../exporters.ts';
import { hosts } from '../hosts.ts';
import { influences } from '../influences.ts';
import { DAY } from '../occurrences.ts';
import type { ReferenceHost } from '../reference-host.ts';
import { zoneStatements } from '../segmentation.ts';
import { zones } from '../zones.ts';

const CISO = 'M. Okafor, head of information security';

function tag(id: string, subject: TagSubject, statement: TagStatement, reason: string, end: number): TagFact {
  const kind = statement.kind;
  return {
    id: `${kind} ${id}`,
    subject,
    statement,
    author: CISO,
    at: end - 90 * DAY,
    reason,
    evidence: null,
    until: null,
  };
}

function onHost({ name }: ReferenceHost): TagSubject {
  return { kind: 'asset', id: name };
}

function isScopeRole(role: string): role is ScopeRole {
  return SCOPE_ROLES.some((known) => known === role);
}

/** What staff said at the start: a claim for every zone, and for some hosts. */
export function claimTags(end: number): TagFact[] {
  return [
    ...zones.map(({ name, claim, description }) =>
      tag(name, { kind: 'zone', id: name }, { kind: 'claim', claim }, description, end),
    ),
    ...hosts.flatMap((host) =>
      host.claim
        ? [tag(host.name, onHost(host), { kind: 'claim', claim: host.claim.claim }, host.claim.reason, end)]
        : [],
    ),
  ];
}

/** What the lessor's router hands out in the showroom. Nobody has looked at who is there. */
const BEHIND_THE_SHOWROOM = ['172.20.0.0/24'];

/** What is behind an address that stands for many; null for hosts that hide nobody. */
function hiddenBehind({ name, role }: ReferenceHost): readonly string[] | null {
  if (role !== 'nat') return null;
  if (name !== 'edge-nat') return BEHIND_THE_SHOWROOM;
  return zones
    .filter((zone) => translatedZones.has(zone.name))
    .flatMap(({ prefixes }) => prefixes.filter((prefix) => prefix.startsWith('10.')));
}

function statementsOf(host: ReferenceHost): TagStatement[] {
  const accountData = accountDataOf(host.name);
  const prefixes = hiddenBehind(host);
  return [
    ...(accountData ? [{ kind: 'account-data', ...accountData } as const] : []),
    ...(isScopeRole(host.role) ? [{ kind: 'role', role: host.role } as const] : []),
    ...(host.servesCde ? [{ kind: 'serves-cde' } as const] : []),
    ...(prefixes ? [{ kind: 'hides', prefixes } as const] : []),
    ...(host.zone === 'Third parties' ? [{ kind: 'third-party', party: host.name } as const] : []),
  ];
}

/** What people have confirmed beside the claims: account data, roles, hypervisors, influence, third parties. */
export function confirmedTags(end: number): TagFact[] {
  return [
    ...hosts.flatMap((host) =>
      statementsOf(host).map((statement) =>
        tag(host.name, onHost(host), statement, host.claim?.reason ?? host.role, end),
      ),
    ),
    ...hosts.flatMap((guest) =>
      guest.runsOn === null
        ? []
        : [
            tag(
              `${guest.runsOn} ${guest.name}`,
              { kind: 'asset', id: guest.runsOn },
              { kind: 'hosts', guest: guest.name },
              'List of the virtualisation manager.',
              end,
            ),
          ],
    ),
    ...influences.map(({ from, on, reason }) =>
      tag(`${from} ${on}`, { kind: 'asset', id: from }, { kind: 'manages', target: on }, reason, end),
    ),
  ];
}

/** What people state of zones for the sake of leaving them out of scope. */
export function zoneStatementTags(end: number): TagFact[] {
  return zoneStatements.flatMap(({ zone, justification, approvedBy, validUntilDaysAfterEnd }) => {
    const subject: TagSubject = { kind: 'zone', id: zone };
    const until = end + validUntilDaysAfterEnd * DAY;
    return [
      { ...tag(zone, subject, { kind: 'no-account-data' }, 'Searched for card numbers and found none.', end), until },
      { ...tag(zone, subject, { kind: 'out-of-scope-justified', approvedBy }, justification, end), until },
    ];
  });
}

export const thirdPartyFacts: readonly ThirdPartyFact[] = hosts
  .filter(({ zone }) => zone === 'Third parties')
  .map(({ name }) => ({ id: name, name, service: null, attestation: null }));
