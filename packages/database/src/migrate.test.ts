import {
  ADDRESS_SOURCES,
  DIRECTION_CONFIDENCES,
  DIRECTION_METHODS,
  ENDPOINT_ROLES,
  PORT_STATES,
  SCOPE_CLAIMS,
} from '@scopemap/scope-model';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { migrate } from './migrate.ts';
import { STATES_STRONGEST_FIRST } from './queries/ingest-relationship-changes.ts';
import { IMPORT_STATES } from './tables/import-job.ts';
import { freshDatabase } from './testing/index.ts';

const { db } = await freshDatabase();

test('a migrated database has nothing left to do', async () => {
  expect(await migrate(db)).toEqual([]);
});

/** Quoted words of a check constraint. */
async function allowed(constraint: string): Promise<string[]> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_constraintdef(oid) as definition from pg_constraint where conname = ${constraint}`.execute(db);
  return [...(rows[0]?.definition ?? '').matchAll(/'([^']+)'::text/g)].map((match) => match[1] as string).sort();
}

describe('check constraints hold the same words as the model', () => {
  test.each([
    ['zone_claim_check', SCOPE_CLAIMS],
    ['host_claim_claim_check', SCOPE_CLAIMS],
    ['import_job_state_check', IMPORT_STATES],
    ['host_address_source_check', ADDRESS_SOURCES],
    ['service_endpoint_scan_state_check', PORT_STATES],
    ['service_endpoint_person_role_check', ENDPOINT_ROLES],
  ] as const)('%s', async (constraint, words) => {
    expect(await allowed(constraint)).toEqual([...words].sort());
  });
});

test.each([
  ['direction_method', DIRECTION_METHODS],
  ['direction_confidence', DIRECTION_CONFIDENCES],
  ['contact_state', STATES_STRONGEST_FIRST],
])('%s holds the words of the model, strongest first: the least of two is the one that holds', async (type, words) => {
  const { rows } = await sql<{ words: string[] }>`
    select array_agg(enumlabel::text order by enumsortorder) as words from pg_enum where enumtypid = ${type}::regtype`.execute(
    db,
  );
  expect(rows[0]?.words).toEqual(words);
});
