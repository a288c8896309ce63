import { parseIp, parsePrefix, prefixContains } from '@scopemap/net';
import type { ScopeClassification } from '../classification/classification.ts';
import type { ContactFact } from '../facts/contact-fact.ts';
import type { ControlFact, RuleFact } from '../facts/control-fact.ts';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import type { TagStatement } from '../facts/tag-fact.ts';

const ADMINISTRATIVE = new Set([22, 23, 135, 3389, 5985, 5986, 623, 902, 8443, 9443]);
const DOORS = new Set<string>(['jump', 'vpn', 'pam']);
const YEAR = 366 * 86_400_000;

/**
 * Everything that speaks against calling an asset out of scope, read naively from the facts: DOMAIN 2.5 R8 once more,
 * without an index, an order of rules or a reason. Necessary conditions only. Knows networks that have segments and no
 * zones; what is in the CDE and what is connected is taken from the classification.
 */
export function objections(facts: ScopeFacts, result: ScopeClassification, id: string): string[] {
  const categories = new Map(result.assets.map((asset) => [asset.id, asset.category]));
  const inCde = (asset: string) => categories.get(asset)?.startsWith('CDE_') ?? false;
  const holds = ({ until }: { readonly until: number | null }) => until === null || until > facts.now;
  const said = (subjects: readonly string[]): TagStatement[] =>
    facts.tags.filter((tag) => holds(tag) && subjects.includes(tag.subject.id)).map(({ statement }) => statement);
  const contains = (prefix: string, address: string): boolean => {
    const [range, bytes] = [parsePrefix(prefix), parseIp(address)];
    return range !== null && bytes !== null && prefixContains(range, bytes);
  };
  const segmentOf = (address: string) =>
    facts.segments.find(({ prefixes }) => prefixes.some((prefix) => contains(prefix, address)))?.id;
  const addressesOf = (asset: string, from: number, to: number): string[] => {
    const bound = facts.bindings
      .filter((one) => one.asset === asset && (one.from ?? -Infinity) <= to && (one.until ?? Infinity) > from)
      .map(({ address }) => address);
    return bound.length > 0 || categories.get(asset) === undefined ? bound : [asset];
  };
  const holdersOf = (end: string, from: number, to: number): string[] => {
    const bound = facts.bindings.filter(
      (one) => one.address === end && (one.from ?? -Infinity) <= to && (one.until ?? Infinity) > from,
    );
    return bound.length > 0 ? bound.map(({ asset }) => asset) : [end];
  };
  const isRetired = (contact: ContactFact) => said([contact.id]).some(({ kind }) => kind === 'contact-retired');
  const peersOf = (
    asset: string,
    states: readonly string[],
  ): { readonly peer: string; readonly contact: ContactFact }[] =>
    facts.contacts
      .filter((contact) => states.includes(contact.state) && !contact.scanner && !isRetired(contact))
      .flatMap((contact) => {
        const [froms, tos] = [contact.from, contact.to].map((end) => holdersOf(end, contact.first, contact.last));
        const peers = [...(froms?.includes(asset) ? (tos ?? []) : []), ...(tos?.includes(asset) ? (froms ?? []) : [])];
        return peers.map((peer) => ({ peer, contact }));
      });

  const addresses = addressesOf(id, facts.period.start, facts.now);
  const places = addresses.map(segmentOf);
  const own = said([id]);
  const found: string[] = [];
  const object = (when: boolean, why: string) => {
    if (when) found.push(why);
  };

  object(addresses.length === 0 || places.includes(undefined), 'has an address in no place, or none');
  object(
    own.some(({ kind }) => kind === 'account-data' || kind === 'hides'),
    'holds account data or hides others',
  );
  object(
    [id, ...places].some((subject) =>
      said([subject ?? '']).some(
        (one) => one.kind === 'claim' && ['cde', 'connected', 'security-impacting'].includes(one.claim),
      ),
    ),
    'is claimed to be in scope',
  );
  object(
    facts.sightings.some(({ asset, place }) => asset === id && isCdePlace(place.id)),
    'was heard in a segment of the CDE',
  );
  object(
    peersOf(id, ['established', 'unknown']).some(({ peer }) => inCde(peer)),
    'may have had contact with the CDE',
  );
  object(
    own.some(
      (one) => (one.kind === 'manages' && isInScope(one.target)) || (one.kind === 'hosts' && isInScope(one.guest)),
    ),
    'has power over a system in scope',
  );
  object(
    facts.tags.some(
      (tag) =>
        holds(tag) &&
        tag.statement.kind === 'hosts' &&
        tag.statement.guest === id &&
        said([tag.subject.id]).some((one) => one.kind === 'hosts' && holdsAccountData(one.guest)) &&
        !said([tag.subject.id]).some(({ kind }) => kind === 'guests-separated'),
    ),
    'shares a hypervisor with account data',
  );
  object(
    facts.tags.some(
      (tag) =>
        holds(tag) &&
        tag.statement.kind === 'hides' &&
        tag.statement.prefixes.some((prefix) => addresses.some((address) => contains(prefix, address))) &&
        peersOf(tag.subject.id, ['established', 'unknown']).some(({ peer }) => inCde(peer)),
    ),
    'is behind an address that had contact with the CDE',
  );
  const answered = new Set(own.flatMap((one) => (one.kind === 'no-influence' ? [one.target] : [])));
  object(
    peersOf(id, ['established']).some(
      ({ peer, contact }) =>
        ['SEGMENTING', 'SECURITY_IMPACTING', 'CONNECTED'].includes(categories.get(peer) ?? '') &&
        ADMINISTRATIVE.has(contact.port ?? -1) &&
        (!contact.directed || holdersOf(contact.from, contact.first, contact.last).includes(id)) &&
        !answered.has(peer),
    ),
    'may administer a system in scope',
  );
  object(
    peersOf(id, ['established']).some(
      ({ peer }) =>
        said([peer]).some((one) => one.kind === 'role' && DOORS.has(one.role)) &&
        peersOf(peer, ['established']).some(({ peer: far }) => inCde(far)),
    ),
    'uses a door into the CDE',
  );

  const cdePlaces = facts.segments.map((segment) => segment.id).filter(isCdePlace);
  for (const place of new Set(places.filter((one) => one !== undefined))) {
    const statements = [...own, ...said([place])].map(({ kind }) => kind);
    object(!statements.includes('no-account-data'), `nobody looked for account data in ${place}`);
    object(!statements.includes('out-of-scope-justified'), `no justification for ${place}`);
    for (const cde of cdePlaces) {
      object(place === cde, `${place} is in the CDE`);
      object(!isControlled(place, cde), `${place} is not shown to be controlled from ${cde}`);
      object(!isTested(place, cde), `${place} is not tested against ${cde}`);
      object(!isWatched(place, cde), `${place} and ${cde} are not watched in full`);
    }
  }
  return found;

  function isInScope(asset: string): boolean {
    return !['OUT_OF_SCOPE', 'UNDETERMINED', 'EXTERNAL'].includes(categories.get(asset) ?? 'UNDETERMINED');
  }

  function holdsAccountData(asset: string): boolean {
    return categories.get(asset) === 'CDE_CHD';
  }

  function isCdePlace(place: string): boolean {
    return (
      said([place]).some((one) => one.kind === 'cde-segment' || (one.kind === 'claim' && one.claim === 'cde')) ||
      [...categories.keys()].some(
        (asset) => inCde(asset) && addressesOf(asset, facts.period.start, facts.now).map(segmentOf).includes(place),
      )
    );
  }

  function separating(a: string, b: string): ControlFact[] {
    return facts.controls.filter(({ separates }) =>
      separates.some(([x, y]) => (x.id === a && y.id === b) || (x.id === b && y.id === a)),
    );
  }

  /** Some address of the asset in the place may be named by the line, together with the CDE place on its other side. */
  function opens(rule: RuleFact, place: string, cde: string): boolean {
    const here = addresses.filter((address) => segmentOf(address) === place);
    if (rule.action === 'deny' && !rule.uncertain) return false;
    const range = facts.segments.find((segment) => segment.id === cde)?.prefixes ?? [];
    const mine = (prefixes: readonly string[] | null) =>
      prefixes === null || prefixes.some((prefix) => here.some((address) => contains(prefix, address)));
    const theirs = (prefixes: readonly string[] | null) =>
      prefixes === null ||
      prefixes.some((prefix) =>
        range.some((one) => contains(one, prefix.split('/')[0] ?? '') || contains(prefix, one.split('/')[0] ?? '')),
      );
    return (mine(rule.source) && theirs(rule.destination)) || (theirs(rule.source) && mine(rule.destination));
  }

  function isControlled(place: string, cde: string): boolean {
    const controls = separating(place, cde);
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
    const changed = Math.max(...separating(place, cde).map(({ changedAt }) => changedAt ?? Infinity));
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
