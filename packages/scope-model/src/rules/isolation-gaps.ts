import type { FactRef, MissingFact } from '../classification/classification.ts';
import { type AddressRanges, inRanges, prefixRanges } from '../network/address-ranges.ts';
import { isSegment } from '../network/place-table.ts';
import type { TagOf } from '../network/statements.ts';
import { besideCde } from './connected.ts';
import { grantText } from './contaminated.ts';
import { contactRefs, factRef, listNames, placeRef, systemRefs } from './fact-refs.ts';
import { forwardedContacts } from './forwarders.ts';
import { hypervisors } from './hypervisors.ts';
import { grantsOf } from './permits.ts';
import { tagIndex } from './place-tags.ts';
import { type GrantElsewhere, grantsElsewhere } from './rules-elsewhere.ts';
import type { ScopeState } from './scope-state.ts';
import { EvidenceTable } from './separation-evidence.ts';

/** An address that stands for others, in contact with the CDE or let through to it. */
interface HiddenRange {
  readonly tag: TagOf<'hides'>;
  readonly system: number;
  readonly ranges: AddressRanges;
}

/**
 * What lacks for a system or a place to be out of scope, beside the rules that would put it in scope and beside influence
 * (DOMAIN 2.5, R8). Gaps come in a fixed order; the cheap ones first, since the first is enough to decide.
 */
export class IsolationGaps {
  readonly evidence: EvidenceTable;
  readonly #state: ScopeState;
  /** Bit per system: may have been in contact with the CDE. */
  readonly #maybe: Uint8Array;
  readonly #hidden: readonly HiddenRange[];
  readonly #everywhere: readonly MissingFact[];
  readonly #hiding: ReadonlySet<number>;
  readonly #expiredAccount: ReadonlyMap<number, { readonly id: string; readonly at: number }[]>;
  readonly #unprovenGuests: ReadonlyMap<number, readonly number[]>;
  readonly #leased: ReadonlySet<number>;
  /** By leased place: addresses of nobody known that are in contact with the CDE or on the way to it. */
  readonly #strangers: ReadonlyMap<number, readonly number[]>;
  readonly #forwarded: ReadonlyMap<number, readonly number[]>;
  readonly #elsewhere: ReadonlyMap<number, readonly GrantElsewhere[]>;
  /** By place: {@link IsolationGaps.#separation} has some. */
  readonly #unseparated = new Map<number, boolean>();

  constructor(state: ScopeState) {
    this.#state = state;
    this.evidence = new EvidenceTable(state);
    this.#maybe = maybeContacts(state);
    this.#hidden = hiddenRanges(state, this.#maybe);
    this.#everywhere = this.#findEverywhere();
    const { network } = state;
    this.#hiding = new Set(network.statements.all('hides').flatMap(({ subject }) => network.systems.named(subject.id)));
    this.#expiredAccount = expiredAccountData(state);
    this.#unprovenGuests = unprovenGuests(state);
    this.#leased = leasedPlaces(state);
    this.#strangers = strangersOf(state, this.#leased, this.#maybe);
    this.#forwarded = forwardedContacts(state);
    this.#elsewhere = grantsElsewhere(network, state.cdePlaces);
  }

