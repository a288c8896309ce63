import { createVersioned, createZone, type Db, endVersioned } from '@scopemap/database';
import { emptyDatabase, freshDatabase, seedRelationship, TESTER } from '@scopemap/database/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InstallationClassifier, type ReadAgain } from './classify-installation.ts';

const { db } = await freshDatabase();

const BY = { ...TESTER, reason: 'because of a test' };
/** Of which the last two are in contact with nobody. */
const ADDRESSES = ['10.1.0.1', '10.1.0.2', '10.2.0.1', '10.2.0.2', '10.3.0.1', '192.0.2.7', '10.3.0.9'];
const STATEMENTS = [
  { kind: 'account-data', stores: true, processes: false, transmits: false },
  { kind: 'no-account-data' },
  { kind: 'serves-cde' },
  { kind: 'role', role: 'vulnscan' },
  { kind: 'manages', target: '10.1.0.1' },
  { kind: 'claim', claim: 'connected' },
  { kind: 'claim', claim: 'out-of-scope' },
] as const;

const host = fc.nat(ADDRESSES.length - 1);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('say'), host, statement: fc.nat(STATEMENTS.length - 1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('take back'), tag: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('zone'), cde: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('meet'), client: fc.nat(ADDRESSES.length - 3), server: host }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('answer'), contact: fc.nat(4), established: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget'), contact: fc.nat(4), another: fc.boolean() }) },
);

type Step =
  | { readonly kind: 'say'; readonly host: number; readonly statement: number }
  | { readonly kind: 'take back'; readonly tag: number }
  | { readonly kind: 'zone'; readonly cde: boolean }
  | { readonly kind: 'meet'; readonly client: number; readonly server: number }
  | { readonly kind: 'answer'; readonly contact: number; readonly established: boolean }
  /** `another`: one comes in its place, so that there are as many as before. */
  | { readonly kind: 'forget'; readonly contact: number; readonly another: boolean };

/** What a listener would hear of it. */
async function apply(each: Step, number: number): Promise<ReadAgain> {
  switch (each.kind) {
    case 'say': {
      const subject = { subject_kind: 'asset', subject_id: ADDRESSES[each.host] };
      await createVersioned(db, 'tag', { ...subject, statement: STATEMENTS[each.statement] }, BY);
      return 'statements';
    }
    case 'take back':
      await endVersioned(db, 'tag', each.tag + 1, BY);
      return 'statements';
    case 'zone': {
      const claim = each.cde ? 'cde' : 'out-of-scope';
      const prefixes = [`10.${1 + (number % 3)}.0.0/16`];
      await createZone(db, { name: `Zone ${number}`, claim, description: '', prefixes }, TESTER);
      return 'facts';
    }
    case 'meet': {
      const [client, server] = [ADDRESSES[each.client] as string, ADDRESSES[each.server] as string];
      if (client !== server) await seedRelationship(db, { client, server, port: 1000 + number });
      return 'traffic';
    }
    case 'answer': {
      const answered = { state: each.established ? 'established' : 'attempted', last_seen: new Date() } as const;
      await db
        .updateTable('relationship')
        .set(answered)
        .where('id', '=', `${each.contact + 1}`)
        .execute();
      return 'traffic';
    }
    case 'forget': {
      await db
        .deleteFrom('relationship')
        .where('id', '=', `${each.contact + 1}`)
        .execute();
      if (each.another) await seedRelationship(db, { client: '10.3.0.1', server: '10.1.0.2', port: 1000 + number });
      return 'traffic';
    }
  }
}

const stored = (from: Db) =>
  from.selectFrom('host_category').select(['host_id', 'category', 'conflict', 'system']).orderBy('host_id').execute();

test('after any changes the stored result is that of a run that reads everything', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), async (steps) => {
      await emptyDatabase(db);
      await createZone(db, { name: 'Vault', claim: 'cde', description: '', prefixes: ['10.1.0.0/24'] }, TESTER);
      await seedRelationship(db, { client: '10.2.0.1', server: '10.1.0.1', port: 443 });
      await seedRelationship(db, { client: '10.3.0.1', server: '10.2.0.1', port: 22 });
      const kept = new InstallationClassifier({ db, version: 'kept' });
      await kept.classify('all');
      for (const [number, each] of steps.entries()) {
        const { id } = await kept.classify(await apply(each as Step, number));
        const rows = await stored(db);
        expect(await new InstallationClassifier({ db, version: 'kept' }).classify('all')).toEqual({
          outcome: 'same',
          id,
        });
        // Another version is stored whole.
        if (number % 3 === 2) await new InstallationClassifier({ db, version: `${number}` }).classify('all');
        expect(await stored(db)).toEqual(rows);
      }
      await new InstallationClassifier({ db, version: 'whole' }).classify('all');
      const rows = await stored(db);
      await db.deleteFrom('host_category').execute();
      await new InstallationClassifier({ db, version: 'afresh' }).classify('all');
      expect(rows).toEqual(await stored(db));
    }),
    { numRuns: 25 },
  );
});
