import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readElementsFile } from './elements-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'scopemap-elements-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(text: string): string {
  const file = join(folder, 'elements.yaml');
  writeFileSync(file, text);
  return file;
}

test('YAML and JSON name elements by enterprise and id', async () => {
  expect(
    await readElementsFile(write('- {enterprise: 9, id: 12235, name: ciscoOctets, type: unsigned, role: octets}')),
  ).toEqual([{ enterprise: 9, id: 12235, name: 'ciscoOctets', type: 'unsigned', role: 'octets' }]);
  expect(await readElementsFile(write('[{"id": 500, "name": "own", "type": "string"}]'))).toEqual([
    { enterprise: 0, id: 500, name: 'own', type: 'string' },
  ]);
});

test.each([
  ['- {id: 1, name: a, type: integer}', 'entry 0.type'],
  ['- {id: 70000, name: a, type: string}', 'entry 0.id'],
  ['- {id: 1, name: a, type: string, role: nonsense}', 'entry 0.role'],
  ['- {id: 1, name: a, type: string, typo: 1}', 'entry 0'],
  ['hello', 'entry (the whole file)'],
  ['- {id: 1', 'cannot read information elements'],
])('%s is refused, naming the place', async (text, message) => {
  await expect(readElementsFile(write(text))).rejects.toThrow(message);
});

test('a file that is not there is named', async () => {
  await expect(readElementsFile('/nowhere/elements.yaml')).rejects.toThrow('/nowhere/elements.yaml');
});
