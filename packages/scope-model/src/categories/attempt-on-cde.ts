import type { CategoryRule } from './category-rule.ts';
import { connects, listContacts } from './cde-contact.ts';

/** R9: attempts, refusals and touches by a scanner connect nothing; they are shown. */
export const attemptOnCde: CategoryRule = ({ cdeContacts }) => {
  const attempts = cdeContacts.filter((contact) => !connects(contact));
  if (attempts.length === 0) return null;
  return {
    category: null,
    reason: {
      rule: 'R9',
      text: `Attempted, refused or scanner contact with the CDE, which alone does not connect: ${listContacts(attempts)}`,
    },
  };
};
