import { serviceText } from '../../network/service-text.ts';
import { besideCde } from '../../rules/connected.ts';
import { contactRefs, factRef } from '../../rules/fact-refs.ts';
import type { ScopeState } from '../../rules/scope-state.ts';
import type { FactRef, ScopeItem } from '../classification.ts';
import type { PlaceDecisions } from '../decide-place.ts';
import { contactVerdict } from './contact-verdict.ts';

/** Contacts with the CDE that no rule is known to allow, that one denies, or that came to nothing; and failures of segmentation. */
export function* contactItems(state: ScopeState, places: PlaceDecisions): Generator<ScopeItem> {
  const { network } = state;
  const { contacts, systems } = network;
  const failures = new Map<number, number[]>();
  const seen = new Set<string>();
  const isolated = isolatedBut(state, places);
  for (let row = 0; row < contacts.count; row++) {
    const other = besideCde(state, row);
    if (other < 0) continue;
    const id = contacts.id(row);
    const subject: FactRef = { kind: 'contact', id };
    const names = `${systems.name(contacts.from[row] as number)} and ${systems.name(contacts.to[row] as number)} (${serviceText(contacts.protocol(row), contacts.port(row))})`;
    const first = !seen.has(id);
    seen.add(id);
    if (!contacts.isEstablished(row)) {
      const attempt = contacts.state(row) === 'attempted' || contacts.state(row) === 'denied';
      if (first && attempt && !contacts.isRetired(row)) {
        const text = `An attempt between ${names} came to nothing: a control works, or somebody looks for a way in.`;
        yield { code: 'attempt', severity: 'low', subject, text, facts: [] };
      }
      continue;
    }
    const verdict = contactVerdict(network, row);
    const facts = verdict.facts;
    const fails = verdict.answer === 'denied' || isolated(other);
    if (fails) {
      const rows = failures.get(other);
      if (rows) rows.push(row);
      else failures.set(other, [row]);
    }
    if (!first) continue;
    if (verdict.answer === 'denied') {
      const text = `Contact between ${names} was established, although the rules deny it.`;
      yield { code: 'seen-but-denied', severity: 'high', subject, text, facts };
    } else if (verdict.answer === 'unknown') {
      const text = `Contact between ${names} was seen, and is not known to be allowed by a rule.`;
      yield { code: 'seen-not-allowed', severity: 'medium', subject, text, facts };
    }
  }
  for (const [system, rows] of failures) {
    const subject: FactRef = { kind: 'asset', id: systems.ids[system] as string };
    const text = `${systems.name(system)} is in contact with the CDE, from which controls should keep it (10.7).`;
    yield { code: 'segmentation-failure', severity: 'high', subject, text, facts: contactRefs(network, rows) };
  }
  yield* retiredTooEarly(state);
}

/** True for a system, or one in a place, that would be out of scope but for its contact. */
function isolatedBut(state: ScopeState, places: PlaceDecisions): (system: number) => boolean {
  const known = new Map<number, boolean>();
  const isIsolated = (place: number) => {
    const before = known.get(place);
    if (before !== undefined) return before;
    const members = places.members(place).filter((member) => !state.holdsFor('R5', member));
    const is = state.gaps.ofPlace(place, members).next().done === true;
    known.set(place, is);
    return is;
  };
  const systems = new Map<number, boolean>();
  return (system) => {
    let is = systems.get(system);
    if (is === undefined) {
      const own = state.placesOf(system);
      is =
        state.gaps.ofSystem(system).next().done === true ||
        (own.length > 0 && own.every((place) => place >= 0 && isIsolated(place)));
      systems.set(system, is);
    }
    return is;
  };
}

/** Retired contacts that were seen again afterwards. */
function* retiredTooEarly({ network }: ScopeState): Generator<ScopeItem> {
  const retired = new Map(network.statements.all('contact-retired').map((tag) => [tag.subject.id, tag]));
  if (retired.size === 0) return;
  const { contacts } = network;
  for (let row = 0; row < contacts.count; row++) {
    const id = contacts.id(row);
    const tag = retired.get(id);
    if (!tag || contacts.isRetired(row) || !contacts.isOpen(row)) continue;
    const text = `A contact that ${tag.author} has retired was seen again afterwards.`;
    yield {
      code: 'retired-but-seen',
      severity: 'high',
      subject: { kind: 'contact', id },
      text,
      facts: [factRef('tag', tag)],
    };
    retired.delete(id);
  }
}
