import type { FactRef, PlaceRef, TagFact } from '@scopemap/scope-model';
import { type EvidenceView, placeKey } from '../evidence-view.ts';
import { controlsBetween } from './boundary-matrix.ts';
import { count, defineTable, instant, list, text, yesNo } from './evidence-table.ts';
import { latestTest } from './latest-test.ts';

/**
 * T8: every environment outside the CDE, on what grounds it is out of scope, or what is missing. The four tests are those of
 * the scoping guidance (DOMAIN 2.1, O1 to O4); the model has answered them where nothing is missing.
 */
export const outOfScope = defineTable({
  id: 'T8',
  name: 't08-out-of-scope',
  title: 'Environments outside the CDE and why they may stay out of scope',
  requirements: ['11.4.5', '11.4.6', '12.5.2'],
  columns: {
    environment: text('Environment'),
    category: text('Category'),
    outOfScope: yesNo('Out of scope'),
    noAccountData: yesNo('O1: no account data, by statement'),
    outsideCde: yesNo('O2: in no segment of the CDE'),
    contactsWithCde: count('O3: contacts with the CDE seen'),
    noIndirectAccess: yesNo('O4: no way to it through a system in scope'),
    grounds: list('Grounds'),
    missing: list('Missing facts'),
    controls: list('Controls towards the CDE'),
    tests: list('Segmentation tests towards the CDE'),
    coverage: list('Coverage towards the CDE'),
    justification: text('Justification'),
    justifiedBy: text('Written by'),
    approvedBy: text('Approved by'),
    until: instant('Valid until'),
  },
  *rows(view) {
    const cde = view.classification.places.map(({ place }) => place).filter(view.isCdePlace);
    const withCde = contactsWithCde(view);
    for (const { place, category } of view.classification.places) {
      if (view.isCdePlace(place)) continue;
      const decision = view.classification.explainPlace(place);
      const said = (kind: TagFact['statement']['kind']) =>
        statementsOf(view, place).find(({ statement }) => statement.kind === kind);
      const justified = said('out-of-scope-justified');
      yield {
        environment: view.placeLabel(place),
        category,
        outOfScope: category === 'OUT_OF_SCOPE',
        noAccountData: said('no-account-data') ? true : null,
        outsideCde: true,
        contactsWithCde: withCde.get(placeKey(place)) ?? 0,
        // Only the whole of the model answers it; a place that misses a fact was not followed to the end.
        noIndirectAccess: category === 'OUT_OF_SCOPE' ? true : null,
        grounds: decision?.reasons.map((reason) => `${reason.rule} ${reason.text}`) ?? [],
        missing: decision?.missing.map((missing) => missing.text) ?? [],
        controls: cde.map(
          (to) => `${view.placeLabel(to)}: ${controlsBetween(view, place, to).join(', ') || 'none known'}`,
        ),
        tests: cde.map((to) => {
          const test = latestTest(view, place, to);
          const result = test && `${test.result} on ${new Date(test.at).toISOString().slice(0, 10)} by ${test.tester}`;
          return `${view.placeLabel(to)}: ${result ?? 'never tested'}`;
        }),
        coverage: cde.map((to) => `${view.placeLabel(to)}: ${view.coverageBetween(place, to) ?? 'none'}`),
        justification: justified?.reason ?? null,
        justifiedBy: justified?.author ?? null,
        approvedBy: justified?.statement.kind === 'out-of-scope-justified' ? justified.statement.approvedBy : null,
        until: justified?.until ?? null,
      };
    }
  },
});

/** Statements about the place or its zone. */
function statementsOf(view: EvidenceView, place: PlaceRef): readonly TagFact[] {
  const about = view.placesWithin(place);
  const matches = (subject: Pick<FactRef, 'id'> & { readonly kind: string }) =>
    about.some(({ kind, id }) => subject.kind === kind && subject.id === id);
  return view.facts.tags.filter(({ subject }) => matches(subject));
}

/** By place, how many contacts its systems have with the CDE; one pass, because a network has many places and contacts. */
function contactsWithCde(view: EvidenceView): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const inCde = (asset: string) => view.asset(asset)?.category.startsWith('CDE_') ?? false;
  for (const { from, to, state } of view.contacts) {
    if (state !== 'established' && state !== 'unknown') continue;
    const outside = [...(inCde(to) ? [from] : []), ...(inCde(from) ? [to] : [])];
    const places = outside.flatMap((asset) => view.placesWithin(view.placeOf(asset)).map(placeKey));
    for (const place of new Set(places)) counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts;
}
