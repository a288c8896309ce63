import type { Approval, FileLook, HostDetail, ListImport, ListPreview, Tag, Zone } from '@scopemap/contract';
import { emptyDatabase, seededHost, seedRelationship } from '@scopemap/database/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { testApi } from '../testing/test-api.ts';

const { app, db, call } = await testApi();

const KINDS = ['zones', 'hosts', 'tags', 'approvals'] as const;
const REASON = 'inventory of October';

beforeEach(async () => {
  await emptyDatabase(db);
  await call('POST', '/api/zones', {
    name: 'Vault',
    claim: 'cde',
    prefixes: ['10.1.0.0/24'],
    description: '=cards, "all"',
  });
  await call('POST', '/api/zones', { name: 'Store', claim: 'connected', prefixes: ['10.2.0.0/24', '2001:db8::/32'] });
  await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.5', port: 1433 });
  await seedRelationship(db, { client: '10.2.0.2', server: '10.1.0.5', port: 443 });
});

const preview = async (text: string) => (await call<ListPreview>('POST', '/api/lists/preview', { text })).body;
const csv = async (kind: string) => (await app.inject({ method: 'GET', url: `/api/lists/${kind}.csv` })).body;

async function take(text: string) {
  const { kind, outcome } = await preview(text);
  const path = kind === 'approvals' ? '/api/lists/approvals' : '/api/lists';
  return call<{ id: number }>('POST', path, { text, fileName: 'list.csv', reason: REASON, outcome });
}

const undo = (id: number) =>
  call<{ lists: ListImport[] }>('POST', `/api/lists/${id}/undo`, { reason: 'the wrong file' });

/** All that lists can change, as it stands. */
const everything = async () =>
  Object.fromEntries(await Promise.all(KINDS.map(async (kind) => [kind, await csv(kind)])));

/** One change of every sort. */
async function sayMuch() {
  const id = await seededHost(db, '10.2.0.1');
  await call('PUT', `/api/hosts/${id}/name`, { name: '=till "1"' });
  await call('POST', `/api/hosts/${id}/claims`, { claim: 'connected', reason: "'-as agreed\nin two lines" });
  await call('POST', '/api/segments', { name: 'Till network', prefixes: ['10.2.0.0/25'], reason: 'VLAN 7' });
  await call('POST', '/api/third-parties', { name: 'Acquirer', reason: 'contract 3' });
  const party = { kind: 'third-party', party: 'party-1' };
  for (const [kind, subject, statement] of [
    ['asset', '10.1.0.5', { kind: 'account-data', stores: true, processes: false, transmits: true }],
    ['asset', '10.1.0.5', { kind: 'role', role: 'directory' }],
    ['asset', '10.2.0.1', { kind: 'manages', target: '10.1.0.5' }],
    ['asset', '10.2.0.2', party],
    ['asset', '10.2.0.2', { kind: 'no-risk', analysis: 'seen, weighed', approvedBy: 'CISO' }],
    ['asset', '10.2.0.2', { kind: 'hides', prefixes: ['10.9.0.0/24', '10.8.0.0/24'] }],
    ['zone', 'zone-1', { kind: 'out-of-scope-justified', approvedBy: 'CISO' }],
    ['segment', 'segment-1', { kind: 'unsegmented', other: { kind: 'zone', id: 'zone-2' } }],
    ['contact', 'contact-1', { kind: 'contact-retired' }],
  ] as const) {
    const body = { subject: { kind, id: subject }, statement, reason: 'said', until: '2090-01-01T00:00:00.000Z' };
    expect((await call('POST', '/api/tags', body)).status).toBe(200);
  }
  const service = { sourceZoneId: 2, targetZoneId: 1, protocol: 'tcp', businessNeed: '@cards', owner: 'Sales' };
  await call('POST', '/api/approvals', { ...service, port: 443, expiresAt: '2090-06-30T10:00:00.000Z' });
  await call('POST', '/api/approvals', { ...service, port: 0, protocol: 'icmp' });
}

