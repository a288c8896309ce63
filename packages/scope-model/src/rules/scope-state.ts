import type { FactRef, RuleName } from '../classification/classification.ts';
import { type CoverageTable, createCoverageTable } from '../coverage/coverage-table.ts';
import { isSegment } from '../network/place-table.ts';
import type { ScopeNetwork } from '../network/scope-network.ts';
import type { TagOf } from '../network/statements.ts';
import { SCOPE_CATEGORIES, type ScopeCategory } from '../scope-category.ts';
import { externalGrounds } from './external-grounds.ts';
import { factRef, systemRefs } from './fact-refs.ts';
import { Influences } from './influences.ts';
import { IsolationGaps } from './isolation-gaps.ts';

const UNDECIDED = 255;
const code = (category: ScopeCategory): number => SCOPE_CATEGORIES.indexOf(category);
const CHD = code('CDE_CHD');
const CONTAMINATED = code('CDE_CONTAMINATED');

/** Why a place counts as one with account data. */
export interface AccountPlace {
  /** Systems with account data that stand there, by number. */
  readonly members: ReadonlySet<number>;
  /** Statements that the place is of the CDE. */
  readonly tags: readonly (TagOf<'cde-segment'> | TagOf<'claim'>)[];
}

/** What the rules have found so far. Filled rule by rule, in order, and then read by the explanations. */
export class ScopeState {
  readonly network: ScopeNetwork;
  readonly coverage: CoverageTable;
  readonly holds = new Map<RuleName, Uint8Array>();
  readonly #alone: readonly (readonly number[])[];
  readonly #decided: Uint8Array;
  #accountPlaces: ReadonlyMap<number, AccountPlace> | undefined;
  #cdePlaces: readonly number[] | undefined;
  #external: { readonly systems: Uint8Array; readonly places: Uint8Array } | undefined;
  #influences: Influences | undefined;
  #gaps: IsolationGaps | undefined;
  #unrestricted: ReadonlyMap<number, readonly number[]> | undefined;

  constructor(network: ScopeNetwork) {
    this.network = network;
    this.coverage = createCoverageTable(network);
    this.#alone = Array.from({ length: network.places.refs.length + 1 }, (_, i) => [i - 1]);
    this.#decided = new Uint8Array(network.systems.count).fill(UNDECIDED);
  }

  /** Takes the result of a rule: systems without a category so far get the rule's. */
  take(name: RuleName, category: ScopeCategory, marks: Uint8Array): void {
    this.holds.set(name, marks);
    const value = code(category);
    for (let system = 0; system < marks.length; system++)
      if (marks[system] === 1 && this.#decided[system] === UNDECIDED) this.#decided[system] = value;
  }

  holdsFor(name: RuleName, system: number): boolean {
    return this.holds.get(name)?.[system] === 1;
  }

  /** The category so far; null while no rule has held. */
  category(system: number): ScopeCategory | null {
    return SCOPE_CATEGORIES[this.#decided[system] as number] ?? null;
  }

  isUndecided(system: number): boolean {
    return this.#decided[system] === UNDECIDED;
  }

  /** In the CDE, by account data or contamination. */
  isCde(system: number): boolean {
    const decided = this.#decided[system];
    return decided === CHD || decided === CONTAMINATED;
  }

  /** Places where the system has an address or was seen; -1 for an address outside of every place. */
  placesOf(system: number): readonly number[] {
    const { systems, sightings } = this.network;
    const sites = systems.sites(system);
    const seen = sightings.get(system);
    // One array for all of a place: this is asked of every system, again and again.
    if (!seen && sites.length === 1) return this.#alone[(sites[0] as { place: number }).place + 1] as readonly number[];
    return [...new Set([...sites.map(({ place }) => place), ...(seen ?? []).map(({ place }) => place)])];
  }

  /** Places with account data. Known once R1 has run. */
  get accountPlaces(): ReadonlyMap<number, AccountPlace> {
    this.#accountPlaces ??= this.#findAccountPlaces();
    return this.#accountPlaces;
  }

  /** Every place that has account data, unrestricted access to it, or a system of the CDE. Known once R3 has run. */
  get cdePlaces(): readonly number[] {
    this.#cdePlaces ??= this.#findCdePlaces();
    return this.#cdePlaces;
  }

  /** Places without restriction towards places with account data, each with those. */
  get unrestricted(): ReadonlyMap<number, readonly number[]> {
    this.#unrestricted ??= this.#findUnrestricted();
    return this.#unrestricted;
  }

  get influences(): Influences {
    this.#influences ??= new Influences(this.network);
    return this.#influences;
  }

  /** What lacks for out of scope. Known once R6 has run. */
  get gaps(): IsolationGaps {
    this.#gaps ??= new IsolationGaps(this);
    return this.#gaps;
  }

  isExternal(system: number): boolean {
    this.#external ??= externalGrounds(this.network);
    return this.#external.systems[system] === 1;
  }

  isExternalPlace(place: number): boolean {
    this.#external ??= externalGrounds(this.network);
    return this.#external.places[place] === 1;
  }

  /** True when everybody in the place shares a segment with its account data: it is a segment, or said to be of the CDE as a whole. */
  isAccountSegment(place: number): boolean {
    const account = this.accountPlaces.get(place);
    return account !== undefined && (account.tags.length > 0 || isSegment(this.network.places, place));
  }

  accountRefs(place: number): FactRef[] {
    const account = this.accountPlaces.get(place);
    if (!account) return [];
    return [...account.tags.map((tag) => factRef('tag', tag)), ...systemRefs(this.network, account.members)];
  }

  #findAccountPlaces(): Map<number, AccountPlace> {
    const { network } = this;
    const found = new Map<number, { members: Set<number>; tags: AccountPlace['tags'][number][] }>();
    const at = (place: number) => {
      const known = found.get(place) ?? { members: new Set<number>(), tags: [] };
      found.set(place, known);
      return known;
    };
    const saysCde = [
      ...network.statements.all('cde-segment'),
      ...network.statements.all('claim').filter(({ statement }) => statement.claim === 'cde'),
    ];
    for (const tag of saysCde) {
      const { kind, id } = tag.subject;
      if (kind !== 'segment' && kind !== 'zone') continue;
      for (const place of network.places.expand({ kind, id })) at(place).tags.push(tag);
    }
    const marks = this.holds.get('R1') as Uint8Array;
    marks.forEach((mark, system) => {
      if (mark === 1) for (const place of this.placesOf(system)) if (place >= 0) at(place).members.add(system);
    });
    return found;
  }

  #findUnrestricted(): Map<number, number[]> {
    const { places, separations } = this.network;
    const found = new Map<number, number[]>();
    places.refs.forEach((_, place) => {
      const towards = [...this.accountPlaces.keys()]
        .filter((cde) => cde !== place && separations.between(place, cde).unrestricted)
        .sort((a, b) => a - b);
      if (towards.length > 0) found.set(place, towards);
    });
    return found;
  }

  #findCdePlaces(): number[] {
    const found = new Set<number>(this.accountPlaces.keys());
    for (const place of this.unrestricted.keys()) if (!this.isExternalPlace(place)) found.add(place);
    for (let system = 0; system < this.network.systems.count; system++)
      if (this.isCde(system)) for (const place of this.placesOf(system)) if (place >= 0) found.add(place);
    return [...found].sort((a, b) => a - b);
  }
}
