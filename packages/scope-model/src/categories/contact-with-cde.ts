import type { CategoryRule } from './category-rule.ts';
import { connects, listContacts } from './cde-contact.ts';
import { standing } from './standing.ts';

/** R5: contact with a CDE system connects, in either direction and at any time that is stored. */
export const contactWithCde: CategoryRule = (facts) => {
  const contacts = facts.cdeContacts.filter(connects);
  if (contacts.length === 0) return null;
  const unseen = contacts.every((contact) => contact.state === 'unknown');
  const doubt = unseen ? '; the other half could not be seen there, so contact must be assumed' : '';
  return {
    category: 'CONNECTED',
    conflict: standing(facts.hostClaim?.claim ?? null, facts.zone?.claim ?? null).claim === 'out-of-scope',
    reason: { rule: 'R5', text: `Contact with the CDE: ${listContacts(contacts)}${doubt}` },
  };
};
