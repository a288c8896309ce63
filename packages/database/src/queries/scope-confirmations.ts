import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Db, Trx } from '../database.ts';
import type {
  ConfirmationRemarkTable,
  ConfirmationSignatureTable,
  ConfirmationVersionTable,
  ScopeConfirmationTable,
  SignatureStep,
} from '../tables/scope-confirmation.ts';
import { appendAuditEntry, type ChangeAuthor } from './audit.ts';

/** A confirmation with everything that was written to it, each list in its order. */
export interface ConfirmationRow extends Selectable<ScopeConfirmationTable> {
  readonly entity: string;
  /** Never empty; the last one holds. */
  readonly versions: readonly Selectable<ConfirmationVersionTable>[];
  readonly signatures: readonly Selectable<ConfirmationSignatureTable>[];
  readonly remarks: readonly Selectable<ConfirmationRemarkTable>[];
}

/** What a new confirmation begins with. Answers, candidates and content are plain values. */
export interface NewConfirmation {
  readonly snapshotId: string;
  readonly entityRole: ScopeConfirmationTable['entity_role'];
  readonly standard: string;
  readonly trigger: { readonly kind: ScopeConfirmationTable['trigger_kind']; readonly reference: string | null };
  readonly previousId: number | null;
  readonly answers: unknown;
  readonly candidates: unknown;
  readonly content: unknown;
}

const subject = (id: number) => `confirmation ${id}`;

/** All of them, or those of one snapshot, or the one with an id; the newest first. */
export async function listConfirmations(
  db: Db,
  which: { readonly id?: number; readonly snapshotId?: string } = {},
): Promise<ConfirmationRow[]> {
  let query = db
    .selectFrom('scope_confirmation')
    .innerJoin('snapshot', 'snapshot.id', 'snapshot_id')
    .selectAll('scope_confirmation')
    .select('snapshot.entity');
  if (which.id !== undefined) query = query.where('scope_confirmation.id', '=', which.id);
  if (which.snapshotId !== undefined) query = query.where('snapshot_id', '=', which.snapshotId);
  const rows = await query.orderBy('scope_confirmation.id', 'desc').execute();
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const [versions, signatures, remarks] = await Promise.all([
    db.selectFrom('confirmation_version').selectAll().where('confirmation_id', 'in', ids).orderBy('version').execute(),
    db
      .selectFrom('confirmation_signature')
      .selectAll()
      .where('confirmation_id', 'in', ids)
      .orderBy('version')
      .orderBy('made_at')
      .execute(),
    db.selectFrom('confirmation_remark').selectAll().where('confirmation_id', 'in', ids).orderBy('id').execute(),
  ]);
  const own = <Row extends { readonly confirmation_id: number }>(list: readonly Row[], id: number) =>
    list.filter((row) => row.confirmation_id === id);
  return rows.map((row) => ({
    ...row,
    versions: own(versions, row.id),
    signatures: own(signatures, row.id),
    remarks: own(remarks, row.id),
  }));
}

export async function findConfirmation(db: Db, id: number): Promise<ConfirmationRow | undefined> {
  return (await listConfirmations(db, { id }))[0];
}

/** Stores a new confirmation with its first version. Returns its id. */
export function createConfirmation(
  db: Db,
  draft: NewConfirmation,
  by: ChangeAuthor & { readonly reason: string },
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const said = { author: by.author, reason: by.reason };
    const { id } = await trx
      .insertInto('scope_confirmation')
      .values({
        snapshot_id: draft.snapshotId,
        entity_role: draft.entityRole,
        standard: draft.standard,
        trigger_kind: draft.trigger.kind,
        trigger_reference: draft.trigger.reference,
        previous_id: draft.previousId,
        answers: JSON.stringify(draft.answers),
        candidates: JSON.stringify(draft.candidates),
        ...said,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const content = JSON.stringify(draft.content);
    await trx
      .insertInto('confirmation_version')
      .values({ confirmation_id: id, version: 1, content, ...said })
      .execute();
    const { snapshotId, entityRole, trigger } = draft;
    await appendAuditEntry(trx, by, {
      action: 'confirmation.start',
      subject: subject(id),
      before: null,
      after: { snapshotId, entityRole, trigger },
      reason: by.reason,
    });
    return id;
  });
}

