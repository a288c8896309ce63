import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { emptyDatabase, freshDatabase, TESTER } from '../testing/index.ts';
import { countRules, listRules, type NewRuleSet, storeRuleSet } from './rule-sets.ts';
import { createVersioned, listVersioned } from './versioned.ts';

const { db } = await freshDatabase();
const BY = { ...TESTER, reason: 'imported' };

const ruleSet = (digest: string, rules = 1): NewRuleSet => ({
  format: 'ios',
  fileName: 'edge.txt',
  digest,
  takenAt: new Date('2026-10-01'),
  model: { lists: [{ name: 'OUT' }] },
  unread: [{ line: 9, text: 'permit gibberish', why: 'no protocol' }],
  rules: Array.from({ length: rules }, (_, position) => ({
    position,
    chain: 'OUT',
    line: position + 1,
    text: `permit ip any host 10.0.0.${position}`,
    model: { id: position },
  })),
});

beforeEach(async () => {
  await emptyDatabase(db);
  await createVersioned(db, 'network_control', { name: 'Edge' }, BY);
});

test('the next version ends the one before, and both stay readable', async () => {
  expect(await storeRuleSet(db, 1, ruleSet('a', 3), BY)).toEqual({ id: 1 });
  expect(await storeRuleSet(db, 1, ruleSet('b'), BY)).toEqual({ id: 2 });
  const versions = await listVersioned(db, 'rule_set', true);
  expect(versions.map(({ version, end_reason, unread }) => [version, end_reason, unread.length])).toEqual([
    [2, null, 1],
    [1, 'replaced by version 2', 1],
  ]);
  expect(await countRules(db)).toEqual(
    new Map([
      [1, 3],
      [2, 1],
    ]),
  );
  expect((await listRules(db, 1)).map(({ line }) => line)).toEqual([1, 2, 3]);
  expect(await listRules(db, 1, { limit: 1, offset: 1 })).toMatchObject([{ position: 1, model: { id: 1 } }]);
});

test('the same text again and a control that is not there change nothing', async () => {
  await storeRuleSet(db, 1, ruleSet('a'), BY);
  expect(await storeRuleSet(db, 1, ruleSet('a'), BY)).toBe('same');
  expect(await storeRuleSet(db, 2, ruleSet('a'), BY)).toBe('missing');
  expect(await listVersioned(db, 'rule_set', true)).toHaveLength(1);
});

test('ten thousand rules are stored whole', async () => {
  await storeRuleSet(db, 1, ruleSet('big', 10_001), BY);
  expect((await countRules(db)).get(1)).toBe(10_001);
});

test('stored rules refuse every change', async () => {
  await storeRuleSet(db, 1, ruleSet('a'), BY);
  await expect(sql`update rule set text = ''`.execute(db)).rejects.toThrow(/append-only/);
  await expect(sql`delete from rule`.execute(db)).rejects.toThrow(/append-only/);
});
