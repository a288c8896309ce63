import { CHANGE_ITEM_TEXTS } from '../confirmation/change-items.ts';
import { defineTable, list, text, yesNo } from './evidence-table.ts';
import { signatureOf } from './scope-confirmation.ts';

/** T14: what differs from the snapshot of the last approved confirmation, and what people found of it. */
export const changesSince = defineTable({
  id: 'T14',
  name: 't14-changes',
  title: 'Changes since the last confirmation',
  requirements: ['1.2.2', '6.5.1', '6.5.2', '12.5.2', 'A3.2.2'],
  columns: {
    since: text('Since the snapshot'),
    kind: text('What'),
    change: text('Change'),
    id: text('Id'),
    subject: text('Subject'),
    before: text('Before'),
    after: text('After'),
    because: list('Because of'),
    item: text('May be part of a significant change'),
    significant: yesNo('Found significant'),
    assessment: text('Assessment'),
    ticket: text('Ticket'),
    approved: text('Signed by'),
  },
  *rows(view) {
    const { changes, confirmation } = view.records;
    if (!changes) return;
    const decisions = new Map(confirmation?.content.decisions.map((decision) => [decision.key, decision]));
    const approval = confirmation && signatureOf(confirmation, 'approved');
    for (const { item, key, ...row } of changes.rows) {
      const decision = key === null ? undefined : decisions.get(key);
      yield {
        since: changes.since.snapshotId,
        ...row,
        item: item && CHANGE_ITEM_TEXTS[item],
        significant: decision?.significant ?? null,
        assessment: decision?.reason ?? null,
        ticket: decision?.ticket ?? null,
        approved: decision && approval ? `${approval.author}, ${approval.title}` : null,
      };
    }
  },
});
