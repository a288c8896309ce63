import type { TagStatement, TagSubject } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Trx } from '../../database.ts';
import { canonicalJson } from '../audit-hash.ts';
import { addVersioned, endVersionedRows } from '../versioned.ts';
import type { StoredList } from './list-kind.ts';

/** The key of a tag in a list: of whom what is said. */
export function tagListKey(subject: TagSubject, statement: TagStatement): string {
  return canonicalJson([subject.kind, subject.id, statement]);
}

/** What the place and the third party are called that a statement speaks of. */
interface SpokenOf {
  readonly other: string | null;
  readonly party: string | null;
}

interface StoredTag extends SpokenOf {
  readonly kind: TagSubject['kind'];
  readonly id: string;
  readonly place: string | null;
  readonly statement: TagStatement;
  readonly reason: string;
  readonly evidence: string;
  readonly until: Date | null;
}

function wordsOf(statement: TagStatement, { other, party }: SpokenOf): string {
  switch (statement.kind) {
    case 'account-data':
      return (['stores', 'processes', 'transmits'] as const).filter((word) => statement[word]).join(' ');
    case 'role':
      return statement.role;
    case 'manages':
    case 'no-influence':
      return statement.target;
    case 'hosts':
      return statement.guest;
    case 'third-party':
      return statement.party === null ? '' : (party ?? statement.party);
    case 'no-risk':
      return statement.analysis;
    case 'unsegmented':
      return `${statement.other.kind} ${other ?? statement.other.id}`;
    case 'hides':
      return statement.prefixes.join(' ');
    default:
      return '';
  }
}

/** What a statement says beside its kind, as cells. */
export function tagStatementCells(statement: TagStatement, names: SpokenOf): { value: string; approved_by: string } {
  const approved = statement.kind === 'no-risk' || statement.kind === 'out-of-scope-justified';
  return { value: wordsOf(statement, names), approved_by: approved ? statement.approvedBy : '' };
}

/** Of several that say the same of the same, the latest. */
async function readTags(trx: Trx): Promise<StoredTag[]> {
  const { rows } = await sql<StoredTag>`
    with place as (
      select 'zone-' || id as id, name from zone
      union all select 'segment-' || id, name from segment where ended_at is null
    )
    select distinct on (t.subject_kind, t.subject_id, t.statement)
      t.subject_kind as kind, t.subject_id as id, p.name as place, o.name as other, tp.name as party, t.statement, t.reason,
      coalesce(t.evidence, '') as evidence, t.valid_until as until
    from tag t
    left join place p on p.id = t.subject_id
    left join place o on o.id = t.statement #>> '{other,id}'
    left join third_party tp on 'party-' || tp.id = t.statement ->> 'party' and tp.ended_at is null
    where t.ended_at is null
    order by t.subject_kind, t.subject_id, t.statement, t.id desc`.execute(trx);
  return rows;
}

/** Tags by subject and statement: `subject_kind, subject, statement, value, approved_by, reason, evidence, until`. */
export const tagList: StoredList = {
  async read(trx) {
    return (await readTags(trx)).map((tag) => {
      const { kind, id, place, statement, reason, evidence, until } = tag;
      const subject = place ?? id;
      return {
        key: tagListKey({ kind, id }, statement),
        subject: `${subject}: ${statement.kind}`,
        values: {
          subject_kind: kind,
          subject,
          statement: statement.kind,
          ...tagStatementCells(statement, tag),
          reason,
          evidence,
          until: until?.toISOString() ?? '',
        },
      };
    });
  },

  async write(trx, changes, by) {
    for (const { key, before, after } of changes) {
      const [kind, id, statement] = JSON.parse(key) as [TagSubject['kind'], string, TagStatement];
      if (before) {
        const same = sql<boolean>`subject_kind = ${kind} and subject_id = ${id} and statement = ${JSON.stringify(statement)}::jsonb`;
        await endVersionedRows(trx, 'tag', same, by);
      }
      if (!after) continue;
      const columns = {
        subject_kind: kind,
        subject_id: id,
        statement,
        evidence: after.evidence || null,
        valid_until: after.until || null,
      };
      await addVersioned(trx, 'tag', columns, { ...by, reason: after.reason || by.reason });
    }
    return [];
  },
};
