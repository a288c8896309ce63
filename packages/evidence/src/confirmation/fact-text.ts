import type { ContactFact, FactRef } from '@scopemap/scope-model';
import { type EvidenceView, serviceLabel } from '../evidence-view.ts';

/** A fact in words, with names instead of ids. Its id when the view does not hold it. */
export function factText(view: EvidenceView, ref: FactRef): string {
  const { facts } = view;
  const { kind, id } = ref;
  const named = (list: readonly { readonly id: string; readonly name: string }[]) =>
    list.find((one) => one.id === id)?.name ?? id;
  switch (kind) {
    case 'asset':
      return view.assetLabel(id);
    case 'zone':
    case 'segment':
      return view.placeLabel({ kind, id });
    case 'contact': {
      const contact = view.contact(id);
      if (!contact) return id;
      const way = contact.directed ? 'to' : 'and';
      return `${view.assetLabel(contact.from)} ${way} ${view.assetLabel(contact.to)} over ${serviceLabel(contact)}`;
    }
    case 'tag': {
      const tag = facts.tags.find((one) => one.id === id);
      if (!tag) return id;
      const about = factText(view, tag.subject);
      return `${tag.statement.kind.replaceAll('-', ' ')}, of ${about}, by ${tag.author}: ${tag.reason}`;
    }
    case 'rule': {
      for (const { name, ruleSet } of view.controls) {
        const rule = ruleSet?.rules.find((one) => one.id === id);
        if (rule) return `${name} line ${rule.line}: ${rule.text}`;
      }
      return id;
    }
    case 'approval': {
      const approval = facts.approvals.find((one) => one.id === id);
      if (!approval) return id;
      return `${serviceLabel(approval)} from ${view.placeLabel(approval.from)} to ${view.placeLabel(approval.to)}: ${approval.need}`;
    }
    case 'test': {
      const test = facts.segmentationTests.find((one) => one.id === id);
      if (!test) return id;
      return `${view.placeLabel(test.from)} to ${view.placeLabel(test.to)}, ${test.result} on ${new Date(test.at).toISOString().slice(0, 10)} by ${test.tester}`;
    }
    case 'boundary': {
      const boundary = facts.boundaries.find((one) => one.id === id);
      return boundary ? boundary.between.map(view.placeLabel).join(' and ') : id;
    }
    case 'control':
      return named(view.controls);
    case 'third-party':
      return named(facts.thirdParties);
    case 'exporter':
      return named(facts.exporters);
    case 'event':
      return named(facts.calendar);
    case 'binding':
    case 'sighting':
      return id;
  }
}

/** State and direction of a contact, which later traffic may change. */
export function contactText({ state, directed, method, confidence }: ContactFact): string {
  return directed ? `${state}, direction by ${method}, ${confidence}` : `${state}, not known who began`;
}
