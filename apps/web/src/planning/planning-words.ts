import type { TagStatement } from '@scopemap/scope-model';
import { CLAIM_WORDS } from '../ui/words.ts';

export const SUGGESTION_WORDS: Readonly<Record<string, string>> = {
  role: 'It may have a role for the CDE',
  influence: 'It may have influence on the CDE',
  feeds: 'It may feed what the CDE relies on',
  segment: 'A network without a place',
  'shared-address': 'An address that several systems share',
  'load-balancer': 'It may be a load balancer',
  proxy: 'It may be a proxy',
  scanner: 'It may be a scanner',
};

/** What a statement says, in words. */
export function statementWords(statement: TagStatement): string {
  switch (statement.kind) {
    case 'claim':
      return `claim: ${CLAIM_WORDS[statement.claim]}`;
    case 'account-data': {
      const does = (['stores', 'processes', 'transmits'] as const).filter((word) => statement[word]);
      return `${does.join(', ') || 'does not handle'} account data`;
    }
    case 'role':
      return `has the role ${statement.role}`;
    case 'manages':
      return `manages ${statement.target}`;
    case 'no-influence':
      return `has no influence on ${statement.target}`;
    case 'hosts':
      return `runs the virtual machine ${statement.guest}`;
    case 'hides':
      return `hides ${statement.prefixes.join(', ')}`;
    case 'third-party':
      return 'belongs to a third party';
    default:
      return statement.kind.replaceAll('-', ' ');
  }
}
