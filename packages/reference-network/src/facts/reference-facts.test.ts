import { checkFacts, classifyScope, type FactRef } from '@scopemap/scope-model';
import { describe, expect, test } from 'vitest';
import {
  expectedCategories,
  expectedFindings,
  type ReferenceKnowledge,
  referenceFacts,
  referenceNetwork,
} from '../index.ts';

/** A Wednesday noon. */
const END = Date.UTC(2026, 8, 30, 12);
const month = { end: END, days: 30 };
const STAGES: readonly ReferenceKnowledge[] = ['asFirstImported', 'withRoles', 'withRulesAndTests'];
const results = new Map(STAGES.map((stage) => [stage, classifyScope(referenceFacts(month, stage))]));

function resultOf(stage: ReferenceKnowledge) {
  const result = results.get(stage);
  if (!result) throw new Error(`no result for ${stage}`);
  return result;
}

function named({ kind, id }: FactRef): string {
  return `${kind} ${id}`;
}

/** The rules by which each category is reached. */
const RULES: Readonly<Record<string, string>> = {
  CDE_CHD: 'R1',
  SEGMENTING: 'R2',
  CDE_CONTAMINATED: 'R3',
  SECURITY_IMPACTING: 'R4',
  CONNECTED: 'R5',
  CONNECTED_INDIRECT: 'R6',
  EXTERNAL: 'R7',
  OUT_OF_SCOPE: 'R8',
  UNDETERMINED: 'R9',
};

describe.each(STAGES)('the reference network, %s', (stage) => {
  const expected = expectedCategories[stage];

  test('has the categories of its written truth, by the rules and on the grounds that give them', () => {
    const result = resultOf(stage);
    const got = result.assets.map(({ id, category }) => {
      const deciding = result.explain(id)?.reasons.find((reason) => reason.category !== null);
      return [id, category, deciding?.rule, deciding?.code];
    });
    const wanted = [...expected].map(([name, { category, ground }]) => [name, category, RULES[category], ground]);
    const text = (rows: readonly unknown[][]) => rows.map((row) => row.join(' ')).sort();
    expect(text(got)).toEqual(text(wanted));
  });

  test('says what is missing of all that is undetermined, and of nothing that is out of scope', () => {
    const result = resultOf(stage);
    for (const { id, category } of result.assets) {
      const missing = result.explain(id)?.missing ?? [];
      if (category === 'UNDETERMINED') expect(missing, id).not.toEqual([]);
      if (category === 'OUT_OF_SCOPE') expect(missing, id).toEqual([]);
    }
  });
});

describe('planted traps', () => {
  test.each(expectedFindings)('$trap is found at $system ($knowledge)', ({ knowledge, system, rule, item, facts }) => {
    const result = resultOf(knowledge);
    const decision = result.explain(system);
    if (rule !== null) {
      const own = decision?.reasons.filter((reason) => reason.rule === rule) ?? [];
      expect(own).not.toEqual([]);
      expect(own.flatMap((reason) => reason.facts.map(named))).toEqual(expect.arrayContaining([...facts]));
    }
    if (item !== null) {
      const about = [`asset ${system}`, ...facts];
      const codes = result.items
        .filter(({ subject, facts: refs }) => [subject, ...refs].some((ref) => about.includes(named(ref))))
        .map(({ code }) => code);
      expect(codes).toContain(item);
    }
  });

  test('are all traps, but for those that concern direction and translation alone', () => {
    const found = new Set(expectedFindings.map(({ trap }) => trap));
    const others = referenceNetwork.traps.map(({ id }) => id).filter((id) => !found.has(id));
    expect(others).toEqual(['egress-nat', 'odd-ports', 'voice-media', 'active-ftp']);
  });

  test('the contacts of the scanner give no target a reason', () => {
    for (const stage of STAGES) {
      const result = resultOf(stage);
      const wrong = result.assets
        .filter(({ id }) => id !== 'scan-01')
        .filter(({ id }) =>
          result
            .explain(id)
            ?.reasons.some(
              ({ category, facts }) =>
                category !== null && facts.some((ref) => named(ref).startsWith('contact scan-01>')),
            ),
        );
      expect(wrong).toEqual([]);
    }
  });

  test('what the gateway sends outside is its own, and nobody behind it is taken for its peer', () => {
    const result = resultOf('withRulesAndTests');
    const naming = result.assets
      .filter(({ id }) => id !== 'edge-nat')
      .filter(({ id }) =>
        result
          .explain(id)
          ?.reasons.some(
            ({ rule, facts }) => rule !== 'R7' && facts.some((ref) => named(ref).startsWith('contact edge-nat>')),
          ),
      );
    expect(naming).toEqual([]);
  });

  test('behind the showroom nothing is called out of scope, and the test of the desks is what they lack', () => {
    const result = resultOf('withRulesAndTests');
    expect(result.explainPlace({ kind: 'zone', id: 'Showroom' })?.category).not.toBe('OUT_OF_SCOPE');
    const missing = result.explain('ws-001')?.missing ?? [];
    expect(missing.map(({ code }) => code)).toContain('segmentation-test');
  });
});

