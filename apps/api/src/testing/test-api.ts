import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChangeAuthor, createImportJob, type Db, finishImportJob } from '@scopemap/database';
import { freshDatabase } from '@scopemap/database/testing';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll } from 'vitest';
import { buildApi } from '../build-api.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { createLiveEvents } from '../events/live-events.ts';
import { createEvidenceQueue } from '../evidence/evidence-queue.ts';
import { LivePictureSource } from '../graph/picture-source.ts';
import { type ImportRunner, UnsupportedFile, type UploadedFile } from '../imports/import-runner.ts';
import { createScopeClassifier } from '../scope/scope-classifier.ts';

/** A runner that records jobs as the real one does, and keeps what it was given instead of reading captures. */
export interface RecordingRunner extends ImportRunner {
  readonly files: (UploadedFile & { content: string })[];
}

export function recordingRunner(db: Db): RecordingRunner {
  const files: RecordingRunner['files'] = [];
  const create = async (kind: string, fileName: string, octetsTotal: number | null, by: ChangeAuthor) => {
    const id = randomUUID();
    await createImportJob(db, { id, kind, fileName, octetsTotal }, by);
    return id;
  };
  return {
    files,
    async start(file, by) {
      const content = await readFile(file.path, 'latin1');
      if (content.startsWith('PK')) throw new UnsupportedFile('The file is a ZIP archive, not a capture.');
      files.push({ ...file, content });
      return create('capture', file.fileName, file.octets, by);
    },
    startSample: (by) => create('sample', 'sample network', null, by),
    async cancel(jobId) {
      if (
        (await db.selectFrom('import_job').select('state').where('id', '=', jobId).executeTakeFirst())?.state !==
        'queued'
      ) {
        return false;
      }
      await finishImportJob(db, jobId, { state: 'cancelled', error: 'cancelled' });
      return true;
    },
  };
}

export interface TestApi {
  readonly app: FastifyInstance;
  readonly db: Db;
  readonly runner: RecordingRunner;
  /** Of the signing key and finished packs. */
  readonly folder: string;
  /** What a request that does not go through `app.inject` has to bring. */
  readonly headers: Readonly<Record<string, string>>;
  /** Classifies what is stored now. */
  classify(): Promise<void>;
  /** Sends a request and returns status and parsed body. */
  call<Body = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: object,
  ): Promise<{ status: number; body: Body }>;
}

const NO_LIMIT = 1_000_000;
const LOCAL_TOKEN = 'the-token-of-this-machine';

/** Lets `app.inject` come from a command on this machine, unless the request says who it comes from. */
function comeFromHere(app: FastifyInstance, headers: Readonly<Record<string, string>>): void {
  const inject = app.inject.bind(app) as (options: InjectOptions) => ReturnType<FastifyInstance['inject']>;
  const here = (options: InjectOptions | string) => {
    const given = typeof options === 'string' ? { url: options } : options;
    return inject({ ...given, headers: { ...headers, ...given.headers } });
  };
  app.inject = here as FastifyInstance['inject'];
}

/**
 * The API on a database of its own, for the whole test file. Requests come from a command on this machine; with `accounts` of
 * your own, from whom they say.
 */
export async function testApi(options: Partial<ApiDependencies> = {}): Promise<TestApi> {
  const { db, server } = await freshDatabase();
  const runner = recordingRunner(db);
  // Classifies when a test says so: what happens by itself has tests of its own.
  const classifier = createScopeClassifier({ db, version: '1.2.3' });
  const folder = await mkdtemp(join(tmpdir(), 'scopemap-api-'));
  const onError = (error: Error) => console.error(error);
  const app = await buildApi({
    db,
    imports: runner,
    status: { version: '1.2.3', flowPorts: [2055, 4739], dataFolder: '/data', collector: () => 'running' },
    events: createLiveEvents({ db, server }),
    classifier,
    picture: new LivePictureSource({ db, infrastructure: options.infrastructure, onError }),
    evidence: createEvidenceQueue({ db, server, version: '1.2.3', folder, onError }),
    accounts: {
      key: randomBytes(32),
      localToken: LOCAL_TOKEN,
      attemptsPerMinute: NO_LIMIT,
      requestsPerMinute: NO_LIMIT,
    },
    keepVerdicts: false,
    ...options,
  });
  const headers = options.accounts ? {} : { authorization: `Bearer ${LOCAL_TOKEN}` };
  comeFromHere(app, headers);
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    app,
    db,
    runner,
    folder,
    headers,
    classify: () => classifier.refresh(),
    async call(method, url, body) {
      const response = await app.inject({ method, url, ...(body ? { payload: body } : {}) });
      return { status: response.statusCode, body: response.json() };
    },
  };
}