/** Waits until nobody else changes the confirmation, then says its latest version and what was signed of it. */
async function lock(trx: Trx, id: number) {
  await sql`select from scope_confirmation where id = ${id} for update`.execute(trx);
  const latest = await trx
    .selectFrom('confirmation_version')
    .select(['version', 'content'])
    .where('confirmation_id', '=', id)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!latest) return null;
  const signatures = await trx
    .selectFrom('confirmation_signature')
    .select(['step', 'author'])
    .where('confirmation_id', '=', id)
    .where('version', '=', latest.version)
    .execute();
  return { ...latest, signatures };
}

export type WriteOutcome = 'done' | 'missing' | 'stale' | 'approved';

/** Adds a version on top of `version`. `stale`: another was written meanwhile; `approved`: nothing can be written any more. */
export function writeConfirmation(
  db: Db,
  given: { readonly id: number; readonly version: number; readonly content: unknown },
  by: ChangeAuthor & { readonly reason: string },
): Promise<WriteOutcome> {
  const { id, version } = given;
  return db.transaction().execute(async (trx) => {
    const latest = await lock(trx, id);
    if (!latest) return 'missing';
    if (latest.signatures.some(({ step }) => step === 'approved')) return 'approved';
    if (latest.version !== version) return 'stale';
    const content = JSON.stringify(given.content);
    const said = { author: by.author, reason: by.reason };
    await trx
      .insertInto('confirmation_version')
      .values({ confirmation_id: id, version: version + 1, content, ...said })
      .execute();
    await appendAuditEntry(trx, by, {
      action: 'confirmation.write',
      subject: `${subject(id)} version ${version + 1}`,
      before: latest.content,
      after: given.content,
      reason: by.reason,
    });
    return 'done';
  });
}

export const STEPS: readonly SignatureStep[] = ['prepared', 'reviewed', 'approved'];

export type SignOutcome = 'done' | 'missing' | 'stale' | 'out-of-order' | 'same-person';

/** Signs the latest version, which has to be `version`, as the next step in order; nobody signs twice. */
export function signConfirmation(
  db: Db,
  given: { readonly id: number; readonly version: number; readonly step: SignatureStep; readonly title: string },
  by: ChangeAuthor,
): Promise<SignOutcome> {
  const { id, version, step, title } = given;
  return db.transaction().execute(async (trx) => {
    const latest = await lock(trx, id);
    if (!latest) return 'missing';
    if (latest.version !== version) return 'stale';
    if (STEPS[latest.signatures.length] !== step) return 'out-of-order';
    if (latest.signatures.some(({ author }) => author === by.author)) return 'same-person';
    const row = { confirmation_id: id, version, step, title, author: by.author };
    await trx.insertInto('confirmation_signature').values(row).execute();
    await appendAuditEntry(trx, by, {
      action: `confirmation.${step}`,
      subject: `${subject(id)} version ${version}`,
      before: null,
      after: { title },
      reason: null,
    });
    return 'done';
  });
}

/** A remark of the assessor. False: who signed the confirmation for the entity cannot validate it as well. */
export function remarkOnConfirmation(
  db: Db,
  given: { readonly id: number } & Pick<Selectable<ConfirmationRemarkTable>, 'kind' | 'element' | 'body'>,
  by: ChangeAuthor,
): Promise<boolean> {
  const { id, ...remark } = given;
  return db.transaction().execute(async (trx) => {
    const latest = await lock(trx, id);
    if (remark.kind === 'validation' && latest?.signatures.some(({ author }) => author === by.author)) return false;
    await trx
      .insertInto('confirmation_remark')
      .values({ confirmation_id: id, ...remark, author: by.author })
      .execute();
    await appendAuditEntry(trx, by, {
      action: `confirmation.${remark.kind}`,
      subject: subject(id),
      before: null,
      after: { element: remark.element, text: remark.body },
      reason: null,
    });
    return true;
  });
}
