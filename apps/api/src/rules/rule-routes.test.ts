import { RULE_FORMATS } from '@scopemap/acl-formats';
import { RuleFormat } from '@scopemap/contract';
import { listRuleVerdictFacts } from '@scopemap/database';
import { emptyDatabase, seedRelationship } from '@scopemap/database/testing';
import { checkFacts, type ScopeFacts } from '@scopemap/scope-model';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { testApi } from '../testing/test-api.ts';
import { loadRuleSetFacts } from './rule-set-facts.ts';
import { createVerdictKeeper } from './verdict-keeper.ts';

const { db, call } = await testApi();
const reason = 'because of a test';
const takenAt = '2026-10-01T00:00:00.000Z';

const ASA = [
  /* 1 */ 'access-list IN extended permit tcp 10.1.0.0 255.255.0.0 host 10.2.0.1 eq 443',
  /* 2 */ 'access-list IN extended permit tcp 10.1.0.0 255.255.255.0 host 10.2.0.1 eq 443',
  /* 3 */ 'access-list IN extended permit tcp host 10.1.0.1 object GONE eq 8443',
  /* 4 */ 'access-list IN extended permit udp any any eq 53',
  /* 5 */ 'access-list IN extended deny ip any any',
  /* 6 */ 'access-list IN extended permit gibberish',
  /* 7 */ 'access-list UNUSED extended permit ip any any',
].join('\n');

const quiet = { subscribe: () => () => {}, close: async () => {} };

/** Judges whatever is there, as the product does in the background. */
async function judge(): Promise<void> {
  const errors: Error[] = [];
  const keeper = createVerdictKeeper({ db, events: quiet, onError: (error) => errors.push(error), pauseMs: 0 });
  await keeper.settled();
  await keeper.close();
  expect(errors).toEqual([]);
}

interface Verdict {
  client: string;
  server: string;
  service: string;
  verdict: string;
  line: number | null;
  because: string[];
}

async function verdicts(path: string): Promise<string[]> {
  const { status, body } = await call<{ verdicts: Verdict[] }>('GET', path);
  expect(status).toBe(200);
  return body.verdicts.map(({ client, server, service, verdict, line }) =>
    [client, server, service, verdict, line ?? '-'].join(' '),
  );
}

const importText = (text: string, more: object = {}) =>
  call('POST', '/api/rules', { controlId: 1, text, format: 'asa', fileName: 'fw.txt', takenAt, reason, ...more });

beforeEach(async () => {
  await emptyDatabase(db);
  await seedRelationship(db, { client: '10.1.0.1', server: '10.2.0.1', port: 443 });
  await seedRelationship(db, { client: '10.1.0.1', server: '10.2.0.1', port: 22 });
  await seedRelationship(db, { client: '10.1.0.1', server: '10.2.0.9', port: 8443 });
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.1', port: 80 });
  await seedRelationship(db, { client: '10.1.0.1', server: '10.1.0.2', port: 443 });
  await call('POST', '/api/zones', { name: 'Store', claim: 'undetermined', prefixes: ['10.1.0.0/16'] });
  await call('POST', '/api/zones', { name: 'Vault', claim: 'cde', prefixes: ['10.2.0.0/16'] });
  await call('POST', '/api/controls', { name: 'Edge', reason });
  await call('POST', '/api/controls/1/boundaries', { places: ['zone-1', 'zone-2'], reason });
  await call('POST', '/api/controls/1/rule-bindings', { list: 'IN', source: 'zone-1', target: 'zone-2', reason });
});

test('the contract knows the formats that are read', () => {
  expect(RuleFormat.options).toEqual([...RULE_FORMATS]);
});

describe('preview', () => {
  const preview = (text: string, format: string | null = null) => call('POST', '/api/rules/preview', { text, format });

  it('tells the format, the lists, and every line that was not understood; nothing is stored', async () => {
    expect(await preview(ASA)).toMatchObject({
      status: 200,
      body: {
        format: 'asa',
        lists: [
          { name: 'IN', rules: 6 },
          { name: 'UNUSED', rules: 1 },
        ],
        rules: 7,
        lines: 7,
        unreadTotal: 2,
        unread: [
          { line: 3, why: expect.stringContaining('GONE') },
          { line: 6, text: expect.stringContaining('gibberish') },
        ],
      },
    });
    expect((await call<{ ruleSets: object[] }>('GET', '/api/rules')).body.ruleSets).toEqual([]);
  });

  it.each([
    ['a text that nothing tells the format of', 'hello', null, 'format', /choose one/],
    ['JSON that is none', '{"SecurityGroups": [\n{]}', 'aws-sg', 'text', /^line 2: no valid JSON/],
    ['an empty text', '', 'ios', 'text', /is empty/],
    ['a format that there is not', 'x', 'junos', 'format', /./],
  ])('refuses %s', async (_, text, format, field, message) => {
    const { status, body } = await preview(text, format);
    expect([status, body.fields]).toEqual([400, { [field]: expect.stringMatching(message) }]);
  });
});

