import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { startLastingThread } from './lasting-thread.ts';

type Request =
  | { readonly id: number; readonly kind: 'double'; readonly value: number }
  | { readonly id: number; readonly kind: 'fail' }
  | { readonly id: number; readonly kind: 'die' }
  | { readonly id: number; readonly kind: 'close' };

const folder = await mkdtemp(join(tmpdir(), 'scopemap-thread-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = join(folder, 'thread.mjs');
await writeFile(
  file,
  `import { parentPort } from 'node:worker_threads';
  parentPort.on('message', ({ id, kind, value }) => {
    if (kind === 'die') throw new Error('it died');
    if (kind === 'fail') return parentPort.postMessage({ id, error: 'it failed' });
    if (kind === 'double') parentPort.postMessage({ trouble: 'by the way' });
    parentPort.postMessage({ id, value: value * 2 });
    if (kind === 'close') parentPort.close();
  });`,
);

const start = (errors: string[]) =>
  startLastingThread<Request>({
    entry: pathToFileURL(file),
    workerData: null,
    restartMs: 1,
    unanswered: ({ resolve }) => resolve('nobody answers'),
    onError: ({ message }) => errors.push(message),
  });

it('answers each question, says what fails, and tells troubles that nobody asked for', async () => {
  const errors: string[] = [];
  const thread = start(errors);
  const answers = await Promise.all([1, 2, 3].map((value) => thread.ask({ kind: 'double', value })));
  expect(answers).toEqual([2, 4, 6]);
  await expect(thread.ask({ kind: 'fail' })).rejects.toThrow('it failed');
  expect(errors).toEqual(['by the way', 'by the way', 'by the way']);
  await thread.close({ kind: 'close' });
  expect(await thread.ask({ kind: 'double', value: 1 })).toBe('nobody answers');
});

it('leaves nobody waiting when it dies, and is started again', async () => {
  const errors: string[] = [];
  const thread = start(errors);
  const waiting = [thread.ask({ kind: 'die' }), thread.ask({ kind: 'double', value: 4 })];
  expect(await Promise.all(waiting)).toEqual(['nobody answers', 'nobody answers']);
  expect(errors).toEqual(['it died']);
  await expect.poll(() => thread.ask({ kind: 'double', value: 4 })).toBe(8);
  await thread.close({ kind: 'close' });
});
