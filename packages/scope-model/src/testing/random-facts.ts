import fc from 'fast-check';
import type { ScopeFacts } from '../facts/scope-facts.ts';
import type { ScopeRole, TagStatement } from '../facts/tag-fact.ts';
import { allow, DAY, type FactsSetting, NOW, network } from './facts-setting.ts';

const PLACES = ['cde', 'vault', 'office', 'desks', 'services'] as const;
const OUTER = ['office', 'desks', 'services'] as const;
/** Place n has the prefix 10.n.0.0/24; `p1-2` is the second asset of the first place. */
const ASSETS = PLACES.flatMap((_, place) =>
  [1, 2, 3].map((n) => ({ id: `p${place}-${n}`, address: `10.${place}.0.${n}` })),
);
const IDS = ASSETS.map(({ id }) => id);
/** Assets, bare addresses of places, one of no place and one group. */
const ENDS = [...IDS, ...ASSETS.slice(3, 9).map(({ address }) => address), '10.2.0.200', '10.99.0.7', '239.1.2.3'];
const SERVICES = ['443/tcp', '22/tcp', '3389/tcp', '88/tcp', '53/udp', '514/udp', 'icmp', 'esp'];
const ROLES: readonly ScopeRole[] = [
  'directory',
  'dns',
  'jump',
  'log',
  'monitoring',
  'proxy',
  'hypervisor',
  'nsc',
  'patch',
];

const pick = <T>(from: readonly T[]) => fc.constantFrom(...from);
const id = pick(IDS);
const until = pick([null, null, NOW + DAY, NOW - DAY]);
/** Long ago, and once in a while not yet. */
const at = pick([NOW - 200 * DAY, NOW - 200 * DAY, NOW - 200 * DAY, NOW + DAY]);

const statement: fc.Arbitrary<TagStatement> = fc.oneof(
  pick(ROLES).map((role): TagStatement => ({ kind: 'role', role })),
  fc.constant<TagStatement>({ kind: 'serves-cde' }),
  fc.constant<TagStatement>({ kind: 'no-account-data' }),
  fc.constant<TagStatement>({ kind: 'guests-separated' }),
  fc.constant<TagStatement>({ kind: 'third-party', party: null }),
  fc.constant<TagStatement>({ kind: 'no-risk', analysis: 'A-1', approvedBy: 'CISO' }),
  fc.constant<TagStatement>({ kind: 'hides', prefixes: ['10.3.0.0/24'] }),
  fc.boolean().map((stores): TagStatement => ({ kind: 'account-data', stores, processes: !stores, transmits: false })),
  id.map((target): TagStatement => ({ kind: 'manages', target })),
  id.map((target): TagStatement => ({ kind: 'no-influence', target })),
  id.map((guest): TagStatement => ({ kind: 'hosts', guest })),
  pick(['cde', 'connected', 'security-impacting', 'out-of-scope', 'external', 'undetermined'] as const).map(
    (claim): TagStatement => ({ kind: 'claim', claim }),
  ),
);

const contact = fc.record({
  from: pick(ENDS),
  to: pick(ENDS),
  what: pick(SERVICES),
  state: pick(['established', 'established', 'attempted', 'denied', 'unknown'] as const),
  directed: fc.boolean(),
  scanner: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
});

const rule = fc.oneof(
  fc
    .tuple(pick(ASSETS), pick(ASSETS), pick(['443/tcp', '1433/tcp']))
    .map(([a, b, what]) => allow(a.address, b.address, what)),
  fc.constant(allow('any', 'any', 'any')),
  fc.constant(allow('10.2.0.0/24', '10.0.0.1', '443/tcp', { uncertain: true })),
);

const control = fc.record({
  pair: fc.tuple(pick(PLACES), pick(PLACES)),
  allows: fc.option(fc.array(rule, { maxLength: 2 }), { freq: 3 }),
  asset: fc.option(id, { freq: 2 }),
});

/** Networks of five places and up to fifteen assets, with some places shown to be out of scope. */
export const randomFacts: fc.Arbitrary<ScopeFacts> = fc
  .record({
    isolated: fc.subarray([...OUTER]),
    tags: fc.array(fc.record({ subject: id, statement, until, at }), { maxLength: 6 }),
    placeTags: fc.array(
      fc.record({
        subject: pick(PLACES),
        statement: pick<TagStatement>([
          { kind: 'claim', claim: 'out-of-scope' },
          { kind: 'claim', claim: 'external' },
          { kind: 'claim', claim: 'undetermined' },
          { kind: 'cde-segment' },
          { kind: 'unsegmented', other: { kind: 'segment', id: 'cde' } },
        ]),
        until,
      }),
      { maxLength: 1 },
    ),
    contacts: fc.uniqueArray(contact, {
      maxLength: 10,
      selector: ({ from, to, what }) => `${from} ${to} ${what}`,
    }),
    controls: fc.array(control, { maxLength: 2 }),
    sighting: fc.option(id, { freq: 1 }),
    /** A second address, for a time or since ever. */
    move: fc.option(fc.record({ asset: id, place: fc.nat({ max: 4 }), from: pick([null, NOW - 8 * DAY]) }), {
      freq: 2,
    }),
    retired: fc.option(fc.nat({ max: 9 }), { freq: 1 }),
    carrying: fc.option(fc.nat({ max: 9 }), { freq: 1 }),
  })
  .map(({ isolated, tags, placeTags, contacts, controls, sighting, move, retired, carrying }) => {
    const setting = network();
    for (const [i, place] of PLACES.entries()) setting.segment(place, `10.${i}.0.0/24`);
    for (const asset of ASSETS) setting.asset(asset.id, asset.address);
    setting.holdsAccountData('p0-1');
    for (const place of isolated) setting.isolated(place, 'cde', 'vault');
    for (const [i, tag] of tags.entries())
      setting.tag(tag.subject, tag.statement, { id: `tag ${i}`, until: tag.until, at: tag.at });
    for (const [i, tag] of placeTags.entries())
      setting.tag(tag.subject, tag.statement, { id: `place tag ${i}`, until: tag.until });
    for (const { from, to, what, ...more } of contacts) if (from !== to) setting.contact(from, to, what, more);
    for (const [i, { pair, allows, asset }] of controls.entries()) addControl(setting, i, pair, allows, asset);
    if (move) setting.bind(move.asset, `10.${move.place}.0.77`, move.from, null);
    const old = retired === null ? undefined : contacts[retired];
    if (old && old.from !== old.to)
      setting.tag(`${old.from} > ${old.to} ${old.what}`, { kind: 'contact-retired' }, { at: NOW - DAY }, 'contact');
    const card = carrying === null ? undefined : contacts[carrying];
    if (card && card.from !== card.to)
      setting.carriesAccountData(`${card.from} > ${card.to} ${card.what}`, 'authorisation', 1);
    if (sighting) setting.sighting(sighting, 'vault', 'LLMNR to 224.0.0.252');
    return setting.facts();
  });

function addControl(
  setting: FactsSetting,
  index: number,
  [a, b]: readonly [string, string],
  allows: readonly ReturnType<typeof allow>[] | null,
  asset: string | null,
): void {
  if (a === b) return;
  const rules = allows?.map((line, i) => ({ ...line, id: `${line.id} of ${index}.${i}`, line: `${i}` })) ?? null;
  setting.control(`extra ${index}`, [[a, b]], { allows: rules, asset });
}

/** Ids and addresses that the networks of {@link randomFacts} may hold. */
export const RANDOM_ENDS: readonly string[] = ENDS;
export const RANDOM_PLACES: readonly string[] = PLACES;
