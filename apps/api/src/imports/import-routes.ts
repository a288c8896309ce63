import { rm } from 'node:fs/promises';
import { ImportJob, Problem } from '@scopemap/contract';
import { type ChangeAuthor, type Db, findImportJob, listImportJobs } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { ApiProblem } from '../api-problem.ts';
import { callerOf } from '../author.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { presentImportJob } from '../present-import-job.ts';
import { bind } from '../route.ts';
import { type ImportRunner, UnsupportedFile, type UploadedFile } from './import-runner.ts';
import { lookAtFile } from './look-at-file.ts';
import { receiveUpload } from './receive-upload.ts';

async function importJob(db: Db, id: string): Promise<ImportJob> {
  const job = await findImportJob(db, id);
  if (!job) throw new ApiProblem('not-found', `There is no import ${id}.`);
  return presentImportJob(job);
}

/** Hands the file over; until that has happened it is ours to remove. */
async function startImport(imports: ImportRunner, file: UploadedFile, by: ChangeAuthor): Promise<string> {
  try {
    return await imports.start(file, by);
  } catch (error) {
    await rm(file.path, { force: true });
    if (error instanceof UnsupportedFile) throw new ApiProblem('unsupported-file', error.message);
    throw error;
  }
}

export function addImportRoutes(app: FastifyInstance, { db, imports, uploads }: ApiDependencies): void {
  bind(app, 'imports', async () => ({ imports: (await listImportJobs(db)).map(presentImportJob) }));

  bind(app, 'lookAtFile', async ({ body }) => lookAtFile(body.head));

  bind(app, 'import', ({ params }) => importJob(db, params.id));

  bind(app, 'cancelImport', async ({ params }) => {
    const job = await importJob(db, params.id);
    if (!(await imports.cancel(params.id))) {
      throw new ApiProblem('conflict', `The import of ${job.fileName} is ${job.state} and cannot be cancelled here.`);
    }
    return importJob(db, params.id);
  });

  bind(app, 'loadSample', async ({ caller }) => importJob(db, await imports.startSample(caller)));

  app.route({
    method: 'POST',
    url: '/api/imports',
    schema: {
      operationId: 'uploadCapture',
      summary: 'Imports one capture: multipart/form-data with one file',
      consumes: ['multipart/form-data'],
      response: { 202: ImportJob, default: Problem },
    },
    handler: async (request, reply) => {
      const id = await startImport(imports, await receiveUpload(request, uploads), callerOf(request));
      return reply.code(202).send(await importJob(db, id));
    },
  });
}
