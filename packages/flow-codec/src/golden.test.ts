import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { DecodedRecord } from './decoded-message.ts';
import { createFlowDecoder } from './flow-decoder.ts';
import { type GoldenCapture, parseGoldenCapture } from './testing/golden-capture.ts';
import { decodedOutcome, expectedOutcome } from './testing/golden-outcome.ts';

const FIXTURES = new URL('./fixtures/', import.meta.url);
/** Captures of real exporters beside the repository; most may not be copied into it. */
const CORPUS = new URL('../../../../shared/corpus/netflow/', import.meta.url);

function goldenNames(folder: URL): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => (name.endsWith('.pcap') ? [name.replace(/\.pcap$/, '')] : []));
}

function readGoldenCapture(folder: URL, name: string): GoldenCapture {
  const file = (ending: string) => new URL(`${name}.${ending}`, folder);
  return parseGoldenCapture({
    pcap: readFileSync(file('pcap')),
    text: (ending) => (existsSync(file(ending)) ? readFileSync(file(ending), 'utf8') : ''),
  });
}

function checkCapture(folder: URL, name: string, codegen: boolean) {
  const golden = readGoldenCapture(folder, name);
  const expected = expectedOutcome(golden);
  const outcome = decodedOutcome(golden, codegen);
  expect(outcome.records).toEqual(expected.records);
  expect(outcome.late).toEqual(expected.late);
  expect(outcome.options).toEqual(expected.options);
  expect(outcome.undecodable).toEqual(expected.undecodable);
}

/** A record without what options data tells: a restarted decoder knows that again when the exporter repeats it. */
function withoutOptions({ set, record, receivedAt, flow }: DecodedRecord) {
  const { sampling: _sampling, samplingSource: _source, start: _start, end: _end, ...rest } = flow;
  return { packet: receivedAt, set, record, ...rest };
}

/** Decodes with a restart before the datagram `at`, templates saved and taken back. */
function decodeWithRestart({ datagrams }: GoldenCapture, at: number) {
  const before = createFlowDecoder();
  const first = datagrams.slice(0, at).flatMap((datagram) => before.decode(datagram).records);
  const after = createFlowDecoder();
  after.restoreTemplates(JSON.parse(JSON.stringify(before.templates())));
  return [...first, ...datagrams.slice(at).flatMap((datagram) => after.decode(datagram).records)];
}

describe.each([
  ['fixtures', FIXTURES],
  ['corpus beside the repository', CORPUS],
])('captures of real exporters: %s', (_title, folder) => {
  const names = goldenNames(folder);
  describe.skipIf(names.length === 0).each([
    ['generated reader', true],
    ['interpreter', false],
  ])('%s', (_reader, codegen) => {
    test.each(names)('%s', (name) => checkCapture(folder, name, codegen));
  });

  test.skipIf(names.length === 0).each(names)('a restart loses no record that had a template before: %s', (name) => {
    const golden = readGoldenCapture(folder, name);
    const packets = golden.datagrams.length;
    for (const at of new Set([1, packets >> 2, packets >> 1, packets - 1])) {
      const records = decodeWithRestart(golden, at).filter(({ late }) => !late);
      expect(records.map(withoutOptions)).toEqual(
        decodeWithRestart(golden, 0)
          .filter(({ late }) => !late)
          .map(withoutOptions),
      );
    }
  });
});
