import type { ApprovalFact, ContactFact, PlaceRef } from '@scopemap/scope-model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { indexApprovals } from './approval-index.ts';
import { facts } from './testing/reference-view.ts';

const PLACES: readonly PlaceRef[] = ['a', 'b', 'c'].map((id) => ({ kind: 'zone', id }));
const SEGMENT: PlaceRef = { kind: 'segment', id: 'a' };
/** Systems x, y and z; x stands in a segment of its zone. */
const placesOf = (asset: string): readonly PlaceRef[] => {
  const zone = PLACES['xyz'.indexOf(asset)] as PlaceRef;
  return asset === 'x' ? [SEGMENT, zone] : [zone];
};
const contact = facts.contacts[0] as ContactFact;

const place = fc.constantFrom(...PLACES, SEGMENT);
const service = { protocol: fc.constantFrom(1, 6), port: fc.constantFrom(null, 22, 443) };
const approvals = fc.array(fc.record({ from: place, to: place, ...service }), { maxLength: 12 });
const asset = fc.constantFrom('x', 'y', 'z');

it('finds what a look at each approval finds', () => {
  fc.assert(
    fc.property(approvals, fc.record({ from: asset, to: asset, directed: fc.boolean(), ...service }), (some, ends) => {
      const all = some.map((one, i): ApprovalFact => ({ ...one, id: `${i}`, need: '', approvedBy: '', until: null }));
      const within = (system: string, { kind, id }: PlaceRef) =>
        placesOf(system).some((one) => one.kind === kind && one.id === id);
      const runs = (one: ApprovalFact, from: string, to: string) => within(from, one.from) && within(to, one.to);
      const covering = all.filter(
        (one) =>
          one.protocol === ends.protocol &&
          one.port === ends.port &&
          (runs(one, ends.from, ends.to) || (!ends.directed && runs(one, ends.to, ends.from))),
      );
      expect(indexApprovals(all, placesOf)({ ...contact, ...ends })).toEqual(covering);
    }),
    { numRuns: 500 },
  );
});
