import { hasRole } from '../network/scope-network.ts';
import { factRef } from '../rules/fact-refs.ts';
import { tagIndex } from '../rules/place-tags.ts';
import type { ScopeState } from '../rules/scope-state.ts';
import type { ScopeReason } from './classification.ts';

/** Remarks that move nothing. */
export function marksOf({ network }: ScopeState, system: number): ScopeReason[] {
  const marks = tagIndex(network, 'no-risk')
    .ofSystem(system)
    .map((tag): ScopeReason => {
      const until = tag.until === null ? 'without end' : `until ${dayOf(tag.until)}`;
      const { analysis, approvedBy } = tag.statement;
      return {
        rule: 'R5',
        category: null,
        code: 'no-risk',
        text: `Excluded by analysis ${analysis}, approved by ${approvedBy}, ${until}. The assessor decides.`,
        facts: [factRef('tag', tag)],
      };
    });
  const roles = network.roles.get(system);
  for (const { role, code, text } of HIDING) {
    if (!hasRole(roles, role)) continue;
    const tags = (roles ?? []).filter(({ statement }) => statement.role === role);
    marks.push({ rule: 'R9', category: null, code, text, facts: tags.map((tag) => factRef('tag', tag)) });
  }
  return marks;
}

/** What stands between two ends hides them from each other (DOMAIN 2.6). */
const HIDING = [
  {
    role: 'jump',
    code: 'hides-clients',
    text: 'Who works through it is not seen behind it: its sessions are incomplete.',
  },
  {
    role: 'pam',
    code: 'hides-clients',
    text: 'Who works through it is not seen behind it: its sessions are incomplete.',
  },
  {
    role: 'vpn',
    code: 'hides-clients',
    text: 'Who works through it is not seen behind it: its sessions are incomplete.',
  },
  {
    role: 'load-balancer',
    code: 'hides-ends',
    text: 'Clients and servers on its two sides are seen apart: which belongs to which is hidden.',
  },
  { role: 'proxy', code: 'hides-destinations', text: 'The real destinations behind it are hidden.' },
  { role: 'nat', code: 'hides-clients', text: 'One address stands for many systems here.' },
] as const;

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}
