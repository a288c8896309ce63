import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkSession, type SessionStep } from './testing/decoder-session.ts';
import { describeSession, minimize, nextSession, SESSION_STEPS } from './testing/fuzz-session.ts';
import { readCaptureFile } from './testing/read-capture-file.ts';
import { SeededRandom } from './testing/seeded-random.ts';

/** Datagrams decoded; `bench/fuzz-codec.ts` goes on from here for as long as it is told to. */
const EXECUTIONS = 60_000;
const CORPUS_SESSIONS = 300;

const FIXTURES = new URL('./fixtures/', import.meta.url);

function fixtureSessions(): SessionStep[][] {
  return readdirSync(FIXTURES)
    .filter((name) => name.endsWith('.pcap'))
    .sort()
    .map((name) => readCaptureFile(readFileSync(new URL(name, FIXTURES))));
}

test.each(fixtureSessions().map((session, i) => [i, session] as const))('fixture %i as it is', (_, session) => {
  expect(checkSession(session)).toBeNull();
});

test(`${EXECUTIONS} mutated datagrams: nothing thrown, bounds kept, generated reader and interpreter alike`, () => {
  const random = new SeededRandom(1);
  const corpus = fixtureSessions();
  const seeds = corpus.length;
  for (let executions = 0; executions < EXECUTIONS; executions += SESSION_STEPS) {
    const session = nextSession(corpus, random);
    const fault = checkSession(session, 1 + random.below(16));
    if (fault) expect.fail(`${fault}\n${describeSession(minimize(session))}`);
    // Changes pile up; what the real exporters sent stays.
    if (corpus.length < CORPUS_SESSIONS) corpus.push(session);
    else corpus[seeds + random.below(corpus.length - seeds)] = session;
  }
}, 600_000);
