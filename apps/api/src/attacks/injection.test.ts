import { endpoints } from '@scopemap/contract';
import { createZone } from '@scopemap/database';
import { seedRelationship } from '@scopemap/database/testing';
import { FIELDS } from '@scopemap/query-language';
import { beforeAll, expect, it } from 'vitest';
import type { z } from 'zod';
import { testApi } from '../testing/test-api.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

const { db, app } = await testApi();

interface ReadEndpoint {
  readonly method: string;
  readonly path: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodObject;
}

const reads = Object.entries(endpoints as unknown as Record<string, ReadEndpoint>).filter(
  ([, { method }]) => method === 'GET',
);
/** Every name by which a view can be narrowed, sorted or paged, of every endpoint. */
const filters = reads.flatMap(([name, { path, query }]) =>
  Object.keys(query?.shape ?? {}).map((key) => [name, key, path.replaceAll(/:[a-z]+/gi, '1')] as const),
);
const places = reads.flatMap(([name, { path }]) =>
  [...path.matchAll(/:([a-z]+)/gi)].map(([place]) => [name, place, path] as const),
);
/** The files are no JSON and stand outside of the list. */
const FILES = ['/api/hosts.csv', '/api/relationships.csv'];

beforeAll(async () => {
  const zone = { name: 'Vault', description: '', claim: 'cde', prefixes: ['10.2.0.0/16'], reason: 'a test' } as const;
  await createZone(db, zone, { author: 'a test', origin: 'test' });
  await seedRelationship(db, { client: '10.1.0.1', server: '10.2.0.1', port: 443, observers: ['192.0.2.1'] });
});

/** What was asked changed nothing, and is answered or refused: an internal error would be a query that broke. */
async function ask(url: string): Promise<number> {
  const { statusCode, body } = await app.inject({ method: 'GET', url });
  expect(statusCode, `${url.slice(0, 300)} ${body.slice(0, 300)}`).not.toBe(500);
  // Before the first classification some lists do not exist yet, and say so.
  expect([200, 400, 404, 414, 503], `${url.slice(0, 300)} ${body.slice(0, 300)}`).toContain(statusCode);
  expect(body).not.toMatch(/syntax error|pg_catalog|SQLSTATE|at file:/);
  return statusCode;
}

async function untouched(): Promise<void> {
  expect(await db.selectFrom('zone').select('name').execute()).toEqual([{ name: 'Vault' }]);
  expect(await db.selectFrom('host').select('address').orderBy('address').execute()).toHaveLength(2);
}

it('knows the filters of the API', () => {
  expect(filters.length).toBeGreaterThan(40);
  expect(places.length).toBeGreaterThan(5);
});

it.each(filters)('%s: %s is a value and nothing else', async (_, key, path) => {
  for (const text of HOSTILE_TEXTS) await ask(`${path}?${new URLSearchParams({ [key]: text })}`);
  await untouched();
});

it.each(places)('%s: %s in the path is a value and nothing else', async (_, place, path) => {
  for (const text of HOSTILE_TEXTS) await ask(path.replace(place, encodeURIComponent(text.toWellFormed())));
  await untouched();
});

it.each(FIELDS.map(({ name }) => name))(
  '%s: in the query language is a value and nothing else',
  async (field) => {
    const answers = new Set<number>();
    for (const text of HOSTILE_TEXTS) {
      for (const value of [text, `"${text}"`, `"${text.replaceAll(/["\\]/g, '\\$&')}"`]) {
        const query = new URLSearchParams({ q: `${field}:${value}`.slice(0, 4_000) });
        for (const path of ['/api/hosts', '/api/relationships', '/api/graph', '/api/matrix', ...FILES])
          answers.add(await ask(`${path}?${query}`));
      }
    }
    expect(answers).toContain(400);
    await untouched();
  },
  180_000,
);

it('a text of the search in the audit is a text', async () => {
  for (const q of ["Vault' or 'x'='x", '%', '_', "'"]) {
    const { body } = await app.inject({ method: 'GET', url: `/api/audit?${new URLSearchParams({ q })}` });
    expect(JSON.parse(body)).toMatchObject({ total: 0 });
  }
});
