import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyDatabase, freshDatabase } from '@scopemap/database/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { killRounds } from './kill-rounds.ts';
import { storedAccount } from './stored-account.ts';

/** Every start of a process takes seconds where the machine has other work. */
vi.setConfig({ testTimeout: 300_000 });

const { db, server } = await freshDatabase();
let folder: string;

beforeEach(async () => {
  await emptyDatabase(db);
  folder = mkdtempSync(join(tmpdir(), 'scopemap-kill-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['NetFlow v5, read in batches', 5, 'auto'],
  ['IPFIX, read one by one', 10, 'portable'],
] as const)('%s: what a killed collector had is stored once, or reported as lost', async (_, version, receive) => {
  const options = { database: server, ports: [0], windowMs: 20, flowDays: 0, receive, spoolFolder: folder };
  const sent = await killRounds({ version, rounds: 3, longestLifeMs: 600, options, random: Math.random });
  const { records, lost, windowLost, undecodable, flows } = await storedAccount(db);
  expect({ accounted: records + lost, windowLost, undecodable }).toEqual({
    accounted: sent,
    windowLost: 0,
    undecodable: 0,
  });
  expect(flows * 2).toBe(records);
});
