import type { ChangeCandidate, Confirmation, ConfirmationContent } from '@scopemap/contract';

export const ROLE_WORDS: Readonly<Record<Confirmation['entityRole'], string>> = {
  merchant: 'Merchant: every twelve months',
  'service-provider': 'Service provider: every six months',
  designated: 'Designated entity: every three months',
};

export const TRIGGER_WORDS: Readonly<Record<Confirmation['trigger']['kind'], string>> = {
  periodic: 'Periodic',
  change: 'After a significant change',
  organisational: 'After a change of the organisation',
};

export const STATE_WORDS: Readonly<Record<Confirmation['state'], string>> = {
  draft: 'Being written',
  prepared: 'Prepared',
  reviewed: 'Reviewed',
  approved: 'Approved',
};

export const STEP_VERBS = { prepared: 'Prepare', reviewed: 'Review', approved: 'Approve' } as const;

export type ElementNumber = ConfirmationContent['elements'][number]['element'];

/** The seven elements of 12.5.2 in our words. */
export const ELEMENT_WORDS: Readonly<Record<ElementNumber, string>> = {
  1: 'Account-data flows of all payment stages and acceptance channels',
  2: 'Diagrams of these flows are up to date',
  3: 'Every place where account data is stored, processed or transmitted',
  4: 'Every system in the CDE, connected to it, or able to affect its security',
  5: 'Segmentation controls, and why each environment may stay out of scope',
  6: 'Connections of third parties with access to the CDE',
  7: 'All of this is included in the scope',
};

export const RESULT_WORDS: Readonly<Record<ConfirmationContent['elements'][number]['result'], string>> = {
  complete: 'Complete',
  open: 'Open items remain',
  'not-applicable': 'Does not apply',
};

export const ITEM_WORDS: Readonly<Record<ChangeCandidate['item'], string>> = {
  'new-system-in-cde': 'New system in the CDE',
  'account-data': 'Flow or storage of account data',
  boundary: 'Boundary of the CDE or scope',
  'supporting-infrastructure': 'Supporting infrastructure',
  'third-party': 'Third parties',
};

/** Page on which what a table of the pack lists can be looked at now; null where only the pack has it. */
export function pageOfTable(table: string): { readonly href: string; readonly title: string } | null {
  const pages: Readonly<Record<string, { readonly href: string; readonly title: string }>> = {
    T2: { href: '/hosts', title: 'Hosts' },
    T4: { href: '/matrix', title: 'Matrix' },
    T9: { href: '/rules', title: 'Rules' },
    T10: { href: '/relationships', title: 'Relationships' },
    T11: { href: '/account-data', title: 'Account data' },
    T12: { href: '/review', title: 'Review' },
    T13: { href: '/coverage', title: 'Coverage' },
  };
  return pages[table] ?? null;
}

/** One entry a line; empty lines are none. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

/** The content with an element said anew. */
export function withElement(
  content: ConfirmationContent,
  number: ElementNumber,
  change: Partial<ConfirmationContent['elements'][number]>,
): ConfirmationContent {
  const blank = { element: number, result: 'complete', statement: '', artefacts: [], openItems: [] } as const;
  const before = content.elements.find(({ element }) => element === number) ?? {
    ...blank,
    artefacts: [],
    openItems: [],
  };
  const others = content.elements.filter(({ element }) => element !== number);
  const elements = [...others, { ...before, ...change }].sort((a, b) => a.element - b.element);
  return { ...content, elements };
}

/** The content with the same decision about each of the keys; null takes it back. */
export function withDecisions(
  content: ConfirmationContent,
  keys: readonly string[],
  decision: Omit<ConfirmationContent['decisions'][number], 'key'> | null,
): ConfirmationContent {
  const others = content.decisions.filter(({ key }) => !keys.includes(key));
  return { ...content, decisions: decision ? [...others, ...keys.map((key) => ({ key, ...decision }))] : others };
}
