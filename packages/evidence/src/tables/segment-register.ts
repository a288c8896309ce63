import { byText } from '@scopemap/scope-model';
import { samePlace } from '../evidence-view.ts';
import { count, defineTable, list, text, yesNo } from './evidence-table.ts';

/** T3: every zone and segment. A zone without segments counts as one. */
export const segmentRegister = defineTable({
  id: 'T3',
  name: 't03-segments',
  title: 'Register of zones and segments',
  requirements: ['1.2.3', '1.3.3', '11.2', '12.5.2'],
  columns: {
    kind: text('Zone or segment'),
    id: text('Id'),
    name: text('Name'),
    zone: text('Zone'),
    prefixes: list('Networks'),
    vlan: count('VLAN'),
    wireless: yesNo('Wireless'),
    accountData: yesNo('Account data'),
    category: text('Category'),
    inScope: yesNo('In scope'),
    systems: count('Systems seen or declared'),
    controls: list('Separated by'),
    reasons: list('Reasons'),
    missing: list('Missing facts'),
  },
  *rows(view) {
    const members = Map.groupBy(view.assets, ({ id }) => {
      const place = view.placeOf(id);
      return place ? `${place.kind} ${place.id}` : '';
    });
    const places = [
      ...view.facts.zones.map((zone) => ({ kind: 'zone' as const, zone: null, vlan: null, wireless: null, ...zone })),
      ...view.facts.segments.map((segment) => ({ kind: 'segment' as const, ...segment })),
    ].sort((a, b) => byText(a.kind, b.kind) || byText(a.id, b.id));
    for (const { kind, id, name, zone, prefixes, vlan, wireless } of places) {
      const place = { kind, id };
      const decision = view.classification.explainPlace(place);
      const statements = view.facts.tags.filter(({ subject }) => subject.kind === kind && subject.id === id);
      yield {
        kind,
        id,
        name,
        zone: zone === null ? null : view.placeLabel({ kind: 'zone', id: zone }),
        prefixes: [...prefixes],
        vlan,
        wireless,
        accountData: accountDataOf(statements.map(({ statement }) => statement.kind)),
        category: decision?.category ?? null,
        inScope: decision?.inScope ?? null,
        systems: members.get(`${kind} ${id}`)?.length ?? 0,
        controls: view.controls
          .filter(({ separates }) => separates.some(([a, b]) => samePlace(a, place) || samePlace(b, place)))
          .map((control) => control.name),
        reasons: decision?.reasons.map((reason) => `${reason.rule} ${reason.text}`) ?? [],
        missing: decision?.missing.map((missing) => missing.text) ?? [],
      };
    }
  },
});

/** Null: nobody has said either. */
function accountDataOf(kinds: readonly string[]): boolean | null {
  if (kinds.includes('cde-segment') || kinds.includes('account-data')) return true;
  return kinds.includes('no-account-data') ? false : null;
}
