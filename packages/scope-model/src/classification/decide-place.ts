import type { PlaceRef } from '../facts/place.ts';
import type { ScopeNetwork } from '../network/scope-network.ts';
import { grantRefs, grantText, unrestrictedReason } from '../rules/contaminated.ts';
import { externalPlaceTags } from '../rules/external-grounds.ts';
import { distinct, factRef, listNames, placeRef, systemRefs } from '../rules/fact-refs.ts';
import { influenceGaps, isolatedReason, openInfluences } from '../rules/out-of-scope.ts';
import { tagIndex } from '../rules/place-tags.ts';
import { SCOPE_RULES } from '../rules/scope-rules.ts';
import type { ScopeState } from '../rules/scope-state.ts';
import { NOT_SHOWN } from '../rules/undetermined.ts';
import { isInScope, type ScopeCategory, type ScopeClaim } from '../scope-category.ts';
import type { MissingFact, RuleName, ScopeDecision, ScopeReason } from './classification.ts';
import { distinctGaps } from './explain-system.ts';

/** Ranks of the rules, in the order in which they are asked. */
const RANK = new Map<RuleName, number>(SCOPE_RULES.map(({ name }, i) => [name, i]));
const RULE_OF = new Map<ScopeCategory, RuleName>(SCOPE_RULES.map(({ category, name }) => [category, name]));

/**
 * Decides places as the ranges of addresses that they are. A place is in scope for its own grounds, and for each system in
 * it that is; but not for a device between places, which stands in all of them. A zone is what its segments and the rest of
 * its addresses are together.
 */
export class PlaceDecisions {
  readonly #state: ScopeState;
  readonly #members: readonly (readonly number[])[];
  readonly #known = new Map<number, ScopeDecision>();

  constructor(state: ScopeState) {
    this.#state = state;
    this.#members = membersOf(state);
  }

  members(place: number): readonly number[] {
    return this.#members[place] as readonly number[];
  }

  decide(place: number): ScopeDecision {
    let decision = this.#known.get(place);
    if (!decision) {
      decision = this.#decide(place);
      this.#known.set(place, decision);
    }
    return decision;
  }

