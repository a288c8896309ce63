import { byText, type ContactFact, type PlaceRef } from '@scopemap/scope-model';
import { type EvidenceView, samePlace, serviceLabel } from '../evidence-view.ts';
import { contactVerdict } from './contact-verdict.ts';
import { count, defineTable, instant, list, text } from './evidence-table.ts';
import { firstSeen, lastSeen } from './seen.ts';

interface Crossing {
  readonly from: PlaceRef | null;
  readonly to: PlaceRef | null;
  readonly contacts: ContactFact[];
}

/** T4: what passes between any two places, service by service, and what the controls say of it. */
export const boundaryMatrix = defineTable({
  id: 'T4',
  name: 't04-boundary-matrix',
  title: 'Boundary matrix',
  requirements: ['1.2.3', '1.3.1', '1.3.2', '1.3.3', '1.4.1', '1.4.2', '12.5.2'],
  columns: {
    from: text('From'),
    to: text('To'),
    direction: text('Direction'),
    service: text('Service'),
    state: text('Contact'),
    pairs: count('Pairs of systems'),
    firstSeen: instant('First seen'),
    lastSeen: instant('Last seen'),
    controls: list('Controls between the two'),
    verdict: text('Verdict'),
    coverage: text('Coverage of the boundary'),
    contacts: list('Contacts'),
  },
  *rows(view) {
    const crossings = new Map<string, Crossing>();
    for (const contact of view.contacts) {
      const ends = crossingOf(view, contact);
      if (samePlace(ends.from, ends.to)) continue;
      const key = [
        labelOf(view, ends.from),
        labelOf(view, ends.to),
        contact.directed ? 'directed' : 'not known',
        serviceLabel(contact),
        contact.state,
        contactVerdict(view, contact),
      ].join('\u0000');
      const crossing = crossings.get(key) ?? { ...ends, contacts: [] };
      crossing.contacts.push(contact);
      crossings.set(key, crossing);
    }
    for (const [, { from, to, contacts }] of [...crossings].sort(([a], [b]) => byText(a, b))) {
      const [contact] = contacts as [ContactFact];
      yield {
        from: labelOf(view, from),
        to: labelOf(view, to),
        direction: contact.directed ? 'from client to server' : 'not known who began',
        service: serviceLabel(contact),
        state: contact.state,
        pairs: new Set(contacts.map((one) => `${one.from}\u0000${one.to}`)).size,
        firstSeen: firstSeen(contacts),
        lastSeen: lastSeen(contacts),
        controls: controlsBetween(view, from, to),
        verdict: contactVerdict(view, contact),
        coverage: view.coverageBetween(from, to),
        contacts: contacts.map(({ id }) => id),
      };
    }
  },
});

function labelOf(view: EvidenceView, place: PlaceRef | null): string {
  return place === null ? 'outside every zone' : view.placeLabel(place);
}

/** Without a direction the two places stand in the order of their names. */
function crossingOf(view: EvidenceView, { from, to, directed }: ContactFact): Omit<Crossing, 'contacts'> {
  const [a, b] = [view.placeOf(from), view.placeOf(to)];
  if (directed || byText(labelOf(view, a), labelOf(view, b)) <= 0) return { from: a, to: b };
  return { from: b, to: a };
}

/** Names of the controls that separate the two places, or the zones that they are part of. */
export function controlsBetween(view: EvidenceView, from: PlaceRef | null, to: PlaceRef | null): string[] {
  const [near, far] = [view.placesWithin(from), view.placesWithin(to)];
  const among = (places: readonly PlaceRef[], place: PlaceRef) => places.some((one) => samePlace(one, place));
  return view.controls
    .filter(({ separates }) =>
      separates.some(([a, b]) => (among(near, a) && among(far, b)) || (among(near, b) && among(far, a))),
    )
    .map(({ name }) => name);
}
