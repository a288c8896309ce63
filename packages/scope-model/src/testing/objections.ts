import type { ScopeClassification } from '../classification/classification.ts';
import type { RuleFact } from '../facts/control-fact.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import { NaiveReading } from './naive-reading.ts';

const ADMINISTRATIVE = new Set([22, 23, 135, 3389, 5985, 5986, 623, 902, 8443, 9443]);
const DOORS = new Set<string>(['jump', 'vpn', 'pam']);
const YEAR = 366 * 86_400_000;

/**
 * Everything that speaks against calling an asset out of scope: DOMAIN 2.5 R8 once more, by a naive reading of the facts.
 * Necessary conditions only; what is in the CDE and what is connected is taken from the classification.
 */
export function objections(facts: ScopeFacts, result: ScopeClassification, id: string): string[] {
  const reading = new NaiveReading(facts);
  const categories = new Map(result.assets.map((asset) => [asset.id, asset.category]));
  const inCde = (asset: string) => categories.get(asset)?.startsWith('CDE_') ?? false;
  const isInScope = (asset: string) =>
    !['OUT_OF_SCOPE', 'UNDETERMINED', 'EXTERNAL'].includes(categories.get(asset) ?? 'UNDETERMINED');
  const isCdePlace = (place: string) =>
    reading.said('cde-segment', place).length > 0 ||
    reading.said('claim', place).some(({ statement }) => statement.claim === 'cde') ||
    [...categories.keys()].some((asset) => inCde(asset) && reading.places(asset).includes(place));

  const addresses = reading.addresses(id);
  const places = addresses.map((address) => reading.segmentOf(address));
  const known = [...new Set(places.filter((place) => place !== undefined))];
  const found: string[] = [];
  const object = (when: boolean, why: string) => {
    if (when) found.push(why);
  };

  object(addresses.length === 0 || places.includes(undefined), 'has an address in no place, or none');
  object(reading.said('account-data', id).length > 0, 'holds account data');
  object(reading.said('hides', id).length > 0, 'hides others');
  object(
    reading
      .said('claim', id, ...known)
      .some(({ statement }) => ['cde', 'connected', 'security-impacting'].includes(statement.claim)),
    'is claimed to be in scope',
  );
  object(
    reading.said('claim', id, ...reading.places(id)).some(({ statement }) => statement.claim === 'undetermined'),
    'is said to be undetermined',
  );
  object(reading.places(id).some(isCdePlace), 'stands in a segment of the CDE, or was heard there');
  object(
    reading.peers(id, ['established', 'unknown']).some(({ peer }) => inCde(peer)),
    'may have had contact with the CDE',
  );
  object(
    reading.said('manages', id).some(({ statement }) => isInScope(statement.target)) ||
      reading.said('hosts', id).some(({ statement }) => isInScope(statement.guest)),
    'has power over a system in scope',
  );
  object(
    reading
      .said('hosts')
      .some(
        ({ tag, statement }) =>
          statement.guest === id &&
          reading.said('guests-separated', tag.subject.id).length === 0 &&
          reading.said('hosts', tag.subject.id).some((other) => categories.get(other.statement.guest) === 'CDE_CHD'),
      ),
    'shares a hypervisor with account data',
  );
  object(
    reading
      .said('hides')
      .some(
        ({ tag, statement }) =>
          statement.prefixes.some((prefix) => addresses.some((address) => reading.contains(prefix, address))) &&
          reading.peers(tag.subject.id, ['established', 'unknown']).some(({ peer }) => inCde(peer)),
      ),
    'is behind an address that had contact with the CDE',
  );
  const answered = new Set(reading.said('no-influence', id).map(({ statement }) => statement.target));
  const asked = reading
    .peers(id, ['established', 'unknown'])
    .filter(({ contact }) => !reading.isScan(contact))
    .filter(({ contact }) => !contact.directed || reading.ends(contact)[0].includes(id))
    .filter(({ peer }) => isInScope(peer) && !answered.has(peer));
  object(
    asked.some(({ contact }) => ADMINISTRATIVE.has(contact.port ?? -1)),
    'may administer a system in scope',
  );
  object(
    asked.some(({ peer }) => reading.said('role', peer).some(({ statement }) => DOORS.has(statement.role))),
    'uses a way into the CDE',
  );

  const cdePlaces = facts.segments.map((segment) => segment.id).filter(isCdePlace);
  for (const place of known) {
    object(reading.said('no-account-data', id, place).length === 0, `nobody looked for account data in ${place}`);
    object(reading.said('out-of-scope-justified', id, place).length === 0, `no justification for ${place}`);
    for (const cde of cdePlaces) {
      object(!isControlled(place, cde), `${place} is not shown to be controlled from ${cde}`);
      object(!isTested(place, cde), `${place} is not tested against ${cde}`);
      object(!isWatched(place, cde), `${place} and ${cde} are not watched in full`);
    }
  }
  return found;

  /** Some address of the asset in the place may be named by the line, together with the CDE place on its other side. */
  function opens(rule: RuleFact, place: string, cde: string): boolean {
    if (rule.action === 'deny' && !rule.uncertain) return false;
    const here = addresses.filter((address) => reading.segmentOf(address) === place);
    const mine = (prefixes: readonly string[] | null) =>
      prefixes === null || prefixes.some((prefix) => here.some((address) => reading.contains(prefix, address)));
    const theirs = (prefixes: readonly string[] | null) =>
      prefixes === null || prefixes.some((prefix) => reading.segmentOf(prefix.split('/')[0] ?? '') === cde);
    return (mine(rule.source) && theirs(rule.destination)) || (theirs(rule.source) && mine(rule.destination));
  }

  function isControlled(place: string, cde: string): boolean {
    const controls = reading.controls(place, cde);
    return (
      controls.length > 0 &&
      controls.every(
        ({ ruleSet }) =>
          ruleSet !== null &&
          ruleSet.defaultAction === 'deny' &&
          ruleSet.linesNotUnderstood.length === 0 &&
          !ruleSet.rules.some((rule) => opens(rule, place, cde)),
      )
    );
  }

  function isTested(place: string, cde: string): boolean {
    const changed = Math.max(...reading.controls(place, cde).map(({ changedAt }) => changedAt ?? Infinity));
    return facts.segmentationTests.some(
      ({ from, to, at, result: outcome, independent }) =>
        from.id === place &&
        to.id === cde &&
        outcome === 'passed' &&
        independent &&
        at > changed &&
        at <= facts.now &&
        facts.now - at <= YEAR,
    );
  }

  function isWatched(place: string, cde: string): boolean {
    return facts.boundaries.some(
      ({ between, exporters, everyPath, directions }) =>
        between.every(({ id: end }) => end === place || end === cde) &&
        exporters.length > 0 &&
        everyPath &&
        directions === 'both' &&
        exporters.every((name) =>
          facts.exporters.some((one) => one.id === name && one.sampling === 'none' && (one.uptime ?? 0) >= 0.99),
        ),
    );
  }
}