describe('an export', () => {
  it.each(KINDS)('of %s, imported again, changes nothing', async (kind) => {
    await sayMuch();
    const text = await csv(kind);
    const seen = await preview(text);
    expect(seen).toMatchObject({ kind, added: 0, changed: 0, problems: [], unread: [], changes: [] });
    expect(seen.unchanged).toBe(seen.lines);
    expect(seen.lines).toBeGreaterThan(1);
    expect(seen.columns).toEqual(text.split('\r\n', 1)[0]?.split(','));
  });

  it('comes back whole into an installation that has lost it', async () => {
    await sayMuch();
    const [tags, approvals] = [await csv('tags'), await csv('approvals')];
    const { tags: said } = (await call<{ tags: Tag[] }>('GET', '/api/tags')).body;
    for (const { id } of said) await call('POST', `/api/tags/${id}/end`, { reason: 'lost' });
    await db.deleteFrom('approval').execute();
    expect((await take(tags)).status).toBe(200);
    expect((await take(approvals)).status).toBe(200);
    expect([await csv('tags'), await csv('approvals')]).toEqual([tags, approvals]);
  });

  it('of the hosts table is a list of hosts, too; what it shows besides is not read', async () => {
    await call('POST', `/api/hosts/${await seededHost(db, '10.2.0.1')}/claims`, { claim: 'cde', reason: 'card data' });
    const { body } = await app.inject({ method: 'GET', url: '/api/hosts.csv' });
    const seen = await preview(body);
    expect(seen).toMatchObject({ kind: 'hosts', unchanged: 3, changed: 0, problems: [], columns: ['address', 'name'] });
    expect(seen.unread).toContain('category');
  });
});

