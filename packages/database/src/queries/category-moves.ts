import type { ScopeCategory } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db } from '../database.ts';
import type { Page } from './hosts.ts';

export interface CategoryMoveRow {
  readonly hostId: number;
  readonly address: string;
  readonly name: string | null;
  readonly before: ScopeCategory;
  readonly after: ScopeCategory;
  readonly reason: string;
}

/** One page of the hosts that got another category in a run, by address, and how many there are. */
export async function listCategoryMoves(
  db: Db,
  runId: number,
  page: Page,
): Promise<{ moves: CategoryMoveRow[]; total: number }> {
  const { rows: moves } = await sql<CategoryMoveRow>`
    select h.id as "hostId", host(h.address) as address, c.before, c.after, c.reason,
      (select n.name from host_name n where n.host_id = h.id
        order by array_position(array['person', 'import', 'sample'], n.source) limit 1) as name
    from category_change c join host h on h.id = c.host_id
    where c.run_id = ${runId} order by h.address limit ${page.limit} offset ${page.offset}`.execute(db);
  const { total } = await db
    .selectFrom('category_change')
    .select(({ fn }) => fn.countAll<string>().as('total'))
    .where('run_id', '=', runId)
    .executeTakeFirstOrThrow();
  return { moves, total: Number(total) };
}
