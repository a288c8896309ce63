import { serviceLabel } from '../evidence-view.ts';
import { defineTable, instant, list, text } from './evidence-table.ts';

/** T10: connections with systems that are not the entity's own. */
export const thirdParties = defineTable({
  id: 'T10',
  name: 't10-third-parties',
  title: 'Connections with third parties',
  requirements: ['12.5.2', '12.8.1'],
  columns: {
    party: text('Party'),
    service: text('Service that it provides'),
    endpoint: text('Its system'),
    own: text('System of the entity'),
    ownCategory: text('Category of that system'),
    over: text('Service'),
    initiator: text('Who began'),
    firstSeen: instant('First seen'),
    lastSeen: instant('Last seen'),
    state: text('Contact'),
    attestation: text('Attestation of compliance'),
    attestedAt: instant('Attested on'),
    reasons: list('Why it is not the entity’s own'),
    contact: text('Contact id'),
  },
  *rows(view) {
    const parties = new Map(view.facts.thirdParties.map((party) => [party.id, party]));
    const partyOf = (asset: string) => {
      const tag = view.facts.tags.find(
        ({ subject, statement }) =>
          subject.kind === 'asset' && subject.id === asset && statement.kind === 'third-party',
      );
      return tag?.statement.kind === 'third-party' && tag.statement.party !== null
        ? parties.get(tag.statement.party)
        : undefined;
    };
    for (const contact of view.contacts) {
      for (const [outside, own] of [
        [contact.from, contact.to],
        [contact.to, contact.from],
      ] as const) {
        if (view.asset(outside)?.category !== 'EXTERNAL' || view.asset(own)?.category === 'EXTERNAL') continue;
        const party = partyOf(outside);
        yield {
          party: party?.name ?? null,
          service: party?.service ?? null,
          endpoint: view.assetLabel(outside),
          own: view.assetLabel(own),
          ownCategory: view.asset(own)?.category ?? null,
          over: serviceLabel(contact),
          initiator: contact.directed ? view.assetLabel(contact.from) : 'not known',
          firstSeen: contact.first,
          lastSeen: contact.last,
          state: contact.state,
          attestation: party?.attestation?.version ?? null,
          attestedAt: party?.attestation?.at ?? null,
          reasons: view.decision(outside).reasons.map((reason) => reason.text),
          contact: contact.id,
        };
      }
    }
  },
});
