import { isCde, samePlace, serviceLabel } from '../evidence-view.ts';
import { contactVerdict, verdictTexts } from './contact-verdict.ts';
import { count, defineTable, instant, list, text } from './evidence-table.ts';
import { isInDate } from './is-in-date.ts';

/** T12: contact of the CDE with another place that no approval covers, or that the rules do not explain. */
export const unexplainedTraffic = defineTable({
  id: 'T12',
  name: 't12-unexplained-traffic',
  title: 'Traffic that nobody has explained',
  requirements: ['1.2.5', '1.2.8', '1.3.1', '1.3.2', '10.7'],
  columns: {
    contact: text('Contact id'),
    from: text('From'),
    fromPlace: text('Place'),
    to: text('To'),
    toPlace: text('Place of the other'),
    direction: text('Direction'),
    service: text('Service'),
    state: text('Contact'),
    flows: count('Flow records'),
    firstSeen: instant('First seen'),
    lastSeen: instant('Last seen'),
    approval: text('Approval'),
    verdict: text('Verdict of the rules'),
    rules: list('What the controls say'),
    disposition: text('Disposition'),
    owner: text('Owner'),
    ticket: text('Ticket'),
  },
  *rows(view) {
    const inCde = (asset: string) => isCde(view.asset(asset)?.category ?? 'UNDETERMINED');
    for (const contact of view.contacts) {
      const [near, far] = [view.placeOf(contact.from), view.placeOf(contact.to)];
      if (samePlace(near, far) || !(inCde(contact.from) || inCde(contact.to))) continue;
      const covering = view.approvalsOf(contact);
      const approved = covering.some((approval) => isInDate(approval, view.facts.now));
      const verdict = contactVerdict(view, contact);
      if (approved && verdict === 'allowed') continue;
      yield {
        contact: contact.id,
        from: view.assetLabel(contact.from),
        fromPlace: view.placeLabel(near),
        to: view.assetLabel(contact.to),
        toPlace: view.placeLabel(far),
        direction: contact.directed ? `${contact.method}, ${contact.confidence}` : 'not known who began',
        service: serviceLabel(contact),
        state: contact.state,
        flows: contact.flows,
        firstSeen: contact.first,
        lastSeen: contact.last,
        approval: approved ? 'in date' : covering.length > 0 ? 'run out' : 'none',
        verdict,
        rules: verdictTexts(view, contact),
        disposition: null,
        owner: null,
        ticket: null,
      };
    }
  },
});