test('guests are out of scope only because they were tested against development too', () => {
  const facts = referenceFacts(month, 'withRulesAndTests');
  expect(resultOf('withRulesAndTests').explainPlace({ kind: 'zone', id: 'Guest Wi-Fi' })?.category).toBe(
    'OUT_OF_SCOPE',
  );
  const segmentationTests = facts.segmentationTests.filter(({ to }) => to.id !== 'Development & test');
  expect(classifyScope({ ...facts, segmentationTests }).explain('guest-001')?.category).toBe('UNDETERMINED');
});

test.each<['segmentationTests' | 'boundaries' | 'controls' | 'exporters' | 'tags', readonly string[]]>([
  [
    'segmentationTests',
    ['Payment application', 'Card vault', 'Store POS', 'Development & test', 'Virtualisation'].map(
      (zone) => `Guest Wi-Fi to ${zone}`,
    ),
  ],
  [
    'boundaries',
    ['Payment application', 'Card vault', 'Store POS', 'Development & test', 'Virtualisation'].map(
      (zone) => `${zone} and Guest Wi-Fi`,
    ),
  ],
  ['controls', ['cde-fw-1', 'store-rtr-1']],
  ['exporters', ['core-sw-1', 'cde-fw-1', 'store-rtr-1']],
  ['tags', ['no-account-data Guest Wi-Fi', 'out-of-scope-justified Guest Wi-Fi']],
])('guests are undetermined without any one of these %s', (list, ids) => {
  const facts = referenceFacts(month, 'withRulesAndTests');
  const rows: readonly { readonly id: string }[] = facts[list];
  for (const id of ids) {
    expect(rows.map((row) => row.id)).toContain(id);
    const without = { ...facts, [list]: rows.filter((row) => row.id !== id) };
    expect(classifyScope(without).explain('guest-001')?.category, id).toBe('UNDETERMINED');
  }
});

test('zones stand as high as the highest of their systems', () => {
  const result = resultOf('withRulesAndTests');
  const zones = result.places
    .filter(({ place }) => place.kind === 'zone')
    .map(({ place, category }) => [place.id, category] as const);
  expect(Object.fromEntries(zones)).toEqual({
    'Payment application': 'CDE_CHD',
    'Card vault': 'CDE_CHD',
    'Store POS': 'CDE_CHD',
    'Store gateways': 'CONNECTED',
    DMZ: 'SECURITY_IMPACTING',
    'Security & management': 'SECURITY_IMPACTING',
    'Network devices': 'SECURITY_IMPACTING',
    // Two hypervisors run payment systems.
    Virtualisation: 'CDE_CONTAMINATED',
    Perimeter: 'SECURITY_IMPACTING',
    // Four administrators reach the jump hosts.
    'Corporate workstations': 'CONNECTED_INDIRECT',
    'Corporate servers': 'CONNECTED',
    Voice: 'UNDETERMINED',
    Showroom: 'CONNECTED',
    'Development & test': 'CDE_CONTAMINATED',
    'Guest Wi-Fi': 'OUT_OF_SCOPE',
    'Third parties': 'EXTERNAL',
    Internet: 'EXTERNAL',
  });
});

test('facts are whole', () => {
  for (const stage of STAGES) expect(checkFacts(referenceFacts(month, stage))).toEqual([]);
});

test('facts refer to facts', () => {
  for (const stage of STAGES) {
    const facts = referenceFacts(month, stage);
    const assets = new Set(facts.assets.map(({ id }) => id));
    const contacts = new Set(facts.contacts.map(({ id }) => id));
    const exporters = new Set(facts.exporters.map(({ id }) => id));
    const zones = new Set(facts.zones.map(({ id }) => id));
    const places = [
      ...facts.controls.flatMap(({ separates }) => separates.flat()),
      ...facts.boundaries.flatMap(({ between }) => between),
      ...facts.segmentationTests.flatMap(({ from, to }) => [from, to]),
      ...facts.sightings.map(({ place }) => place),
    ];
    expect(places.filter(({ kind, id }) => kind !== 'zone' || !zones.has(id))).toEqual([]);
    expect(facts.bindings.filter(({ asset }) => !assets.has(asset))).toEqual([]);
    expect(facts.verdicts.filter(({ contact }) => !contacts.has(contact))).toEqual([]);
    expect(facts.contacts.flatMap(({ observers }) => observers).filter((name) => !exporters.has(name))).toEqual([]);
    for (const list of [facts.tags, facts.contacts, facts.segmentationTests, facts.boundaries, facts.approvals]) {
      const ids = list.map(({ id }) => id);
      expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    }
  }
});
