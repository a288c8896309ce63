import type { ScopeCategory } from '@scopemap/scope-model';
import { serviceLabel } from '../evidence-view.ts';
import { verdictTexts } from './contact-verdict.ts';
import { count, defineTable, instant, list, text, yesNo } from './evidence-table.ts';
import { firstSeen, lastSeen } from './seen.ts';

const CONNECTED: ReadonlySet<ScopeCategory> = new Set([
  'SEGMENTING',
  'SECURITY_IMPACTING',
  'CONNECTED',
  'CONNECTED_INDIRECT',
]);

/** T7: systems that are in scope for what they reach or may do; one row for each reason with its contacts. */
export const connectedSystems = defineTable({
  id: 'T7',
  name: 't07-connected-systems',
  title: 'Connected-to and security-impacting systems',
  requirements: ['12.5.2'],
  columns: {
    asset: text('Asset'),
    name: text('Name'),
    category: text('Category'),
    rule: text('Rule'),
    ground: text('Ground'),
    deciding: yesNo('Decides the category'),
    reason: text('Reason'),
    contacts: list('Contacts: peer, service, who began, how that is known'),
    contactCount: count('Number of contacts named'),
    firstSeen: instant('First seen'),
    lastSeen: instant('Last seen'),
    rules: list('What the controls say'),
    facts: list('Facts'),
  },
  *rows(view) {
    for (const asset of view.assets) {
      if (!CONNECTED.has(asset.category)) continue;
      const { reasons } = view.decision(asset.id);
      const deciding = reasons.find(({ category }) => category !== null);
      for (const reason of reasons) {
        const contacts = reason.facts.flatMap(({ kind, id }) => (kind === 'contact' ? (view.contact(id) ?? []) : []));
        yield {
          asset: asset.id,
          name: asset.fact?.name ?? null,
          category: asset.category,
          rule: reason.rule,
          ground: reason.code,
          deciding: reason === deciding,
          reason: reason.text,
          contacts: contacts.map((contact) => {
            const began = contact.directed ? view.assetLabel(contact.from) : 'not known who';
            const ends = `${view.assetLabel(contact.from)} and ${view.assetLabel(contact.to)}`;
            return `${ends} over ${serviceLabel(contact)}: ${began} began (${contact.method}, ${contact.confidence}), ${contact.state}`;
          }),
          contactCount: contacts.length,
          firstSeen: firstSeen(contacts),
          lastSeen: lastSeen(contacts),
          rules: contacts.flatMap((contact) => verdictTexts(view, contact)),
          facts: reason.facts.map(({ kind, id }) => `${kind} ${id}`),
        };
      }
    }
  },
});
