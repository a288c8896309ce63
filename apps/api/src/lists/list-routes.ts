import { createHash } from 'node:crypto';
import { type ListImport, ListKind } from '@scopemap/contract';
import { applyList, type Db, type ListImportRow, listListImports, readList, undoList } from '@scopemap/database';
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

/** Lists of the staff: first what they would change, then the change, and its undoing. */
export function addListRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  bind(app, 'listImports', () => listed(db));

  bind(app, 'previewList', async ({ body }) => (await planOf(db, body.text)).preview);

  bind(app, 'importList', async ({ body: { text, fileName, reason, outcome }, caller }) => {
    const { kind, plan, preview } = await planOf(db, text);
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
  });

  bind(app, 'undoList', async ({ params, body, caller }) => {
    const result = await undoList(db, params.id, { ...caller, ...body });
    if ('refused' in result && result.refused === 'missing') {
      throw new ApiProblem('not-found', `There is no list ${params.id}.`);
    }
    if ('refused' in result) throw new ApiProblem('conflict', `The list ${params.id} was taken back before.`);
    return listed(db);
  });

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