describe('import', () => {
  it('stores versions with their audit entries and keeps the old one', async () => {
    expect(await importText(ASA)).toEqual({ status: 200, body: { id: 1 } });
    expect((await importText(ASA)).status).toBe(409);
    expect(await importText(`${ASA}\n`)).toEqual({ status: 200, body: { id: 2 } });
    const { body } = await call<{ ruleSets: object[] }>('GET', '/api/rules?controlId=1');
    expect(body.ruleSets).toMatchObject([
      { version: 2, controlName: 'Edge', endedAt: null, rules: 7, unread: 1, lists: ['IN', 'UNUSED'] },
      { version: 1, endReason: 'replaced by version 2' },
    ]);
    const audit = await call<{ entries: object[] }>('GET', '/api/audit?action=rule-set');
    expect(audit.body.entries).toMatchObject([
      { action: 'rule-set.add', reason },
      { action: 'rule-set.end' },
      { action: 'rule-set.add', reason },
    ]);
  });

  it.each([
    ['a control that is not there', { controlId: 9 }, 404],
    ['a time that has not come', { takenAt: '2999-01-01T00:00:00Z' }, 400],
    ['no reason', { reason: ' ' }, 400],
    ['text that cannot be read at all', { format: 'panos-xml' }, 400],
  ])('refuses %s, and nothing is written', async (_, draft, status) => {
    expect((await importText(ASA, draft)).status).toBe(status);
    expect((await call<{ ruleSets: object[] }>('GET', '/api/rules')).body.ruleSets).toEqual([]);
  });
});

describe('verdicts', () => {
  it('name the line that decided, for every relationship across the boundary', async () => {
    await importText(ASA);
    await judge();
    expect((await verdicts('/api/rules/1/verdicts')).sort()).toEqual([
      '10.1.0.1 10.2.0.1 22/tcp ssh denied 5',
      '10.1.0.1 10.2.0.1 443/tcp https allowed 1',
      '10.1.0.1 10.2.0.9 8443/tcp https-alt undetermined 3',
      '10.2.0.1 10.1.0.1 80/tcp http no-list -',
    ]);
    const { body } = await call<{ ruleSets: object[] }>('GET', '/api/rules');
    expect(body.ruleSets).toMatchObject([
      { verdicts: { allowed: 1, denied: 1, deniedSeen: 1, undetermined: 1, noList: 1 } },
    ]);
    expect(await verdicts('/api/rules/1/verdicts?verdict=denied')).toHaveLength(1);
    expect(await verdicts('/api/rules/1/verdicts?position=2')).toEqual([
      '10.1.0.1 10.2.0.9 8443/tcp https-alt undetermined 3',
    ]);
    expect(await verdicts('/api/relationships/1/verdicts')).toEqual(['10.1.0.1 10.2.0.1 443/tcp https allowed 1']);
    expect((await listRuleVerdictFacts(db)).slice(0, 2)).toEqual([
      { relationshipId: '1', controlId: 1, verdict: 'allowed', line: '1' },
      { relationshipId: '2', controlId: 1, verdict: 'denied', line: '5' },
    ]);
  });

  it('follow new relationships, new rules, new bindings and other places', async () => {
    await importText(ASA);
    await judge();
    await seedRelationship(db, { client: '10.1.0.7', server: '10.2.0.1', port: 443 });
    await judge();
    expect(await verdicts('/api/relationships/6/verdicts')).toEqual(['10.1.0.7 10.2.0.1 443/tcp https allowed 1']);
    await importText('access-list IN extended deny tcp any any eq 443');
    expect(await verdicts('/api/relationships/1/verdicts')).toEqual(['10.1.0.1 10.2.0.1 443/tcp https allowed 1']);
    await judge();
    expect(await verdicts('/api/relationships/1/verdicts')).toEqual(['10.1.0.1 10.2.0.1 443/tcp https denied 1']);
    await call('POST', '/api/rule-bindings/1/end', { reason });
    await judge();
    expect(await verdicts('/api/relationships/1/verdicts')).toEqual(['10.1.0.1 10.2.0.1 443/tcp https no-list -']);
    await call('PATCH', '/api/zones/2', { prefixes: ['10.3.0.0/16'] });
    await judge();
    expect(await verdicts('/api/relationships/1/verdicts')).toEqual([]);
    await call('POST', '/api/controls/1/end', { reason });
    await judge();
    expect(await verdicts('/api/rules/2/verdicts')).toEqual([]);
  });

  it('of a list that the rules do not have are undetermined', async () => {
    await importText('access-list OTHER extended permit ip any any');
    await judge();
    const { body } = await call<{ verdicts: Verdict[] }>('GET', '/api/relationships/1/verdicts');
    expect(body.verdicts).toMatchObject([
      { verdict: 'undetermined', because: ['the list IN is bound here, but version 1 does not have it'] },
    ]);
  });

  it('without a direction hold only when both ways agree', async () => {
    await seedRelationship(db, { client: '10.1.0.1', server: '10.2.0.1', port: 443, clientPort: 443 });
    await importText(ASA);
    await judge();
    const { body } = await call<{ verdicts: Verdict[] }>('GET', '/api/relationships/6/verdicts');
    expect(body.verdicts).toMatchObject([
      {
        verdict: 'undetermined',
        because: ['it is not known who called: one way allowed by line 1, the other not bound to a list'],
      },
    ]);
  });
});

