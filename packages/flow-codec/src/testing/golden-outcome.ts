import type { DecodeProblem, DecodeProblemCode } from '../decode-problem.ts';
import type { DecodedRecord, OptionsField, OptionsRecord } from '../decoded-message.ts';
import { createFlowDecoder } from '../flow-decoder.ts';
import type { GoldenCapture } from './golden-capture.ts';

/** What comes out of a capture, in the corpus' own line format, so that it can be compared as a whole. */
export interface GoldenOutcome {
  readonly records: readonly object[];
  readonly late: readonly object[];
  readonly options: readonly object[];
  readonly undecodable: readonly { readonly packet: number; readonly set: number | null; readonly reason: string }[];
}

export interface DecodedOutcome extends GoldenOutcome {
  readonly versions: readonly number[];
  /** Every problem that was named and how often. */
  readonly problems: Partial<Record<DecodeProblemCode, number>>;
}

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

/** What must come out. */
export function expectedOutcome({ records, late, options, summary }: GoldenCapture): GoldenOutcome {
  const withoutTshark = ({ tshark: _tshark, ...rest }: GoldenCapture['records'][number]) => rest;
  return {
    records: records.map(withoutTshark),
    late: late.map(withoutTshark),
    options,
    undecodable: summary.undecodable.map(({ packet, set, reason }) => ({
      packet,
      set,
      reason: reason.replace(/ .*/, ''),
    })),
  };
}

/** What does come out, by the generated reader or by the interpreter. */
export function decodedOutcome({ datagrams }: GoldenCapture, codegen: boolean): DecodedOutcome {
  const decoder = createFlowDecoder({ codegen, limits: { compileAfter: 0 } });
  const records: DecodedRecord[] = [];
  const options: OptionsRecord[] = [];
  const named: (DecodeProblem & { packet: number })[] = [];
  const versions = new Set<number>();
  for (const datagram of datagrams) {
    const message = decoder.decode(datagram);
    records.push(...message.records);
    options.push(...message.options);
    named.push(...message.problems.map((problem) => ({ ...problem, packet: datagram.receivedAt })));
    if (message.version !== null) versions.add(message.version);
  }
  const problems: Partial<Record<DecodeProblemCode, number>> = {};
  for (const { code } of named) problems[code] = (problems[code] ?? 0) + 1;
  const late = records.filter((record) => record.late).map(line);
  return {
    records: records.filter((record) => !record.late).map(line),
    late: late.sort((a, b) => a.packet - b.packet || a.set - b.set),
    options: options.map(optionsLine),
    undecodable: named.flatMap(({ code, packet, set }) => {
      const reason = REASONS[code];
      return reason === undefined ? [] : [{ packet, set, reason }];
    }),
    versions: [...versions],
    problems,
  };
}