describe('a list', () => {
  it('shows what it would change, changes it, and is taken back', async () => {
    await sayMuch();
    const before = await everything();
    const zones = 'name,claim,networks\nstore,out-of-scope,10.2.0.0/24 10.4.0.0/16\nOffice,,10.3.0.0/24\nVault,,\n';
    const seen = await preview(zones);
    expect(seen).toMatchObject({ kind: 'zones', lines: 3, added: 1, changed: 1, unchanged: 1, problems: [] });
    expect(seen.changes).toEqual([
      {
        line: 2,
        change: 'changed',
        subject: 'Store',
        columns: [
          { column: 'name', before: 'Store', after: 'store' },
          { column: 'claim', before: 'connected', after: 'out-of-scope' },
          { column: 'networks', before: '10.2.0.0/24 2001:db8::/32', after: '10.2.0.0/24 10.4.0.0/16' },
        ],
      },
      {
        line: 3,
        change: 'added',
        subject: 'Office',
        columns: [
          { column: 'name', before: null, after: 'Office' },
          { column: 'claim', before: null, after: 'undetermined' },
          { column: 'networks', before: null, after: '10.3.0.0/24' },
        ],
      },
    ]);
    expect(await everything()).toEqual(before);
    const { body } = await take(zones);
    const { zones: stored } = (await call<{ zones: Zone[] }>('GET', '/api/zones')).body;
    expect(stored.map(({ name, prefixes }) => [name, prefixes])).toEqual([
      ['Office', ['10.3.0.0/24']],
      ['store', ['10.2.0.0/24', '10.4.0.0/16']],
      ['Vault', ['10.1.0.0/24']],
    ]);
    expect((await undo(body.id)).body.lists[0]).toMatchObject({
      added: 1,
      changed: 1,
      unchanged: 1,
      undone: { kept: [] },
    });
    expect(await everything()).toEqual(before);
    expect((await undo(body.id)).status).toBe(409);
  });

  it('lets zones exchange a network, which one by one they could not', async () => {
    await take('name,networks\nVault,10.2.0.0/24\nStore,10.1.0.0/24\n');
    expect(await csv('zones')).toContain('Store,connected,,10.1.0.0/24\r\nVault,cde,');
  });

  it('of hosts names, claims and describes them; hosts that were never seen are counted apart', async () => {
    const before = await everything();
    const text =
      'Address;Name;Claim;Owner;Environment\n10.2.0.1;till-1;connected;Sales;production\n10.99.0.1;ghost;cde;;\n';
    expect(await preview(text)).toMatchObject({
      added: 0,
      changed: 1,
      unseen: 1,
      unseenLines: [{ line: 3 }],
      problems: [],
    });
    const { body } = await take(text);
    const host = (await call<HostDetail>('GET', `/api/hosts/${await seededHost(db, '10.2.0.1')}`)).body;
    expect(host).toMatchObject({ name: 'till-1', claims: [{ claim: 'connected', reason: REASON }] });
    const facts = (await app.inject({ method: 'GET', url: '/api/scope/facts' })).json();
    expect(facts.assets.find((asset: { id: string }) => asset.id === '10.2.0.1').inventory).toMatchObject({
      owner: 'Sales',
      environment: 'production',
      vendor: null,
    });
    expect(facts.assets.map((asset: { id: string }) => asset.id)).not.toContain('10.99.0.1');
    await undo(body.id);
    expect(await everything()).toEqual(before);
  });

  it('of tags says and, taken back, unsays', async () => {
    const before = await everything();
    const text =
      'subject_kind,subject,statement,value,approved_by,until\nasset,10.1.0.5,account-data,transmits stores,,2090-12-31\nzone,vault,no-account-data,,,\n';
    const { body, status } = await take(text);
    expect(status).toBe(200);
    const { tags } = (await call<{ tags: Tag[] }>('GET', '/api/tags')).body;
    expect(tags).toMatchObject([
      { subject: { kind: 'zone', id: 'zone-1' }, statement: { kind: 'no-account-data' }, reason: REASON },
      { statement: { stores: true, processes: false, transmits: true }, until: '2090-12-31T23:59:59.999Z' },
    ]);
    expect((await undo(body.id)).body.lists[0]?.undone?.kept).toEqual([]);
    expect(await everything()).toEqual(before);
  });

  it('of approvals gives and changes them', async () => {
    const head = 'source_zone,target_zone,protocol,port,business_need,owner,expires\n';
    await take(`${head}Store,Vault,tcp,443,sell,Sales,2090-01-31\n`);
    const { body } = await take(`${head}Store,Vault,tcp,443,sell more,,\nstore,vault,6,1433,look up,IT,\n`);
    const list = async () => (await call<{ approvals: Approval[] }>('GET', '/api/approvals')).body.approvals;
    expect(await list()).toMatchObject([
      { port: 443, businessNeed: 'sell more', owner: 'Sales', expiresAt: '2090-01-31T23:59:59.999Z' },
      { port: 1433, businessNeed: 'look up', owner: 'IT', expiresAt: null },
    ]);
    expect((await undo(body.id)).status).toBe(403);
    await call('POST', `/api/lists/approvals/${body.id}/undo`, { reason: 'the wrong file' });
    expect(await list()).toMatchObject([{ port: 443, businessNeed: 'sell', owner: 'Sales' }]);
  });

  it('of approvals goes by the route of those who approve, and no other list does', async () => {
    const approval = 'source_zone,target_zone,protocol,port,business_need\nStore,Vault,tcp,443,sell\n';
    for (const [path, text] of [
      ['/api/lists', approval],
      ['/api/lists/approvals', 'name,networks\nOffice,10.3.0.0/24\n'],
    ] as const) {
      const { outcome } = await preview(text);
      const { status, body } = await call('POST', path, { text, fileName: 'x.csv', reason: REASON, outcome });
      expect([status, body.code]).toEqual([403, 'forbidden']);
    }
    expect((await call<{ approvals: Approval[] }>('GET', '/api/approvals')).body.approvals).toEqual([]);
  });

  it('leaves what was changed since when it is taken back, and says so', async () => {
    const { body } = await take('name,claim,networks\nOffice,out-of-scope,10.3.0.0/24\nVault,,10.1.0.0/16\n');
    await call('PATCH', '/api/zones/1', { description: 'by hand' });
    const [list] = (await undo(body.id)).body.lists;
    expect(list?.undone?.kept).toEqual([{ subject: 'Vault', why: 'it was changed since' }]);
    expect(await csv('zones')).toContain('Vault,cde,by hand,10.1.0.0/16');
    expect(await csv('zones')).not.toContain('Office');
  });

  it('leaves a zone from which a service was approved since', async () => {
    const { body } = await take('name,networks\nOffice,10.3.0.0/24\n');
    await call('POST', '/api/approvals', {
      sourceZoneId: 3,
      targetZoneId: 1,
      protocol: 'tcp',
      port: 22,
      businessNeed: 'help',
    });
    expect((await undo(body.id)).body.lists[0]?.undone?.kept).toMatchObject([{ subject: 'Office' }]);
  });
});