  /** True when {@link ofSystem} has any. Of most systems their place tells, and what it lacks is looked for once. */
  hasAny(system: number): boolean {
    if (this.#everywhere.length > 0) return true;
    const { network } = this.#state;
    const own = this.#state.placesOf(system).filter((place) => place >= 0);
    const silent = (kind: 'no-account-data' | 'out-of-scope-justified') => {
      const tags = tagIndex(network, kind);
      return tags.ofSystem(system).length === 0 && own.some((place) => tags.ofPlace(place).length === 0);
    };
    if (silent('no-account-data') || silent('out-of-scope-justified')) return true;
    return own.some((place) => this.#isUnseparated(place)) || !this.ofSystem(system).next().done;
  }

  #isUnseparated(place: number): boolean {
    const known = this.#unseparated.get(place);
    if (known !== undefined) return known;
    const found = !this.#separation(place).next().done;
    this.#unseparated.set(place, found);
    return found;
  }

  *ofSystem(system: number): Generator<MissingFact> {
    const { network } = this.#state;
    const { systems, places } = network;
    const self: FactRef[] = [{ kind: 'asset', id: systems.ids[system] as string }];
    yield* this.#everywhere;
    const sites = systems.sites(system);
    if (sites.length === 0) yield { code: 'address', text: 'An address that it had in the period.', about: self };
    if (sites.some(({ place }) => place < 0))
      yield { code: 'place', text: 'The zone or segment of each of its addresses.', about: self };
    if (sites.some(({ basis, place }) => basis === null || (basis === 'observed' && this.#leased.has(place))))
      yield { code: 'binding', text: 'Which system had the address at the time.', about: self };
    for (const { basis, place } of sites) if (basis !== null && HANDED_OUT.has(basis)) yield* this.#stranger(place);
    if (this.#maybe[system] === 1) yield this.#maybeContact([system], self);
    if (this.#hiding.has(system)) yield this.#hides(system, self);
    if (this.#forwarded.has(system)) yield this.#forwards([system], self);
    for (const { tag, ranges } of this.#hidden)
      if (sites.some(({ address }) => inRanges(ranges, address))) yield hiddenGap(tag);
    const hosts = this.#unprovenGuests.get(system);
    if (hosts)
      yield {
        code: 'guest-separation',
        text: `Proof that ${listNames(hosts.map((host) => systems.name(host)))} keeps its guests apart.`,
        about: systemRefs(network, hosts),
      };
    const own = this.#state.placesOf(system).filter((place) => place >= 0);
    const claims = tagIndex(network, 'claim');
    yield* doubts([...claims.ofSystem(system), ...own.flatMap((place) => claims.ofPlace(place))]);
    yield* this.#accountData(system, own, self);
    if (tagIndex(network, 'out-of-scope-justified').ofSystem(system).length === 0)
      for (const place of own) yield* this.#justification(place);
    for (const place of own) yield* this.#separation(place);
    for (const { address, place } of sites)
      for (const { grant, cde } of this.#elsewhere.get(place) ?? [])
        if (inRanges(grant.near, address)) yield elsewhereGap(grant, places.names[cde] as string);
    const uncertain = grantsOf(network, system, this.#state.cdePlaces).filter(({ grant }) => !grant.certain);
    for (const { grant, other } of uncertain)
      yield {
        code: 'rules',
        text: `Whether ${grantText(grant)} lets it through to ${places.names[other]}: a part of the rules was not understood.`,
        about: [...(grant.rule.fact ? [factRef('rule', grant.rule.fact)] : []), factRef('control', grant.control)],
      };
  }

  /** `members` are the systems that stand in the place. */
  *ofPlace(place: number, members: readonly number[]): Generator<MissingFact> {
    const { network } = this.#state;
    yield* this.#everywhere;
    const maybe = members.filter((system) => this.#maybe[system] === 1);
    if (maybe.length > 0) yield this.#maybeContact(maybe, systemRefs(network, maybe));
    const range = network.places.ranges[place] as AddressRanges;
    for (const { tag, ranges } of this.#hidden) if (meets(range, ranges)) yield hiddenGap(tag);
    yield* doubts(tagIndex(network, 'claim').ofPlace(place));
    yield* this.#noAccountDataAt(place);
    yield* this.#justification(place);
    const forwarded = members.filter((system) => this.#forwarded.has(system));
    if (forwarded.length > 0) yield this.#forwards(forwarded, systemRefs(network, forwarded));
    yield* this.#separation(place);
    for (const { grant, cde } of this.#elsewhere.get(place) ?? [])
      yield elsewhereGap(grant, network.places.names[cde] as string);
    for (const cde of this.#state.cdePlaces) {
      if (cde === place) continue;
      for (const grant of network.separations.between(place, cde).grants) {
        if (grant.certain) continue;
        const text = `Whether ${grantText(grant)} lets ${network.places.names[place]} through to ${network.places.names[cde]}: a part of the rules was not understood.`;
        yield {
          code: 'rules',
          text,
          about: [...(grant.rule.fact ? [factRef('rule', grant.rule.fact)] : []), factRef('control', grant.control)],
        };
      }
    }
  }

  /** Facts that show a place to be isolated, when it is. */
  proofs(places: readonly number[]): FactRef[] {
    const { network, cdePlaces } = this.#state;
    return places.flatMap((place) => [
      ...tagIndex(network, 'no-account-data')
        .ofPlace(place)
        .map((tag) => factRef('tag', tag)),
      ...tagIndex(network, 'out-of-scope-justified')
        .ofPlace(place)
        .map((tag) => factRef('tag', tag)),
      ...cdePlaces.flatMap((cde) => this.evidence.between(place, cde).proofs),
    ]);
  }

  *#separation(place: number): Generator<MissingFact> {
    for (const cde of this.#state.cdePlaces) yield* this.evidence.between(place, cde).gaps;
    const { places } = this.#state.network;
    if (!isSegment(places, place) && !this.#state.cdePlaces.includes(place))
      yield {
        code: 'segment',
        text: `The segment of ${places.names[place]} in which it stands.`,
        about: [placeRef(places.refs[place] as { kind: 'zone'; id: string })],
      };
  }

  *#accountData(system: number, places: readonly number[], self: readonly FactRef[]): Generator<MissingFact> {
    const own = tagIndex(this.#state.network, 'no-account-data').ofSystem(system);
    const expired = this.#expiredAccount.get(system) ?? [];
    const stale = expired.filter(({ at }) => !own.some((tag) => tag.at > at));
    if (stale.length > 0)
      yield {
        code: 'no-account-data',
        text: 'What became of the account data that it had: that statement has expired, and nobody has looked since.',
        about: [...stale.map((tag) => factRef('tag', tag)), ...self],
      };
    if (own.length === 0) for (const place of places) yield* this.#noAccountDataAt(place);
  }

  *#noAccountDataAt(place: number): Generator<MissingFact> {
    const { network } = this.#state;
    if (tagIndex(network, 'no-account-data').ofPlace(place).length > 0) return;
    const text = `Somebody who has looked for account data in ${network.places.names[place]} and found none.`;
    yield {
      code: 'no-account-data',
      text,
      about: [placeRef(network.places.refs[place] as { kind: 'zone'; id: string })],
    };
  }

  *#justification(place: number): Generator<MissingFact> {
    const { network } = this.#state;
    if (tagIndex(network, 'out-of-scope-justified').ofPlace(place).length > 0) return;
    const text = `An approved justification, in date, why ${network.places.names[place]} may stay out of scope (12.5.2).`;
    yield {
      code: 'justification',
      text,
      about: [placeRef(network.places.refs[place] as { kind: 'zone'; id: string })],
    };
  }

  *#stranger(place: number): Generator<MissingFact> {
    const { network } = this.#state;
    const strangers = this.#strangers.get(place);
    if (!strangers) return;
    const names = listNames(strangers.map((system) => network.systems.name(system)));
    yield {
      code: 'binding',
      text: `Which system had ${names} when it was in contact with the CDE, or with a way into it: addresses of ${network.places.names[place]} are leased.`,
      about: systemRefs(network, strangers),
    };
  }

  #maybeContact(members: readonly number[], self: readonly FactRef[]): MissingFact {
    const { network } = this.#state;
    const rows = members.flatMap((system) =>
      [...network.adjacency().rows(system)].filter((row) => mayConnect(this.#state, row) === system),
    );
    return {
      code: 'contact-state',
      text: 'Whether packets that went between it and the CDE one way only were answered.',
      about: [...contactRefs(network, rows), ...self],
    };
  }

  #forwards(members: readonly number[], self: readonly FactRef[]): MissingFact {
    const { network } = this.#state;
    const rows = members.flatMap((system) => this.#forwarded.get(system) ?? []);
    return {
      code: 'forwarded',
      text: 'Whether a balancer or proxy that opens contacts into the CDE passes on there what it gets from it.',
      about: [...contactRefs(network, rows), ...self],
    };
  }

  #hides(system: number, self: readonly FactRef[]): MissingFact {
    const tags = tagIndex(this.#state.network, 'hides').ofSystem(system);
    return {
      code: 'hidden-by-nat',
      text: 'Which systems stand behind its address.',
      about: [...tags.map((tag) => factRef('tag', tag)), ...self],
    };
  }

  #findEverywhere(): MissingFact[] {
    const { network, accountPlaces } = this.#state;
    const gaps: MissingFact[] = [];
    if (accountPlaces.size === 0 && !(this.#state.holds.get('R1') as Uint8Array).includes(1))
      gaps.push({ code: 'cde', text: 'Where account data is: no system or place is declared as CDE.', about: [] });
    const unplaced: number[] = [];
    for (let system = 0; system < network.systems.count; system++) {
      if (!this.#state.isCde(system)) continue;
      const places = this.#state.placesOf(system);
      if (places.length === 0 || places.some((place) => place < 0)) unplaced.push(system);
    }
    if (unplaced.length > 0) {
      const names = listNames(unplaced.map((system) => network.systems.name(system)));
      const text = `The segment of ${names}, which ${unplaced.length === 1 ? 'is' : 'are'} of the CDE.`;
      gaps.push({ code: 'cde-place', text, about: systemRefs(network, unplaced) });
    }
    for (const { tag, system } of this.#hidden)
      if (tag.statement.prefixes.length === 0 && !this.#state.isExternal(system)) gaps.push(hiddenGap(tag));
    return gaps;
  }
}

/** The system that the contact would connect if it was one: not established, and not shown to have come to nothing. */
function mayConnect(state: ScopeState, row: number): number {
  const { contacts } = state.network;
  return contacts.isOpen(row) && !contacts.isEstablished(row) ? besideCde(state, row) : -1;
}

function maybeContacts(state: ScopeState): Uint8Array {
  const marks = new Uint8Array(state.network.systems.count);
  for (let row = 0; row < state.network.contacts.count; row++) {
    const system = mayConnect(state, row);
    if (system >= 0) marks[system] = 1;
  }
  return marks;
}

function hiddenRanges(state: ScopeState, maybe: Uint8Array): HiddenRange[] {
  const { statements, systems } = state.network;
  return statements.all('hides').flatMap((tag) =>
    systems
      .named(tag.subject.id)
      .filter((system) => maybe[system] === 1 || state.isCde(system) || isOnTheWay(state, system))
      .map((system) => ({ tag, system, ranges: prefixRanges(tag.statement.prefixes) })),
  );
}

/** Connected itself, or with power over, or a way in by, a system that is in scope. */
function isOnTheWay(state: ScopeState, system: number): boolean {
  if (state.holdsFor('R5', system) || state.holdsFor('R6', system)) return true;
  return state.influences.of(system).some(({ on }) => !state.isUndecided(on) && state.category(on) !== 'EXTERNAL');
}

function elsewhereGap(grant: GrantElsewhere['grant'], cde: string): MissingFact {
  return {
    code: 'rules',
    text: `Whether ${grantText(grant)}, which names addresses of it and of ${cde}, lets it through: nobody has said that ${grant.control.name} stands between them.`,
    about: [...(grant.rule.fact ? [factRef('rule', grant.rule.fact)] : []), factRef('control', grant.control)],
  };
}

function hiddenGap(tag: TagOf<'hides'>): MissingFact {
  return {
    code: 'hidden-by-nat',
    text: `Which of the systems behind ${tag.subject.id}, an address that stands for many, are in contact with the CDE or a way into it.`,
    about: [factRef('tag', tag)],
  };
}

function meets(a: AddressRanges, b: AddressRanges): boolean {
  for (let i = 0; i < b.length; i += 2)
    for (let j = 0; j < a.length; j += 2)
      if ((a[j] as bigint) <= (b[i + 1] as bigint) && (b[i] as bigint) <= (a[j + 1] as bigint)) return true;
  return false;
}

function expiredAccountData({ network }: ScopeState): Map<number, { id: string; at: number }[]> {
  const found = new Map<number, { id: string; at: number }[]>();
  for (const { id, at, subject, statement } of network.statements.expired) {
    const said = statement.kind === 'account-data' || (statement.kind === 'claim' && statement.claim === 'cde');
    if (!said || subject.kind !== 'asset') continue;
    for (const system of network.systems.named(subject.id)) {
      const list = found.get(system) ?? [];
      list.push({ id, at });
      found.set(system, list);
    }
  }
  return found;
}

/** Systems on hypervisors that also run a system of the CDE, or are one, without proof of separation. */
function unprovenGuests(state: ScopeState): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const { system: host, guests, separated } of hypervisors(state.network)) {
    if (separated.length > 0) continue;
    if (!state.isCde(host) && !guests.some(({ system }) => state.isCde(system))) continue;
    for (const { system } of [...guests, { system: host }]) found.set(system, [...(found.get(system) ?? []), host]);
  }
  return found;
}

/** Places in which addresses are handed out: there, traffic alone does not tell who had one. */
function leasedPlaces({ network: { systems } }: ScopeState): ReadonlySet<number> {
  const places = new Set<number>();
  for (let system = 0; system < systems.count; system++)
    for (const { basis, place } of systems.sites(system)) if (basis === 'lease' && place >= 0) places.add(place);
  return places;
}

/** Systems that have their address by lease, or were found by their traffic, may have had another one of the same range before. */
const HANDED_OUT: ReadonlySet<string> = new Set(['lease', 'mac', 'observed']);

/** Addresses in leased places of which nobody knows who had them, and which whoever had them used near the CDE. */
function strangersOf(
  state: ScopeState,
  leased: ReadonlySet<number>,
  maybe: Uint8Array,
): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  if (leased.size === 0) return found;
  const { systems } = state.network;
  for (let system = 0; system < systems.count; system++) {
    for (const { basis, place } of systems.sites(system)) {
      if ((basis !== null && basis !== 'observed') || !leased.has(place)) continue;
      if (maybe[system] !== 1 && !isOnTheWay(state, system)) continue;
      const list = found.get(place);
      if (list) list.push(system);
      else found.set(place, [system]);
    }
  }
  return found;
}

/** Somebody says that he does not know: nobody may know better without an answer to him. */
function* doubts(claims: readonly TagOf<'claim'>[]): Generator<MissingFact> {
  for (const tag of claims)
    if (tag.statement.claim === 'undetermined')
      yield {
        code: 'claim',
        text: `An answer to ${tag.author}, who says that it is undetermined: ${tag.reason}`,
        about: [factRef('tag', tag)],
      };
}
