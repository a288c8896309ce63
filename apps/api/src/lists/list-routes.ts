import { createHash } from 'node:crypto';
import { type ListImport, ListKind } from '@scopemap/contract';
import {
  applyList,
  type ChangeAuthor,
  type Db,
  type ListImportRow,
  listListImports,
  readList,
  undoList,
} from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiProblem, invalidField } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { csvLine } from '../exports-csv/csv-line.ts';
import { bind } from '../route.ts';
import { readCsvTable } from './csv-table.ts';
import { listColumnWords, listKindOf } from './list-kind-of.ts';
import { listReader } from './list-readers.ts';
import { planList, presentPlan, withReason } from './plan-list.ts';

/** What the text would do now. */
async function planOf(db: Db, text: string) {
  const table = readCsvTable(text);
  const kind = listKindOf(table.columns);
  if (kind === null) {
    const [problem] = table.problems;
    const why = problem
      ? `line ${problem.line}: ${problem.message}`
      : `it has none of these columns: ${listColumnWords()}`;
    throw invalidField('text', `this is no list that can be imported; ${why}`);
  }
  const reader = await listReader(db, kind, table.lines);
  const plan = planList(reader, table, await readList(db, kind));
  return { kind, plan, preview: presentPlan(kind, reader, table, plan) };
}

function present({ madeAt, undoneAt, undoneBy, undoReason, kept, ...row }: ListImportRow): ListImport {
  const undone = undoneAt && {
    at: undoneAt.toISOString(),
    by: undoneBy ?? '',
    reason: undoReason ?? '',
    kept: [...(kept ?? [])],
  };
  return { ...row, madeAt: madeAt.toISOString(), undone };
}

const listed = async (db: Db) => ({ lists: (await listListImports(db)).map(present) });

/** Approvals go by a route of their own, since others give them: a list of the wrong kind is refused. */
function requireRoute(kind: ListKind, approvals: boolean): void {
  if ((kind === 'approvals') === approvals) return;
  const where = approvals ? '/api/lists' : '/api/lists/approvals';
  throw new ApiProblem('forbidden', `A list of ${kind} goes to ${where}. Nothing was changed.`);
}

interface Taking {
  readonly body: {
    readonly text: string;
    readonly fileName: string;
    readonly reason: string;
    readonly outcome: string;
  };
  readonly caller: ChangeAuthor;
}

async function takeOver(db: Db, { body, caller }: Taking, approvals: boolean): Promise<{ id: number }> {
  const { text, fileName, reason, outcome } = body;
  const { kind, plan, preview } = await planOf(db, text);
  requireRoute(kind, approvals);
  const [problem] = plan.problems;
  if (problem) {
    const where = problem.column === null ? '' : `, column ${problem.column}`;
    throw invalidField('text', `line ${problem.line}${where}: ${problem.message}. Nothing was changed`);
  }
  if (plan.changes.length === 0) throw new ApiProblem('conflict', 'Everything in the list holds already.');
  const moved = 'What the list would change is not what the preview showed. Nothing was changed; look at it again.';
  if (preview.outcome !== outcome) throw new ApiProblem('conflict', moved);
  const list = {
    kind,
    fileName,
    digest: createHash('sha256').update(text).digest('hex'),
    unchanged: plan.unchanged,
    changes: withReason(kind, plan.changes, reason),
  };
  const result = await applyList(db, list, { ...caller, reason });
  if ('moved' in result) throw new ApiProblem('conflict', `${result.moved}: ${moved}`);
  return { id: result.id };
}

async function takeBack(db: Db, id: number, by: ChangeAuthor & { readonly reason: string }, approvals: boolean) {
  const list = (await listListImports(db)).find((each) => each.id === id);
  if (!list) throw new ApiProblem('not-found', `There is no list ${id}.`);
  requireRoute(list.kind, approvals);
  const result = await undoList(db, id, by);
  if ('refused' in result) throw new ApiProblem('conflict', `The list ${id} was taken back before.`);
  return listed(db);
}

/** Lists of the staff: first what they would change, then the change, and its undoing. */
export function addListRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  bind(app, 'listImports', () => listed(db));

  bind(app, 'previewList', async ({ body }) => (await planOf(db, body.text)).preview);

  bind(app, 'importList', (taking) => takeOver(db, taking, false));

  bind(app, 'importApprovals', (taking) => takeOver(db, taking, true));

  bind(app, 'undoList', ({ params, body, caller }) => takeBack(db, params.id, { ...caller, ...body }, false));

  bind(app, 'undoApprovals', ({ params, body, caller }) => takeBack(db, params.id, { ...caller, ...body }, true));

  app.get<{ Params: { kind: ListKind } }>(
    '/api/lists/:kind.csv',
    { schema: { operationId: 'listCsv', params: z.object({ kind: ListKind }) } },
    async ({ params: { kind } }, reply) => {
      const { columns } = await listReader(db, kind);
      const entries = await readList(db, kind);
      const lines = entries.map(({ values }) => csvLine(columns.map((column) => values[column] ?? '')));
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${kind}.csv"`)
        .send(csvLine(columns) + lines.join(''));
    },
  );
}
