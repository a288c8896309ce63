import { expect, test } from 'vitest';
import { freshDatabase } from '../testing/index.ts';
import { loadTemplates, type RememberedTemplate, saveTemplates } from './template-memory.ts';

const { db } = await freshDatabase();

const flowTemplate: RememberedTemplate = {
  exporter: '192.0.2.1',
  port: 50_000,
  domain: 4_294_967_295,
  version: 10,
  templateId: 256,
  scopeFields: null,
  fields: [
    [0, 8, 4],
    [29_305, 1, 65_535],
  ],
  seenAt: Date.UTC(2026, 0, 15),
};

test('templates come back as they were, and only those saved last', async () => {
  const optionsTemplate: RememberedTemplate = { ...flowTemplate, exporter: '2001:db8::1', version: 9, scopeFields: 1 };
  await saveTemplates(db, [flowTemplate, optionsTemplate]);
  expect(await loadTemplates(db)).toEqual([flowTemplate, optionsTemplate]);
  await saveTemplates(db, [{ ...optionsTemplate, fields: [] }]);
  expect(await loadTemplates(db)).toEqual([{ ...optionsTemplate, fields: [] }]);
  await saveTemplates(db, []);
  expect(await loadTemplates(db)).toEqual([]);
});
