import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { DecodeProblem, DecodeProblemCode } from './decode-problem.ts';
import type { DecodedRecord, OptionsField, OptionsRecord } from './decoded-message.ts';
import { createFlowDecoder } from './flow-decoder.ts';
import { type GoldenCapture, parseGoldenCapture } from './testing/golden-capture.ts';

const FIXTURES = new URL('./fixtures/', import.meta.url);
/** Captures of real exporters beside the repository; most may not be copied into it. */
const CORPUS = new URL('../../../../shared/corpus/netflow/', import.meta.url);

/** Extra values that the corpus does not list. */
const BEYOND_THE_CORPUS = new Set(['vlan', 'postVlan', 'srcMac', 'dstMac', 'natEvent', 'initialTcpFlags', 'client']);

/** The corpus' words for why a set could not be decoded. */
const REASONS: Partial<Record<DecodeProblemCode, string>> = {
  'no-template': 'no-template',
  'template-record-length-0': 'template-record-length-0',
  'trailing-bytes': 'trailing-bytes',
  'template-truncated': 'template-truncated',
  'reserved-set-id': 'reserved-set-id',
  'count-does-not-fit': 'v5',
};

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

function line({ set, record, receivedAt, flow }: DecodedRecord) {
  const extra = Object.fromEntries(Object.entries(flow.extra).filter(([key]) => !BEYOND_THE_CORPUS.has(key)));
  return { packet: receivedAt, set, record, ...flow, extra };
}

function hex(fields: readonly OptionsField[]) {
  return fields.map(({ enterprise, element, value }) => [
    enterprise,
    element,
    Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join(''),
  ]);
}

const optionsLine = ({ receivedAt, late: _late, scope, fields, ...rest }: OptionsRecord) => ({
  packet: receivedAt,
  ...rest,
  scope: hex(scope),
  fields: hex(fields),
});

function undecodable(problems: readonly (DecodeProblem & { packet: number })[]) {
  return problems.flatMap(({ code, packet, set }) => {
    const reason = REASONS[code];
    return reason === undefined ? [] : [{ packet, set, reason }];
  });
}

function checkCapture(folder: URL, name: string, codegen: boolean) {
  const golden = readGoldenCapture(folder, name);
  const decoder = createFlowDecoder({ codegen, limits: { compileAfter: 0 } });
  const records: DecodedRecord[] = [];
  const options: OptionsRecord[] = [];
  const problems: (DecodeProblem & { packet: number })[] = [];
  for (const datagram of golden.datagrams) {
    const message = decoder.decode(datagram);
    records.push(...message.records);
    options.push(...message.options);
    problems.push(...message.problems.map((problem) => ({ ...problem, packet: datagram.receivedAt })));
  }
  const expected = ({ tshark: _tshark, ...rest }: (typeof golden.records)[number]) => rest;
  expect(records.filter(({ late }) => !late).map(line)).toEqual(golden.records.map(expected));
  const late = records.filter((record) => record.late).map(line);
  expect(late.sort((a, b) => a.packet - b.packet || a.set - b.set)).toEqual(golden.late.map(expected));
  expect(options.map(optionsLine)).toEqual(golden.options);
  expect(undecodable(problems)).toEqual(
    golden.summary.undecodable.map(({ packet, set, reason }) => ({ packet, set, reason: reason.replace(/ .*/, '') })),
  );
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
