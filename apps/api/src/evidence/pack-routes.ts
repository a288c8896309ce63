import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { Problem } from '@scopemap/contract';
import {
  type Db,
  type ExportRow,
  findExport,
  findSnapshot,
  listExports,
  listSnapshots,
  recordDownload,
  recordRemoval,
} from '@scopemap/database';
import { FACTS_VERSION } from '@scopemap/scope-model';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiProblem } from '../api-problem.ts';
import { callerOf } from '../author.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { presentExport, presentSnapshot } from './present-evidence.ts';

async function snapshotOf(db: Db, id: string) {
  const snapshot = await findSnapshot(db, id);
  if (!snapshot) throw new ApiProblem('not-found', `There is no snapshot ${id}.`);
  return snapshot;
}

async function exportOf(db: Db, id: string): Promise<ExportRow> {
  const found = await findExport(db, id);
  if (!found) throw new ApiProblem('not-found', `There is no export ${id}.`);
  return found;
}

/** A file of a finished export, as it lies there. */
async function fileOf({ state, removedAt, removedBy }: ExportRow, path: string): Promise<{ readonly octets: number }> {
  if (state !== 'done') throw new ApiProblem('conflict', `The export is ${state}; there is no file.`);
  if (removedAt !== null)
    throw new ApiProblem('not-found', `${removedBy} removed this pack on ${removedAt.toISOString().slice(0, 10)}.`);
  try {
    return { octets: (await stat(path)).size };
  } catch {
    throw new ApiProblem(
      'not-found',
      'The file of this export is no longer in the data folder; export the snapshot again.',
    );
  }
}

function nameOf({ id, createdAt, redacted }: ExportRow): string {
  return `scopemap-evidence-${createdAt.toISOString().slice(0, 10)}-${id.slice(0, 8)}${redacted ? '-redacted' : ''}`;
}

/** Snapshots, packs made of them, and the key that packs are signed with. */
export function addPackRoutes(app: FastifyInstance, { db, evidence }: ApiDependencies): void {
  bind(app, 'snapshots', async () => ({ snapshots: (await listSnapshots(db)).map(presentSnapshot) }));

  bind(app, 'takeSnapshot', async ({ body, caller }) =>
    presentSnapshot(await snapshotOf(db, await evidence.takeSnapshot(body.reason, caller))),
  );

  bind(app, 'evidenceExports', async () => ({ exports: (await listExports(db)).map(presentExport) }));

  bind(app, 'startExport', async ({ params, query, caller }) => {
    const { id, modelVersion } = await snapshotOf(db, params.id);
    if (modelVersion !== FACTS_VERSION) {
      const versions = `was taken with version ${modelVersion} of the model; this program has version ${FACTS_VERSION}`;
      throw new ApiProblem('conflict', `The snapshot ${versions} and would come to other results.`);
    }
    return presentExport(await exportOf(db, await evidence.startExport(id, query, caller)));
  });

  bind(app, 'evidenceExport', async ({ params }) => presentExport(await exportOf(db, params.id)));

  bind(app, 'cancelExport', async ({ params }) => {
    const { state } = await exportOf(db, params.id);
    if (!(await evidence.cancelExport(params.id)))
      throw new ApiProblem('conflict', `The export is ${state} and cannot be cancelled here.`);
    return presentExport(await exportOf(db, params.id));
  });

  bind(app, 'removePack', async ({ params, body, caller }) => {
    const found = await exportOf(db, params.id);
    if (found.state !== 'done') throw new ApiProblem('conflict', `The export is ${found.state}; there is no file.`);
    if (!(await recordRemoval(db, found, { ...caller, reason: body.reason })))
      throw new ApiProblem('conflict', 'The pack was removed before.');
    await rm(evidence.packFile(found.id), { force: true });
    await rm(evidence.pseudonymFile(found.id), { force: true });
    return presentExport(await exportOf(db, found.id));
  });

  bind(app, 'evidenceKey', async () => {
    const { publicKeyPem, fingerprint } = await evidence.signingKey();
    return { publicKeyPem, fingerprint };
  });

  app.route<{ Params: { id: string } }>({
    method: 'GET',
    url: '/api/exports/:id/file',
    exposeHeadRoute: false,
    schema: {
      operationId: 'exportFile',
      summary: 'The evidence pack of a finished export: a signed ZIP file',
      params: z.object({ id: z.uuid() }),
      produces: ['application/zip'],
      response: { 200: z.any(), default: Problem },
    },
    handler: async (request, reply) => {
      const found = await exportOf(db, request.params.id);
      const path = evidence.packFile(found.id);
      const { octets } = await fileOf(found, path);
      await recordDownload(db, found, callerOf(request));
      const name = `${nameOf(found)}.zip`;
      return reply
        .type('application/zip')
        .header('content-length', octets)
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(createReadStream(path));
    },
  });

  app.route<{ Params: { id: string } }>({
    method: 'GET',
    url: '/api/exports/:id/pseudonyms.csv',
    exposeHeadRoute: false,
    schema: {
      operationId: 'exportPseudonyms',
      summary: 'What the pseudonyms of a redacted pack stand for: to be kept apart from the pack',
      params: z.object({ id: z.uuid() }),
      produces: ['text/csv'],
      response: { 200: z.any(), default: Problem },
    },
    handler: async (request, reply) => {
      const found = await exportOf(db, request.params.id);
      if (!found.redacted) throw new ApiProblem('conflict', 'This export has no pseudonyms: it was not redacted.');
      const path = evidence.pseudonymFile(found.id);
      const { octets } = await fileOf(found, path);
      await recordDownload(db, found, callerOf(request), 'pseudonyms');
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-length', octets)
        .header('content-disposition', `attachment; filename="${nameOf(found)}-pseudonyms.csv"`)
        .send(createReadStream(path));
    },
  });
}
