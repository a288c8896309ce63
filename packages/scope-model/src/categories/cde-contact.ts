import type { CdeContact } from './scope-facts.ts';

/**
 * True when the contact makes its other side connected-to (DOMAIN R5). An attempt or a refusal alone does not; where the
 * other half cannot be seen (`unknown`) it does, since the opposite is not shown. Being touched by a scanner does not,
 * touching the CDE as a scanner does. Direction plays no part otherwise.
 */
export function connects(contact: Pick<CdeContact, 'state' | 'initiated' | 'scanner'>): boolean {
  if (contact.state !== 'established' && contact.state !== 'unknown') return false;
  return !contact.scanner || contact.initiated !== false;
}

/** `10.1.2.3 over 443/tcp https, …`, at most `most` of them, the rest as a number. */
export function listContacts(contacts: readonly CdeContact[], most = 3): string {
  const named = contacts.slice(0, most).map((contact) => `${contact.peer} over ${contact.service}`);
  const rest = contacts.length - named.length;
  return rest > 0 ? `${named.join(', ')} and ${rest} more` : named.join(', ');
}
