import type { ContactFact } from '@scopemap/scope-model';
import { serviceLabel } from '../evidence-view.ts';
import { defineTable, instant, list, text, yesNo } from './evidence-table.ts';
import { isInsecure } from './insecure-service.ts';
import { isInDate } from './is-in-date.ts';
import { lastSeen } from './seen.ts';

/** T5: services that are allowed, with their business need. */
export const allowedServices = defineTable({
  id: 'T5',
  name: 't05-allowed-services',
  title: 'Allowed services and their business need',
  requirements: ['1.2.5', '1.2.6'],
  columns: {
    approval: text('Approval'),
    service: text('Service'),
    from: text('Source'),
    to: text('Destination'),
    need: text('Business need'),
    approvedBy: text('Approved by'),
    until: instant('Valid until'),
    inDate: yesNo('In date'),
    insecure: yesNo('Needs security features (1.2.6)'),
    seen: yesNo('Seen in the period'),
    lastSeen: instant('Last seen'),
    contacts: list('Contacts'),
  },
  *rows(view) {
    const covered = new Map<string, ContactFact[]>(view.facts.approvals.map(({ id }) => [id, []]));
    for (const contact of view.contacts) for (const { id } of view.approvalsOf(contact)) covered.get(id)?.push(contact);
    for (const approval of view.facts.approvals) {
      const contacts = covered.get(approval.id) ?? [];
      yield {
        approval: approval.id,
        service: serviceLabel(approval),
        from: view.placeLabel(approval.from),
        to: view.placeLabel(approval.to),
        need: approval.need,
        approvedBy: approval.approvedBy,
        until: approval.until,
        inDate: isInDate(approval, view.facts.now),
        insecure: isInsecure(approval.protocol, approval.port),
        seen: contacts.some(({ last }) => last >= view.facts.period.start),
        lastSeen: lastSeen(contacts),
        contacts: contacts.map(({ id }) => id),
      };
    }
  },
});
