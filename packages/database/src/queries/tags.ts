import { sql } from 'kysely';
import type { Db } from '../database.ts';
import type { VersionedRow } from './versioned.ts';

export interface TagSearch {
  /** With those that were taken back. */
  readonly history: boolean;
  /** Id of the subject, e.g. `10.1.0.5` or `zone-7`. */
  readonly subject?: string | undefined;
  readonly kind?: string | undefined;
}

const MOST_TAGS = 10_000;

/** The tags that fit, the newest first; at most ten thousand. Those that have run out are among them. */
export function listTags(db: Db, { history, subject, kind }: TagSearch): Promise<VersionedRow<'tag'>[]> {
  let rows = db.selectFrom('tag').selectAll();
  if (!history) rows = rows.where('ended_at', 'is', null);
  if (subject !== undefined) rows = rows.where('subject_id', '=', subject);
  if (kind !== undefined) rows = rows.where(sql<boolean>`statement ->> 'kind' = ${kind}`);
  return rows.orderBy('id', 'desc').limit(MOST_TAGS).execute();
}

/** Whether the subject of a tag that is no address exists: an open segment, a zone, a relationship. */
export async function tagSubjectExists(db: Db, kind: 'segment' | 'zone' | 'contact', id: string): Promise<boolean> {
  const number = Number(id.slice(kind.length + 1));
  if (kind === 'contact') {
    return (
      (await db.selectFrom('relationship').select('id').where('id', '=', String(number)).executeTakeFirst()) !==
      undefined
    );
  }
  if (kind === 'zone') {
    return (await db.selectFrom('zone').select('id').where('id', '=', number).executeTakeFirst()) !== undefined;
  }
  const open = db.selectFrom('segment').select('id').where('id', '=', number).where('ended_at', 'is', null);
  return (await open.executeTakeFirst()) !== undefined;
}
