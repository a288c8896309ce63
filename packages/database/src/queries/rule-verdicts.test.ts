import { beforeEach, expect, test } from 'vitest';
import { emptyDatabase, freshDatabase, seedRelationship, TESTER } from '../testing/index.ts';
import { storeRuleSet } from './rule-sets.ts';
import {
  countVerdicts,
  dropStaleVerdicts,
  listOtherMessages,
  listRuleJudgements,
  listRuleUse,
  listRuleVerdictFacts,
  listUnjudged,
  listVerdicts,
  type RuleVerdictRow,
  storeRuleVerdicts,
} from './rule-verdicts.ts';
import { createVersioned } from './versioned.ts';

const { db } = await freshDatabase();
const BY = { ...TESTER, reason: 'a test' };
const JUDGED = { controlId: 1, ruleSetId: 1, basis: 'a', lastRelationship: '3' };

const row = (relationshipId: string, more: Partial<RuleVerdictRow> = {}): RuleVerdictRow => ({
  relationshipId,
  verdict: 'allowed',
  list: 'IN',
  line: 1,
  position: 0,
  reply: false,
  icmpType: null,
  because: [],
  decided: [0],
  possible: [],
  ...more,
});

const importRules = (digest: string) =>
  storeRuleSet(
    db,
    1,
    { format: 'asa', fileName: 'f', digest, takenAt: new Date(0), model: {}, unread: [], rules: [] },
    BY,
  );

const unjudged = async (ruleSetId = 1, after = '0') =>
  (await listUnjudged(db, { controlId: 1, ruleSetId }, after, 10)).map(({ id }) => id);

beforeEach(async () => {
  await emptyDatabase(db);
  await createVersioned(db, 'network_control', { name: 'Edge' }, BY);
  await importRules('a');
  await seedRelationship(db, { client: '10.1.0.1', server: '10.2.0.1', port: 443 });
  await seedRelationship(db, { client: '10.1.0.1', server: '10.2.0.1', port: 22 });
  await seedRelationship(db, { client: '10.1.0.1', server: '10.2.0.1', protocol: 1, port: 0 });
});

test('verdicts are stored, counted, listed and handed on as facts', async () => {
  const denied = row('2', { verdict: 'denied', line: null, position: null, decided: [] });
  const open = row('3', {
    verdict: 'undetermined',
    because: ['line 4: "a\\b", {NIGHT}', ''],
    decided: [],
    possible: [0, 3],
  });
  expect(await storeRuleVerdicts(db, JUDGED, [row('1'), denied, open], true)).toBe(true);
  expect(await unjudged()).toEqual([]);
  expect(await countVerdicts(db)).toEqual([
    { controlId: 1, allowed: 1, denied: 1, deniedSeen: 1, undetermined: 1, noList: 0 },
  ]);
  const { verdicts, total } = await listVerdicts(db, { ruleSetId: 1 }, { limit: 2, offset: 0 });
  expect(total).toBe(3);
  expect(verdicts).toMatchObject([
    { relationshipId: '2', verdict: 'denied', line: null, port: 22, controlName: 'Edge' },
    { relationshipId: '3', verdict: 'undetermined', because: ['line 4: "a\\b", {NIGHT}', ''], port: null },
  ]);
  expect((await listVerdicts(db, { position: 3 }, { limit: 9, offset: 0 })).total).toBe(1);
  expect(await listRuleUse(db, 1)).toMatchObject([
    { position: 0, matched: 1, possible: 1, lastMatch: expect.any(Date) },
    { position: 3, matched: 0, possible: 1, lastMatch: null },
  ]);
  expect(await listRuleVerdictFacts(db)).toMatchObject([
    { relationshipId: '1', verdict: 'allowed', line: '1' },
    { relationshipId: '2', verdict: 'denied', line: null },
    { relationshipId: '3', verdict: 'undetermined', line: '1' },
  ]);
});

test('what is not judged yet is found, also below the last one', async () => {
  await storeRuleVerdicts(db, JUDGED, [row('1'), row('3')], true);
  expect(await unjudged()).toEqual(['2']);
  expect(await unjudged(1, '2')).toEqual([]);
  expect(await unjudged(2)).toEqual(['1', '2', '3']);
});

test('other ICMP messages than were asked about are found', async () => {
  await storeRuleVerdicts(db, JUDGED, [row('1'), row('3', { icmpType: 8 })], true);
  expect(await listOtherMessages(db, 1)).toMatchObject([{ id: '3', icmpType: null }]);
});

test('a new judgement adds, one from another basis replaces', async () => {
  await storeRuleVerdicts(db, JUDGED, [row('1')], true);
  await storeRuleVerdicts(db, { ...JUDGED, lastRelationship: '2' }, [row('1', { line: 9 }), row('2')], false);
  expect(await listRuleVerdictFacts(db)).toMatchObject([{ line: '9' }, { line: '1' }]);
  expect(await listRuleJudgements(db)).toMatchObject([{ basis: 'a', lastRelationship: '3' }]);
  await storeRuleVerdicts(db, { ...JUDGED, basis: 'b', lastRelationship: '1' }, [row('3')], true);
  expect(await listRuleVerdictFacts(db)).toMatchObject([{ relationshipId: '3' }]);
  expect(await listRuleJudgements(db)).toMatchObject([{ basis: 'b', lastRelationship: '1' }]);
});

test('verdicts of rules that were replaced meanwhile are not stored, and those of old rules are no facts', async () => {
  await storeRuleVerdicts(db, JUDGED, [row('1')], true);
  await importRules('b');
  expect(await listRuleVerdictFacts(db)).toEqual([]);
  expect(await storeRuleVerdicts(db, JUDGED, [row('2')], false)).toBe(false);
  await storeRuleVerdicts(db, { ...JUDGED, ruleSetId: 2 }, [row('2')], false);
  expect(await listRuleVerdictFacts(db)).toMatchObject([{ relationshipId: '2' }]);
});

test('controls and relationships that are gone take their verdicts along', async () => {
  await storeRuleVerdicts(db, JUDGED, [row('1'), row('99')], true);
  expect(await listRuleVerdictFacts(db)).toMatchObject([{ relationshipId: '1' }]);
  const stored = () => db.selectFrom('rule_verdict').select('relationship_id').execute();
  expect(await stored()).toHaveLength(2);
  await dropStaleVerdicts(db, [1]);
  expect(await stored()).toEqual([{ relationship_id: '1' }]);
  await dropStaleVerdicts(db, []);
  expect([await listRuleVerdictFacts(db), await listRuleJudgements(db)]).toEqual([[], []]);
});

test('verdicts that are stored while rules are imported keep nobody waiting for ever', async () => {
  for (let round = 1; round <= 15; round++) {
    const ruleSetId = round;
    const storing = [1, 2, 3].map(() => storeRuleVerdicts(db, { ...JUDGED, ruleSetId }, [row('1')], true));
    const [imported] = await Promise.all([importRules(`round ${round}`), ...storing]);
    expect(imported).toEqual({ id: round + 1 });
  }
});
