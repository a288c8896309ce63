import type { ListKind } from '@scopemap/contract';

export const LIST_WORDS: Readonly<Record<ListKind, string>> = {
  zones: 'Zones',
  hosts: 'Hosts',
  tags: 'Tags',
  approvals: 'Approvals',
};
