import type { ContactFact, RuleVerdictFact } from '@scopemap/scope-model';

/**
 * Contacts and verdicts with one copy of each text that many of them have: of half a million contacts between some thousand systems,
 * the names of the ends and the lists of observers would else fill most of the memory.
 */
export function textSharing() {
  const texts = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  const one = (text: string): string => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, text);
    return text;
  };
  const all = (list: readonly string[]): readonly string[] => {
    const key = JSON.stringify(list);
    const known = lists.get(key);
    if (known) return known;
    lists.set(key, list);
    return list;
  };
  return {
    // Written out, so that every contact is an object of the same small form.
    contact: (contact: ContactFact): ContactFact => ({
      id: contact.id,
      from: one(contact.from),
      to: one(contact.to),
      directed: contact.directed,
      method: one(contact.method) as ContactFact['method'],
      confidence: one(contact.confidence) as ContactFact['confidence'],
      protocol: contact.protocol,
      port: contact.port,
      state: one(contact.state) as ContactFact['state'],
      scanner: contact.scanner,
      first: contact.first,
      last: contact.last,
      flows: contact.flows,
      observers: all(contact.observers),
    }),
    verdict: (verdict: RuleVerdictFact): RuleVerdictFact => ({
      contact: verdict.contact,
      control: one(verdict.control),
      verdict: one(verdict.verdict) as RuleVerdictFact['verdict'],
      line: verdict.line === null ? null : one(verdict.line),
    }),
  };
}
