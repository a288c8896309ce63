import { mayTunnel } from '../../coverage/tunnels.ts';
import type { PlaceRef } from '../../facts/place.ts';
import { byText } from '../../network/by-text.ts';
import { grantText } from '../../rules/contaminated.ts';
import { distinct, factRef, placeRef } from '../../rules/fact-refs.ts';
import type { ScopeState } from '../../rules/scope-state.ts';
import { isExpired } from '../../rules/segmentation-tests.ts';
import type { ScopeItem } from '../classification.ts';

/** Rules that control nothing, tests that failed or prove nothing any more, addresses and tunnels that hide others. */
export function* evidenceItems(state: ScopeState): Generator<ScopeItem> {
  yield* broadRules(state);
  yield* weakTests(state);
  yield* hidingAddresses(state);
  yield* tunnels(state);
}

function* broadRules({ network, cdePlaces }: ScopeState): Generator<ScopeItem> {
  const { places, separations } = network;
  const seen = new Set<string>();
  for (const cde of cdePlaces) {
    for (let place = 0; place < places.refs.length; place++) {
      if (place === cde) continue;
      for (const grant of separations.between(place, cde).grants) {
        if (grant.broad === null) continue;
        const subject = grant.rule.fact ? factRef('rule', grant.rule.fact) : factRef('control', grant.control);
        const key = `${grant.control.id} ${subject.id}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const text = `Towards the CDE, ${grantText(grant)} allows ${grant.broad}: it names nobody or nothing in particular.`;
        yield { code: 'broad-rule', severity: 'high', subject, text, facts: [factRef('control', grant.control)] };
      }
    }
  }
}

function* weakTests({ network: { facts, places } }: ScopeState): Generator<ScopeItem> {
  for (const test of facts.segmentationTests) {
    const later = facts.segmentationTests.some(
      (other) => other !== test && other.at > test.at && other.at <= facts.now && sameWay(other, test),
    );
    if (later) continue;
    const name = (ref: PlaceRef) => places.names[places.indexOf(ref)] ?? ref.id;
    const way = `from ${name(test.from)} to ${name(test.to)}`;
    const item = { subject: factRef('test', test), facts: distinct([placeRef(test.from), placeRef(test.to)]) };
    if (test.result === 'failed')
      yield { code: 'test-failed', severity: 'high', text: `The segmentation test ${way} failed.`, ...item };
    else if (isExpired(test, facts.settings, facts.now)) {
      const text = `The segmentation test ${way} is older than ${facts.settings.testValidityDays} days and proves nothing any more.`;
      yield { code: 'expired', severity: 'medium', text, ...item };
    }
  }
}

function sameWay(a: { from: PlaceRef; to: PlaceRef }, b: { from: PlaceRef; to: PlaceRef }): boolean {
  return (
    byText(
      `${a.from.kind} ${a.from.id} ${a.to.kind} ${a.to.id}`,
      `${b.from.kind} ${b.from.id} ${b.to.kind} ${b.to.id}`,
    ) === 0
  );
}

function* hidingAddresses(state: ScopeState): Generator<ScopeItem> {
  const { network } = state;
  for (const tag of network.statements.all('hides')) {
    for (const system of network.systems.named(tag.subject.id)) {
      if (!state.holdsFor('R5', system) && !state.isCde(system)) continue;
      const text = `${network.systems.name(system)} stands for many systems and is in contact with the CDE: which of them are, is not known.`;
      const subject = { kind: 'asset', id: network.systems.ids[system] as string } as const;
      yield { code: 'hidden-by-nat', severity: 'medium', subject, text, facts: [factRef('tag', tag)] };
    }
  }
}

function* tunnels(state: ScopeState): Generator<ScopeItem> {
  const { contacts, systems } = state.network;
  const seen = new Set<string>();
  for (let row = 0; row < contacts.count; row++) {
    if (!contacts.isOpen(row) || contacts.isScan(row) || contacts.port(row) === SSH) continue;
    if (!mayTunnel(contacts.protocol(row), contacts.port(row))) continue;
    const ends = [contacts.from[row], contacts.to[row]] as [number, number];
    const near = ends.some((end) => state.isCde(end) || state.category(end) === 'SEGMENTING');
    const id = contacts.id(row);
    if (!near || seen.has(id)) continue;
    seen.add(id);
    const text = `A tunnel between ${ends
      .map((end) => systems.name(end))
      .sort(byText)
      .join(' and ')} ends at the CDE; what passes inside is not seen.`;
    yield { code: 'tunnel', severity: 'medium', subject: { kind: 'contact', id }, text, facts: [] };
  }
}

/** Lowers coverage as well, but is ordinary administration: an item for each session would bury the others. */
const SSH = 22;
