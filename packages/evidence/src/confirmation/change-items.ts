import type { ChangeCandidate } from '@scopemap/contract';

/** Items of the definition of a significant change in our words. */
export const CHANGE_ITEM_TEXTS: Readonly<Record<ChangeCandidate['item'], string>> = {
  'new-system-in-cde': 'New system or equipment in the CDE',
  'account-data': 'Change of the flow or storage of account data',
  boundary: 'Change of the boundary of the CDE or of the scope',
  'supporting-infrastructure': 'Change of supporting infrastructure',
  'third-party': 'Change of third parties that support the CDE',
};