describe('a list with a fault', () => {
  it.each<[string, string, object[]]>([
    [
      'zone without name',
      'name,networks\n,10.3.0.0/24\n',
      [{ line: 2, column: 'name', message: 'a zone needs a name' }],
    ],
    [
      'network with host bits',
      'name,networks\nOffice,10.3.0.1/24\n',
      [{ line: 2, column: 'networks', value: '10.3.0.1/24', message: expect.stringContaining('"10.3.0.1/24"') }],
    ],
    [
      'network of another zone',
      'name,networks\nOffice,10.1.0.0/24\n',
      [{ line: 2, column: 'networks', message: '10.1.0.0/24 belongs to the zone "Vault"' }],
    ],
    ['unknown claim', 'name,networks,claim\nOffice,,secret\n', [{ line: 2, column: 'claim', value: 'secret' }]],
    [
      'a thing twice',
      'name,networks\nOffice,\nx,\nOFFICE,\n',
      [{ line: 4, column: null, message: 'OFFICE stands in line 2, too' }],
    ],
    ['no address', 'address,name\n10.1.0.999,x\n', [{ line: 2, column: 'address', value: '10.1.0.999' }]],
    ['unknown statement', 'subject,statement\n10.1.0.5,sacred\n', [{ line: 2, column: 'statement', value: 'sacred' }]],
    [
      'statement of the wrong thing',
      'subject,statement\n10.1.0.5,cde-segment\n',
      [{ line: 2, column: 'subject_kind' }],
    ],
    [
      'role that is none',
      'subject,statement,value\n10.1.0.5,role,king\n',
      [{ line: 2, column: 'value', value: 'king' }],
    ],
    ['claim as a tag', 'subject,statement\n10.1.0.5,claim\n', [{ line: 2, column: 'statement' }]],
    ['unknown zone', 'subject_kind,subject,statement\nzone,Moon,no-account-data\n', [{ line: 2, column: 'subject' }]],
    [
      'approval between unknown zones, without a need',
      'source_zone,target_zone,protocol,port\nMoon,Vault,tcp,22\nStore,Vault,tcp,22\nStore,Vault,tcp,99999\nStore,Vault,tcp,\n',
      [
        { line: 2, column: 'source_zone', value: 'Moon' },
        { line: 3, column: 'business_need' },
        { line: 4, column: 'port', value: '99999' },
        { line: 5, column: 'port', value: '' },
      ],
    ],
    [
      'day that does not exist',
      'source_zone,target_zone,protocol,port,business_need,expires\nStore,Vault,tcp,22,help,2026-02-30\n',
      [{ line: 2, column: 'expires', value: '2026-02-30' }],
    ],
  ])('%s: says where, and nothing of it is taken over', async (_, text, problems) => {
    const before = await everything();
    const seen = await preview(text);
    expect(seen.problems).toEqual(problems.map((problem) => expect.objectContaining(problem)));
    const path = seen.kind === 'approvals' ? '/api/lists/approvals' : '/api/lists';
    const answer = await call('POST', path, { text, fileName: 'x.csv', reason: REASON, outcome: seen.outcome });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body.fields)).toContain(`line ${seen.problems[0]?.line}`);
    expect(await everything()).toEqual(before);
  });

  it.each(['name\nx\n', 'Dear assessor,\nno list.\n', 'a,b\n"x'])('is refused when it is none: %j', async (text) => {
    const { status, body } = await call('POST', '/api/lists/preview', { text });
    expect([status, Object.keys(body.fields as object)]).toEqual([400, ['text']]);
  });

  it('is refused when something else holds by now than the preview showed', async () => {
    const text = 'name,networks\nVault,10.1.0.0/16\n';
    const { outcome } = await preview(text);
    await call('PATCH', '/api/zones/1', { claim: 'external' });
    const body = { text, fileName: 'x.csv', reason: REASON, outcome };
    expect((await call('POST', '/api/lists', body)).status).toBe(409);
  });
});

it.each<[string, FileLook]>([
  ['Name;Networks;Claim\nVault;10.1.0.0/24;cde\n', { kind: 'list', list: 'zones' }],
  ['address,mac,from,until\n10.1.0.5,,2026-01-01,\n', { kind: 'upload' }],
  [
    'ip access-list extended EDGE\n permit tcp any host 10.1.0.5 eq 443\n deny ip any any\n',
    { kind: 'rules', format: 'ios' },
  ],
  ['\0\0binary', { kind: 'upload' }],
])('a file is told by its beginning: %j', async (head, look) => {
  const { body } = await call<FileLook>('POST', '/api/imports/look', { fileName: 'x', head });
  expect(body).toEqual(look);
});
