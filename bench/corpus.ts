import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { parseGoldenCapture } from '../packages/flow-codec/src/testing/golden-capture.ts';
import {
  decodedOutcome,
  expectedOutcome,
  type GoldenOutcome,
} from '../packages/flow-codec/src/testing/golden-outcome.ts';

/**
 * Decodes every capture of real exporters with both readers and holds what comes out against what must: one row per capture.
 * Run by `node bench/corpus.ts [--json] [FOLDER...]`; without a folder, the captures beside the repository if they are
 * there, else those in it. Exit code 1 when any capture differs.
 */

const BESIDE = new URL('../../shared/corpus/netflow/', import.meta.url).pathname;
const FIXTURES = new URL('../packages/flow-codec/src/fixtures/', import.meta.url).pathname;

interface Row {
  readonly capture: string;
  readonly version: string;
  readonly datagrams: number;
  /** Expected / decoded. */
  readonly records: readonly [number, number];
  readonly late: readonly [number, number];
  readonly options: readonly [number, number];
  readonly undecodable: readonly [number, number];
  readonly problems: Readonly<Record<string, number>>;
  readonly equal: boolean;
}

const KINDS = ['records', 'late', 'options', 'undecodable'] as const;

function isEqual(expected: GoldenOutcome, decoded: GoldenOutcome): boolean {
  return KINDS.every((kind) => isDeepStrictEqual(plain(decoded[kind]), plain(expected[kind])));
}

/** The expected values were read from JSON. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function check(folder: string, capture: string): Row {
  const file = (ending: string) => `${folder}/${capture}.${ending}`;
  const golden = parseGoldenCapture({
    pcap: readFileSync(file('pcap')),
    text: (ending) => (existsSync(file(ending)) ? readFileSync(file(ending), 'utf8') : ''),
  });
  const expected = expectedOutcome(golden);
  const generated = decodedOutcome(golden, true);
  const interpreted = decodedOutcome(golden, false);
  const both = (kind: (typeof KINDS)[number]) => [expected[kind].length, generated[kind].length] as const;
  return {
    capture,
    version: generated.versions.join('+'),
    datagrams: golden.datagrams.length,
    records: both('records'),
    late: both('late'),
    options: both('options'),
    undecodable: both('undecodable'),
    problems: { ...generated.problems },
    equal: isEqual(expected, generated) && isEqual(expected, interpreted),
  };
}

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true });
const folders = positionals.length > 0 ? positionals : [existsSync(BESIDE) ? BESIDE : FIXTURES];
const rows = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.pcap'))
    .sort()
    .map((name) => check(folder, name.replace(/\.pcap$/, ''))),
);
const unequal = rows.filter(({ equal }) => !equal);
const total = (kind: (typeof KINDS)[number], i: 0 | 1) => rows.reduce((sum, row) => sum + row[kind][i], 0);

if (values.json) console.log(JSON.stringify(rows));
else {
  console.log('Decoded / expected, by the generated reader and by the interpreter\n');
  console.table(
    rows.map(({ records, late, options, undecodable, problems, equal, ...row }) => ({
      ...row,
      records: records.toReversed().join('/'),
      late: late.toReversed().join('/'),
      options: options.toReversed().join('/'),
      undecodable: undecodable.toReversed().join('/'),
      problems: Object.entries(problems)
        .map(([code, count]) => `${code} ${count}`)
        .join(', '),
      equal: equal ? 'yes' : 'NO',
    })),
  );
  console.log(
    `${rows.length} captures, ${rows.length - unequal.length} equal in every field: ${KINDS.map((kind) => `${kind} ${total(kind, 1)}/${total(kind, 0)}`).join(', ')}`,
  );
}
if (rows.length === 0) console.error(`corpus: no captures in ${folders.join(', ')}`);
process.exit(rows.length === 0 || unequal.length > 0 ? 1 : 0);