  #decide(place: number): ScopeDecision {
    const { places } = this.#state.network;
    const segments = (places.segmentsOf[place] as readonly number[]).map((segment) => ({
      segment,
      decision: this.decide(segment),
    }));
    const hasRest =
      segments.length === 0 || (places.ranges[place] as readonly bigint[]).length > 0 || this.members(place).length > 0;
    const reasons = [
      ...this.#own(place),
      ...segments.flatMap(({ segment, decision }) => this.#ofSegment(segment, decision)),
      ...(hasRest ? [] : this.#whollyExternal(segments)),
    ];
    if (reasons.length === 0) {
      const isOpen =
        segments.some(({ decision }) => decision.category === 'UNDETERMINED') || (hasRest && this.#hasGap(place));
      const shown = [...(hasRest ? [place] : []), ...isolatedOf(segments)];
      reasons.push(isOpen ? NOT_SHOWN : isolatedReason(this.#state, shown, []));
    }
    reasons.sort((a, b) => (RANK.get(a.rule) as number) - (RANK.get(b.rule) as number));
    const { category } = reasons[0] as ScopeReason;
    const inScope = isInScope(category as ScopeCategory);
    // Of a large place what is missing takes long to find and is asked of few: the category needs no more than that there is something.
    const findMissing = () =>
      category === 'UNDETERMINED'
        ? distinctGaps([...(hasRest ? this.gaps(place) : []), ...segments.flatMap(({ decision }) => decision.missing)])
        : [];
    let missing: readonly MissingFact[] | undefined;
    return {
      category: category as ScopeCategory,
      inScope,
      conflict: category !== 'UNDETERMINED' && inScope && saysOut(this.#state.network, place),
      initiator: null,
      reasons,
      get missing() {
        missing ??= findMissing();
        return missing;
      },
      marks: [],
    };
  }

  #hasGap(place: number): boolean {
    const members = this.members(place);
    return (
      this.#state.gaps.ofPlace(place, members).next().done !== true ||
      members.some((member) => this.#hasOpenInfluence(member))
    );
  }

  #hasOpenInfluence(member: number): boolean {
    return this.#state.category(member) === 'UNDETERMINED' && openInfluences(this.#state, member).length > 0;
  }

  /** What lacks for the addresses of the place itself to be out of scope. */
  gaps(place: number): MissingFact[] {
    const open = this.members(place).filter((member) => this.#hasOpenInfluence(member));
    return [
      ...this.#state.gaps.ofPlace(place, this.members(place)),
      ...open.flatMap((member) => influenceGaps(this.#state, member)),
    ];
  }

  #ofSegment(segment: number, { category }: ScopeDecision): ScopeReason[] {
    const rule = RULE_OF.get(category) as RuleName;
    if (category === 'UNDETERMINED' || category === 'OUT_OF_SCOPE' || category === 'EXTERNAL') return [];
    const { names, refs } = this.#state.network.places;
    const text = `Its segment ${names[segment]} is.`;
    return [{ rule, category, code: 'segment', text, facts: [placeRef(refs[segment] as PlaceRef)] }];
  }

  /** A zone of nothing but segments of somebody else. */
  #whollyExternal(segments: readonly DecidedSegment[]): ScopeReason[] {
    if (!segments.every(({ decision }) => decision.category === 'EXTERNAL')) return [];
    const { refs } = this.#state.network.places;
    const facts = segments.map(({ segment }) => placeRef(refs[segment] as PlaceRef));
    const text = 'Each of its segments is of somebody else.';
    return [{ rule: 'R7', category: 'EXTERNAL', code: 'segment', text, facts }];
  }

  #own(place: number): ScopeReason[] {
    const state = this.#state;
    const { network, accountPlaces, unrestricted } = state;
    const reasons: ScopeReason[] = [];
    const name = network.places.names[place] as string;
    if (accountPlaces.has(place)) {
      const text = `${name} has systems with account data, or is declared as CDE.`;
      reasons.push({ rule: 'R1', category: 'CDE_CHD', code: 'account-data', text, facts: state.accountRefs(place) });
    }
    if (!state.isExternalPlace(place))
      for (const cde of unrestricted.get(place) ?? []) reasons.push(unrestrictedReason(state, place, cde));
    reasons.push(
      ...this.#ofMembers(place),
      ...claimed(network, place, 'security-impacting', 'R4', 'SECURITY_IMPACTING'),
      ...claimed(network, place, 'connected', 'R5', 'CONNECTED'),
      ...permitted(state, place),
    );
    for (const tag of externalPlaceTags(network, place)) {
      const text = `Not a component of the entity, says ${tag.author}: ${tag.reason}`;
      reasons.push({ rule: 'R7', category: 'EXTERNAL', code: 'claimed', text, facts: [factRef('tag', tag)] });
    }
    return reasons;
  }

  #ofMembers(place: number): ScopeReason[] {
    const { network } = this.#state;
    const byCategory = Map.groupBy(this.members(place), (member) => this.#state.category(member) as ScopeCategory);
    return MEMBER_CATEGORIES.flatMap((category) => {
      const members = byCategory.get(category) ?? [];
      if (members.length === 0) return [];
      const names = listNames(members.map((member) => network.systems.name(member)));
      const rule = RULE_OF.get(category) as RuleName;
      const text = `Systems in it are: ${names}.`;
      return [{ rule, category, code: 'member', text, facts: systemRefs(network, members) }];
    });
  }
}

interface DecidedSegment {
  readonly segment: number;
  readonly decision: ScopeDecision;
}

function isolatedOf(segments: readonly DecidedSegment[]): number[] {
  return segments.filter(({ decision }) => decision.category === 'OUT_OF_SCOPE').map(({ segment }) => segment);
}

const MEMBER_CATEGORIES = ['CDE_CONTAMINATED', 'SECURITY_IMPACTING', 'CONNECTED', 'CONNECTED_INDIRECT'] as const;

function membersOf(state: ScopeState): number[][] {
  const members: number[][] = state.network.places.refs.map(() => []);
  for (let system = 0; system < state.network.systems.count; system++)
    for (const place of state.placesOf(system)) if (place >= 0) (members[place] as number[]).push(system);
  return members;
}

function claimed(
  network: ScopeNetwork,
  place: number,
  claim: ScopeClaim,
  rule: RuleName,
  category: ScopeCategory,
): ScopeReason[] {
  return tagIndex(network, 'claim')
    .ofPlace(place)
    .filter(({ statement }) => statement.claim === claim)
    .map((tag) => ({
      rule,
      category,
      code: 'claimed',
      text: `Claimed as ${claim} by ${tag.author}: ${tag.reason}`,
      facts: [factRef('tag', tag)],
    }));
}

function permitted({ network, cdePlaces }: ScopeState, place: number): ScopeReason[] {
  const grants = cdePlaces
    .filter((cde) => cde !== place)
    .flatMap((cde) => network.separations.between(place, cde).grants.filter(({ certain }) => certain));
  if (grants.length === 0) return [];
  const text = `Rules let addresses of it through to or from the CDE: ${listNames(grants.map(grantText))}.`;
  const facts = distinct(grants.flatMap(grantRefs));
  return [{ rule: 'R5', category: 'CONNECTED', code: 'permitted', text, facts }];
}

function saysOut(network: ScopeNetwork, place: number): boolean {
  return (
    tagIndex(network, 'out-of-scope-justified').ofPlace(place).length > 0 ||
    tagIndex(network, 'claim')
      .ofPlace(place)
      .some(({ statement }) => statement.claim === 'out-of-scope')
  );
}
