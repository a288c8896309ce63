import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { StateFile } from './state-file.ts';

const folder = await mkdtemp(join(tmpdir(), 'state-file-'));
afterAll(() => rm(folder, { recursive: true }));

test('there is nothing, then what was written last, and never a part of it', async () => {
  const file = new StateFile<readonly unknown[]>(folder, 'a.state');
  expect(await file.read()).toBeNull();
  for (const value of [[], [{ exporter: '2001:db8::1', at: 2 ** 40, text: 'ünï\n', nothing: null }], [1]]) {
    await file.write(value);
    expect(await new StateFile(folder, 'a.state').read()).toEqual(value);
  }
  expect(await readdir(folder)).toEqual(['a.state']);
});

test('every changed, missing or further octet is noticed', async () => {
  const file = new StateFile<readonly string[]>(folder, 'b.state');
  await file.write(['192.0.2.1', '']);
  const path = join(folder, 'b.state');
  const whole = await readFile(path);
  for (let at = 0; at < whole.length; at++) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] as number) ^ 1;
    for (const damaged of [changed, whole.subarray(0, at), Buffer.concat([whole, Buffer.of(at)])]) {
      await writeFile(path, damaged);
      await expect(file.read()).rejects.toThrow('b.state');
    }
  }
});

test('an old state does not outlive one that could not be written', async () => {
  const file = new StateFile<readonly number[]>(folder, 'c.state');
  await file.write([1]);
  // Nothing can be written under the name that the new one has at first.
  await mkdir(join(folder, 'c.state.part'));
  await expect(file.write([2])).rejects.toThrow('EISDIR');
  expect(await file.read()).toBeNull();
});