describe('review', () => {
  interface Review {
    total: number;
    observedSince: string | null;
    concerns: Record<string, number>;
    rules: {
      line: number;
      matched: number;
      possible: number;
      neverMatched: boolean | null;
      shadowedBy: number | null;
    }[];
  }
  const review = async (query = '') => (await call<Review>('GET', `/api/rules/1${query}`)).body;

  it('says per rule when it last matched, what shadows it and why it is too broad', async () => {
    await importText(ASA);
    expect((await review()).rules.every(({ neverMatched }) => neverMatched === null)).toBe(true);
    await judge();
    const { rules, concerns, total } = await review();
    expect(total).toBe(7);
    expect(rules).toMatchObject([
      { line: 1, list: 'IN', matched: 1, lastMatch: '2026-10-01T09:30:00.500Z', neverMatched: false, shadowedBy: null },
      { line: 2, matched: 0, neverMatched: true, shadowedBy: 1 },
      { line: 3, matched: 0, possible: 1, neverMatched: false, unclear: [expect.stringContaining('GONE')] },
      { line: 4, neverMatched: true, broad: ['any source', 'any destination'] },
      { line: 5, matched: 1, neverMatched: false },
      { line: 6, shadowedBy: 5 },
      { line: 7, list: 'UNUSED', neverMatched: null, broad: ['any source', 'any destination', 'any service'] },
    ]);
    expect(concerns).toEqual({ 'never-matched': 3, shadowed: 2, 'too-broad': 4, 'not-understood': 2 });
    expect((await review('?concern=shadowed&limit=1')).rules.map(({ line }) => line)).toEqual([2]);
  });

  it('does not call a rule of a list without state unused while replies are not judged', async () => {
    const ios = ['ip access-list extended IN', ' permit tcp any host 10.2.0.7 eq 443', ' permit udp any any eq 9'].join(
      '\n',
    );
    await importText(ios, { format: 'ios' });
    await judge();
    expect((await review()).rules.map(({ neverMatched }) => neverMatched)).toEqual([null, null]);
    await call('POST', '/api/controls/1/rule-bindings', { list: 'IN', source: 'zone-2', target: 'zone-1', reason });
    await judge();
    expect((await review()).rules.map(({ neverMatched }) => neverMatched)).toEqual([true, true]);
  });

  it('answers 404 where there is nothing', async () => {
    expect((await call('GET', '/api/rules/9')).status).toBe(404);
    expect((await call('GET', '/api/rules/9/verdicts')).status).toBe(404);
    expect((await call('GET', '/api/relationships/x/verdicts')).status).toBe(400);
  });
});

test('the rules become facts of the scope model, within the places they are bound to', async () => {
  await importText('access-list IN extended permit tcp any host 10.2.0.1 eq 443');
  const facts = (await loadRuleSetFacts(db)).get(1);
  expect(facts).toMatchObject({
    defaultAction: 'unknown',
    id: 'rule-set-1',
    version: '1',
    pulledAt: Date.parse(takenAt),
    linesNotUnderstood: [],
    rules: [
      {
        line: '1',
        action: 'allow',
        source: ['10.1.0.0/16'],
        destination: ['10.2.0.1/32'],
        protocol: 6,
        uncertain: false,
      },
      { line: 'default', action: 'deny', source: ['10.1.0.0/16'], destination: ['10.2.0.0/16'], uncertain: false },
    ],
  });
  await call('POST', '/api/controls/1/rule-bindings', { list: 'IN', source: 'zone-2', target: 'zone-1', reason });
  expect((await loadRuleSetFacts(db)).get(1)).toMatchObject({ defaultAction: 'deny' });
});

test('the facts of the whole installation hold together with rules of several controls and their verdicts', async () => {
  await call('POST', '/api/controls', { name: 'Core', reason });
  await call('POST', '/api/controls/2/rule-bindings', { list: 'IN', source: 'zone-1', target: 'zone-2', reason });
  await importText(ASA);
  await importText(ASA, { controlId: 2 });
  await judge();
  const { status, body } = await call<ScopeFacts & Record<string, unknown>>('GET', '/api/scope/facts');
  expect(status).toBe(200);
  expect(checkFacts(body)).toEqual([]);
  expect(body.controls.map(({ ruleSet }) => ruleSet?.rules.length)).toEqual([7, 7]);
  expect(body.verdicts.map(({ control, verdict, line }) => [control, verdict, line].join(' ')).sort()).toEqual([
    'control-1 allowed 1',
    'control-1 denied 5',
    'control-1 no-list ',
    'control-1 undetermined 3',
    'control-2 allowed 1',
    'control-2 denied 5',
    'control-2 undetermined 3',
  ]);
});
