import fc from 'fast-check';
import type { RuleFlow } from '../evaluate/rule-flow.ts';
import { type AddressSet, type AddressTerm, ANY_ADDRESS, addressSet } from '../model/address-set.ts';
import { ALLOW, CONTINUE, createRule, DENY, type Rule, type RuleAction, UNKNOWN_ACTION } from '../model/rule.ts';
import { ANY_SERVICE } from '../model/service-match.ts';

/** A world of 64 IPv4 and 8 IPv6 addresses, so that rules and flows meet often. */
const four = fc.integer({ min: 0, max: 63 }).map((number) => `10.0.0.${number}`);
const six = fc.integer({ min: 0, max: 7 }).map((number) => `2001:db8::${number}`);
const term: fc.Arbitrary<AddressTerm> = fc.oneof(
  four.map((address): AddressTerm => ({ kind: 'prefix', prefix: `${address}/32` })),
  six.map((address): AddressTerm => ({ kind: 'prefix', prefix: `${address}/128` })),
  fc.constantFrom<AddressTerm>(
    { kind: 'prefix', prefix: '10.0.0.0/27' },
    { kind: 'prefix', prefix: '10.0.0.48/28' },
    { kind: 'range', from: '10.0.0.7', to: '10.0.0.33' },
    { kind: 'wildcard', address: '10.0.0.1', wildcard: '0.0.0.42' },
    { kind: 'prefix', prefix: '2001:db8::/126' },
    { kind: 'unknown', name: 'tag' },
  ),
);
const addresses = fc.oneof(
  fc.constant(ANY_ADDRESS),
  fc
    .record({ terms: fc.array(term, { maxLength: 3 }), negated: fc.boolean() })
    .map(({ terms, negated }) => addressSet(terms, negated)),
);
const ports = fc.constantFrom(
  null,
  [[80, 80]],
  [
    [1, 79],
    [81, 443],
  ],
  [[1024, 65535]],
  [[443, 8443]],
) as fc.Arbitrary<[number, number][] | null>;
const service = fc.record({
  protocols: fc.constantFrom(
    null,
    [[6, 6]],
    [[17, 17]],
    [
      [0, 5],
      [7, 255],
    ],
    [[1, 1]],
  ) as fc.Arbitrary<[number, number][] | null>,
  sourcePorts: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: ports }),
  destinationPorts: ports,
  icmp: fc.constantFrom(null, null, null, [{ type: 8, code: null }]),
});
const LOOPBACK = { names: ['lo'], negated: true };

const action = fc.constantFrom<RuleAction>(
  ALLOW,
  ALLOW,
  DENY,
  DENY,
  CONTINUE,
  UNKNOWN_ACTION,
  { kind: 'jump', chain: 'sub', goto: false },
  { kind: 'jump', chain: 'sub', goto: true },
  { kind: 'return' },
);
/** Drafts of rules, at most `most`; {@link buildRules} makes rules of them. */
export const ruleDrafts = (most: number) =>
  fc.array(
    fc.record({
      action,
      source: addresses,
      destination: addresses,
      services: fc.array(service, { minLength: 1, maxLength: 2 }),
      active: fc.constantFrom(true, true, true, false),
      tcpEstablished: fc.constantFrom(false, false, false, false, true),
      states: fc.constantFrom<Rule['states']>(null, null, null, ['new'], ['established', 'related']),
      from: fc.constantFrom<Rule['from']>(null, null, null, null, { names: ['eth0'], negated: false }, LOOPBACK),
      unclear: fc.constantFrom(false, false, false, false, true),
    }),
    { maxLength: most },
  );
/** Drafts without anything uncertain, that jump and return often. */
export const clearRuleDrafts = (most: number): ReturnType<typeof ruleDrafts> =>
  ruleDrafts(most).map((drafts) =>
    drafts.map((draft, at) => {
      const plain = {
        ...draft,
        unclear: false,
        from: null,
        source: withoutNames(draft.source),
        destination: withoutNames(draft.destination),
        services: draft.services.map((each) => ({ ...each, sourcePorts: null, icmp: null })),
      };
      if (draft.action.kind === 'unknown') return { ...plain, action: at % 2 === 0 ? RETURN : JUMP };
      return draft.action.kind === 'continue' ? { ...plain, action: RETURN } : plain;
    }),
  );

const RETURN: RuleAction = { kind: 'return' };
const JUMP: RuleAction = { kind: 'jump', chain: 'sub', goto: false };

function withoutNames({ any, negated, terms }: AddressSet): AddressSet {
  return { any, negated, terms: terms.filter(({ kind }) => kind !== 'unknown') };
}

/** Relationships in that world. */
export const randomFlow: fc.Arbitrary<RuleFlow> = fc
  .tuple(
    fc.oneof(fc.tuple(four, four), fc.tuple(six, six)),
    fc.constantFrom(1, 6, 17, 47),
    fc.constantFrom(22, 80, 81, 443, 8443),
    fc.constantFrom(null, 80, 2000),
  )
  .map(([[client, server], protocol, port, clientPort]) => ({
    client,
    server,
    endpoints: null,
    protocol,
    port: protocol === 6 || protocol === 17 ? port : null,
    clientPort,
    icmpType: protocol === 1 ? 8 : null,
  }));

/** Rules from drafts, numbered from `first`; line n + 1 for number n. */
export function buildRules(
  drafts: readonly (ReturnType<typeof ruleDrafts> extends fc.Arbitrary<(infer Draft)[]> ? Draft : never)[],
  first: number,
): Rule[] {
  return drafts.map(({ action: act, services, unclear, ...parts }, at) =>
    createRule(first + at, first + at + 1, '', act, {
      ...parts,
      services: services.map((each) => ({ ...ANY_SERVICE, ...each })),
      conditions: unclear ? ['unclear'] : [],
    }),
  );
}
