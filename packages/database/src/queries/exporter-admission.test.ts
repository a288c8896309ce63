import { beforeEach, expect, test } from 'vitest';
import { freshDatabase, TESTER } from '../testing/index.ts';
import {
  changeAdmissionMode,
  decideSender,
  forgetWaitingSenders,
  listAdmissions,
  loadExporterAdmission,
  MOST_WAITING_SENDERS,
  noteWaitingSenders,
} from './exporter-admission.ts';

const { db } = await freshDatabase();

const sender = (address: string, datagrams = 1) => ({ address, first: 1_000, last: 2_000, datagrams });
const states = async () =>
  (await listAdmissions(db)).senders.map(({ address, state, datagrams }) => `${address} ${state} ${datagrams}`);
const actions = async () =>
  (await db.selectFrom('audit_entry').select(['action', 'subject', 'before', 'after']).orderBy('id').execute()).map(
    ({ action, subject, before, after }) => [action, subject, before, after],
  );

beforeEach(async () => {
  await db.deleteFrom('exporter_admission').execute();
  await db.deleteFrom('exporter').execute();
});

test('senders wait and add up; however many come, only so many are kept', async () => {
  await noteWaitingSenders(db, [sender('192.0.2.1', 5), sender('2001:db8::1')]);
  await noteWaitingSenders(db, [sender('192.0.2.1', 3)]);
  expect(await states()).toEqual(['192.0.2.1 waiting 8', '2001:db8::1 waiting 1']);
  const flood = Array.from({ length: 3_000 }, (_, i) => sender(`10.0.${i >> 8}.${i & 255}`));
  await noteWaitingSenders(db, flood);
  await noteWaitingSenders(db, [sender('192.0.2.1'), sender('192.0.2.99', 1_000)]);
  const { senders } = await listAdmissions(db);
  expect(senders).toHaveLength(MOST_WAITING_SENDERS);
  expect(senders[0]).toMatchObject({ address: '192.0.2.1', datagrams: 9 });
  expect(await forgetWaitingSenders(db, TESTER)).toBe(MOST_WAITING_SENDERS);
  expect(await states()).toEqual([]);
});

test('a decision is kept and audited, and says what a collector lets in', async () => {
  const seen = new Date(0);
  const heard = ['192.0.2.7', '192.0.2.8'].map((address) => ({
    address,
    name: null,
    first_seen: seen,
    last_seen: seen,
  }));
  await db.insertInto('exporter').values(heard).execute();
  await noteWaitingSenders(db, [sender('192.0.2.1'), sender('192.0.2.2')]);
  await decideSender(db, '192.0.2.1', 'allowed', null, TESTER);
  await decideSender(db, '192.0.2.1', 'allowed', 'said twice', TESTER);
  await decideSender(db, '192.0.2.8', 'refused', 'gone', TESTER);
  await changeAdmissionMode(db, 'ask', TESTER);
  const { mode, admitted, refused } = await loadExporterAdmission(db);
  expect([mode, [...admitted].sort(), refused]).toEqual(['ask', ['192.0.2.1', '192.0.2.7'], ['192.0.2.8']]);
  // What a refused one goes on sending is counted, and it stays refused.
  await noteWaitingSenders(db, [sender('192.0.2.8', 4)]);
  expect(await states()).toEqual(['192.0.2.2 waiting 1', '192.0.2.8 refused 4', '192.0.2.1 allowed 1']);
  expect((await actions()).slice(-3)).toEqual([
    ['exporter.admission', 'exporter 192.0.2.1', 'waiting', 'allowed'],
    ['exporter.admission', 'exporter 192.0.2.8', null, 'refused'],
    ['exporter.admission-mode', 'exporters', 'learn', 'ask'],
  ]);
});
