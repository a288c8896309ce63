import { byText, type ContactFact, type PlaceRef, type TagFact, type TagStatement } from '@scopemap/scope-model';
import { type EvidenceView, placeKey, serviceLabel } from '../evidence-view.ts';
import { count, defineTable, instant, list, text, yesNo } from './evidence-table.ts';

type Carries = Extract<TagStatement, { readonly kind: 'carries-account-data' }>;

/** One arrow of the diagram of account-data flows: contacts of one step between two places over one service. */
export interface AccountDataHop {
  /** Of the arrow, and of the row; from 1. */
  readonly number: number;
  readonly flow: string;
  readonly step: number;
  readonly from: PlaceRef | null;
  readonly to: PlaceRef | null;
  readonly service: string;
  readonly directed: boolean;
  /** Statements with the contacts that they are about; never empty. */
  readonly marked: readonly { readonly tag: TagFact; readonly statement: Carries; readonly contact: ContactFact }[];
  /** At least one of the statements holds. */
  readonly inDate: boolean;
}

/** The account-data flows that people have named, in the order of flows and their steps. */
export function accountDataHops(view: EvidenceView): AccountDataHop[] {
  const marked = view.facts.tags.flatMap((tag) => {
    const { statement, subject } = tag;
    const contact = view.contact(subject.id);
    return statement.kind === 'carries-account-data' && contact ? [{ tag, statement, contact }] : [];
  });
  const groups = Map.groupBy(marked, ({ statement, contact }) => {
    const places = [view.placeOf(contact.from), view.placeOf(contact.to)].map((place) => place && placeKey(place));
    return JSON.stringify([
      statement.flow,
      String(statement.step).padStart(3, '0'),
      ...places,
      serviceLabel(contact),
      contact.directed,
    ]);
  });
  return [...groups]
    .sort(([a], [b]) => byText(a, b))
    .map(([, own], i) => {
      const [{ statement, contact }] = own as [(typeof own)[number]];
      return {
        number: i + 1,
        flow: statement.flow,
        step: statement.step,
        from: view.placeOf(contact.from),
        to: view.placeOf(contact.to),
        service: serviceLabel(contact),
        directed: contact.directed,
        marked: own,
        inDate: own.some(({ tag: { until } }) => until === null || until > view.facts.now),
      };
    });
}

const each = <Item>(items: readonly Item[]) => [...new Set(items)];

/** T11: on which ways account data travels, as people say; flow records show the way and never what is on it. */
export const accountDataFlows = defineTable({
  id: 'T11',
  name: 't11-account-data-flows',
  title: 'Flows of account data',
  requirements: ['1.2.4', '12.5.2'],
  columns: {
    number: count('Arrow'),
    flow: text('Flow'),
    step: count('Step'),
    stages: list('Payment stages'),
    channels: list('Acceptance channels'),
    from: text('From'),
    fromSystems: list('Systems there'),
    to: text('To'),
    toSystems: list('Systems of the other'),
    direction: text('Direction'),
    service: text('Service'),
    encryption: list('Protection on the way'),
    elements: list('Elements of account data'),
    contacts: list('Contacts'),
    firstSeen: instant('First seen'),
    lastSeen: instant('Last seen'),
    statedBy: list('Said by, and why'),
    evidence: list('Evidence'),
    inDate: yesNo('In date'),
  },
  *rows(view) {
    for (const hop of accountDataHops(view)) {
      const { marked } = hop;
      const contacts = each(marked.map(({ contact }) => contact));
      yield {
        number: hop.number,
        flow: hop.flow,
        step: hop.step,
        stages: each(marked.flatMap(({ statement }) => statement.stages)),
        channels: each(marked.flatMap(({ statement }) => statement.channels)),
        from: view.placeLabel(hop.from),
        fromSystems: each(contacts.map(({ from }) => view.assetLabel(from))),
        to: view.placeLabel(hop.to),
        toSystems: each(contacts.map(({ to }) => view.assetLabel(to))),
        direction: hop.directed ? 'from client to server' : 'not known who began',
        service: hop.service,
        encryption: each(marked.flatMap(({ statement }) => statement.encryption ?? [])),
        elements: each(marked.flatMap(({ statement }) => statement.elements)),
        contacts: contacts.map(({ id }) => id),
        firstSeen: Math.min(...contacts.map(({ first }) => first)),
        lastSeen: Math.max(...contacts.map(({ last }) => last)),
        statedBy: each(
          marked.map(({ tag }) => `${tag.author} on ${new Date(tag.at).toISOString().slice(0, 10)}: ${tag.reason}`),
        ),
        evidence: each(marked.flatMap(({ tag }) => tag.evidence ?? [])),
        inDate: hop.inDate,
      };
    }
  },
});
