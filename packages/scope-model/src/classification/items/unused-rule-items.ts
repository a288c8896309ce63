import type { RuleFact } from '../../facts/control-fact.ts';
import { inRanges } from '../../network/address-ranges.ts';
import type { ControlGrant } from '../../network/separation.ts';
import { besideCde, isClaimedConnected, usesGrant } from '../../rules/connected.ts';
import { grantText } from '../../rules/contaminated.ts';
import { factRef, listNames } from '../../rules/fact-refs.ts';
import { grantsOf, permittedRanges } from '../../rules/permits.ts';
import type { ScopeState } from '../../rules/scope-state.ts';
import type { ScopeItem } from '../classification.ts';

interface PermittingRule {
  readonly fact: RuleFact;
  readonly grant: ControlGrant;
  /** Places outside the CDE that it names addresses of. */
  readonly places: Set<number>;
  isUsed: boolean;
  /** Systems that it lets through, and those that nothing else connects. */
  systems: number;
  alone: number;
}

/**
 * The worklist of scope reduction: specific lines towards the CDE that no contact was seen to use. Without such a line, those
 * whom nothing else connects would no longer be connected. Lines that are too broad are an item of their own.
 */
export function* unusedRuleItems(state: ScopeState): Generator<ScopeItem> {
  const rules = permittingRules(state);
  if (rules.size === 0) return;
  const inContact = markUsed(state, rules);
  countSystems(state, rules, inContact);
  for (const { fact, grant, places, isUsed, systems, alone } of rules.values()) {
    if (isUsed) continue;
    const where = listNames([...places].map((place) => state.network.places.names[place] as string));
    const whom = systems === 0 ? 'addresses that nobody is known to have' : counted(systems);
    const gain = systems === 0 ? '' : ` Without it, ${counted(alone)} would have no ground left to be connected.`;
    yield {
      code: 'permitted-not-seen',
      severity: 'low',
      subject: factRef('rule', fact),
      text: `A rule that nobody was seen to use: ${grantText(grant)} lets ${whom} in ${where} through to or from the CDE.${gain}`,
      facts: [factRef('control', grant.control)],
    };
  }
}

function counted(systems: number): string {
  return systems === 1 ? '1 system' : `${systems} systems`;
}

function keyOf({ control, rule }: ControlGrant): string {
  return `${control.id} ${rule.fact?.id}`;
}

function permittingRules({ network, cdePlaces }: ScopeState): Map<string, PermittingRule> {
  const rules = new Map<string, PermittingRule>();
  const inCde = new Set(cdePlaces);
  for (let place = 0; place < network.places.refs.length; place++) {
    if (inCde.has(place)) continue;
    for (const cde of cdePlaces) {
      for (const grant of network.separations.between(place, cde).grants) {
        const { fact } = grant.rule;
        if (fact === null || !grant.certain || grant.broad !== null) continue;
        const known = rules.get(keyOf(grant));
        if (known) known.places.add(place);
        else rules.set(keyOf(grant), { fact, grant, places: new Set([place]), isUsed: false, systems: 0, alone: 0 });
      }
    }
  }
  return rules;
}

/** Notes which rules were used. 1 for each system that is in contact with the CDE. */
function markUsed(state: ScopeState, rules: ReadonlyMap<string, PermittingRule>): Uint8Array {
  const { network, cdePlaces } = state;
  const { contacts } = network;
  const inContact = new Uint8Array(network.systems.count);
  for (let row = 0; row < contacts.count; row++) {
    if (!contacts.isEstablished(row)) continue;
    const system = besideCde(state, row);
    if (system < 0) continue;
    inContact[system] = 1;
    for (const permit of grantsOf(network, system, cdePlaces)) {
      const rule = rules.get(keyOf(permit.grant));
      if (rule && !rule.isUsed && usesGrant(state, system, row, permit)) rule.isUsed = true;
    }
  }
  return inContact;
}

function countSystems(state: ScopeState, rules: ReadonlyMap<string, PermittingRule>, inContact: Uint8Array): void {
  const { network, cdePlaces } = state;
  const permitted = network.places.refs.map((_, place) => permittedRanges(network, place, cdePlaces));
  for (let system = 0; system < network.systems.count; system++) {
    if (state.isCde(system)) continue;
    const isPermitted = network.systems.sites(system).some(({ address, place }) => {
      const ranges = place < 0 ? null : permitted[place];
      return ranges !== null && ranges !== undefined && inRanges(ranges, address);
    });
    if (!isPermitted) continue;
    const certain = grantsOf(network, system, cdePlaces).filter(({ grant }) => grant.certain);
    const keys = new Set(certain.map(({ grant }) => keyOf(grant)));
    const isAlone =
      keys.size === 1 &&
      inContact[system] === 0 &&
      state.category(system) === 'CONNECTED' &&
      !isClaimedConnected(state, system);
    for (const key of keys) {
      const rule = rules.get(key);
      if (!rule) continue;
      rule.systems++;
      if (isAlone) rule.alone++;
    }
  }
}
