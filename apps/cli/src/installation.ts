import { setTimeout as delay } from 'node:timers/promises';
import type { Endpoint, EndpointName, ImportJob } from '@scopemap/contract';
import { endpoints, ImportJob as ImportJobSchema, Problem } from '@scopemap/contract';

/** Where a running installation is reached, unless --url says otherwise. */
export const DEFAULT_URL = 'http://127.0.0.1:8080';

const POLL_MS = 300;

async function send(url: string, path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(new URL(path, url), init);
  } catch {
    throw new Error(`no Scopemap answers at ${url}: start it with "npm start", or give its address with --url`);
  }
  if (response.ok) return response;
  const problem = Problem.safeParse(await response.json());
  throw new Error(problem.success ? problem.data.detail : `${url} answered ${response.status}`);
}

/** Asks a running installation. Throws its own words on a refusal, and how to start one when nothing answers. */
export async function askInstallation(url: string, path: string, init?: RequestInit): Promise<unknown> {
  return (await send(url, path, init)).json();
}

/** {@link askInstallation} for a file. */
export async function openDownload(url: string, path: string): Promise<NonNullable<Response['body']>> {
  const { body } = await send(url, path);
  if (!body) throw new Error(`${url} sent no file`);
  return body;
}

/** Calls an endpoint that takes nothing but its path. */
export async function callEndpoint<Name extends EndpointName>(
  url: string,
  name: Name,
  path: string,
): Promise<ReturnType<Endpoint<Name>['response']['parse']>> {
  const { method, response } = endpoints[name];
  return response.parse(await askInstallation(url, path, { method })) as ReturnType<
    Endpoint<Name>['response']['parse']
  >;
}

/** Waits for an import to end, telling its progress. Throws its error when it failed. */
export async function followImport(
  url: string,
  first: ImportJob,
  onProgress: (job: ImportJob) => void,
): Promise<ImportJob> {
  let job = first;
  while (job.state === 'queued' || job.state === 'running') {
    await delay(POLL_MS);
    job = ImportJobSchema.parse(await askInstallation(url, `/api/imports/${job.id}`));
    onProgress(job);
  }
  if (job.state !== 'done') throw new Error(`${job.fileName}: ${job.error ?? `the import was ${job.state}`}`);
  return job;
}
