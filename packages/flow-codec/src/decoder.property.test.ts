import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExportDatagram } from './export-datagram.ts';
import { createFlowDecoder } from './flow-decoder.ts';
import { INFORMATION_ELEMENTS } from './information-elements.ts';
import { readCaptureFile } from './testing/read-capture-file.ts';
import { datagram, hex, ipfix, set, v9 } from './testing/wire-bytes.ts';

const folders = [
  new URL('./fixtures/', import.meta.url),
  new URL('../../../../shared/corpus/netflow/', import.meta.url),
];
/** All captures at hand, each a stream of datagrams. */
const captures = folders
  .filter((folder) => existsSync(folder))
  .flatMap((folder) =>
    readdirSync(folder).flatMap((name) =>
      name.endsWith('.pcap') ? [readCaptureFile(readFileSync(new URL(name, folder)))] : [],
    ),
  );

const LIMITS = { compileAfter: 0, waitingBytes: 100_000, templateFields: 50_000, sources: 64 };
const decoders = () => [true, false].map((codegen) => createFlowDecoder({ codegen, limits: LIMITS }));

/** Decodes by the generated reader and by the interpreter, checks what holds for any bytes, and gives the results back. */
function decodeBoth(datagrams: readonly ExportDatagram[]) {
  const [generated, interpreted] = decoders().map((decoder) => ({
    messages: datagrams.map((each) => {
      const message = decoder.decode(each);
      const own =
        message.records.filter(({ late }) => !late).length + message.options.filter(({ late }) => !late).length;
      expect(own).toBeLessThanOrEqual(each.payload.length);
      return message;
    }),
    statistics: decoder.statistics(),
    templates: decoder.templates(),
  }));
  expect(interpreted).toEqual(generated);
  return generated;
}

const bytes = fc.uint8Array({ maxLength: 2048 });
const withHeader = (header: Uint8Array) => bytes.map((body) => Uint8Array.from([...header, ...body]));

describe('any bytes', () => {
  test.each([
    ['no structure', bytes],
    ['after a v5 header', withHeader(hex('0005'))],
    ['after a v9 header', withHeader(v9([]))],
    ['after an IPFIX header', withHeader(ipfix([]))],
  ])('%s: decoding ends, throws nothing and yields bounded records', (_name, arbitrary) => {
    fc.assert(
      fc.property(fc.array(arbitrary, { minLength: 1, maxLength: 4 }), (payloads) => {
        decodeBoth(payloads.map((payload) => datagram(payload)));
      }),
      { numRuns: 150 },
    );
  });
});

/** Element and length of a field: mostly known elements and fitting lengths, now and then anything. */
const elements = INFORMATION_ELEMENTS.filter(({ role }) => role !== undefined);
const LENGTHS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 16, 65535];
const field = fc.tuple(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...elements).map(({ enterprise, id }) => [enterprise, id] as const) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(0, 9, 1234), fc.integer({ min: 1, max: 32767 })) },
  ),
  fc.constantFrom(...LENGTHS, 4, 4, 4, 8, 2, 1),
);
const word = (value: number, size: number) => value.toString(16).padStart(size * 2, '0');
const specifier = ([[enterprise, id], length]: readonly [readonly [number, number], number], version: number) =>
  version === 9 || enterprise === 0
    ? word(id, 2) + word(length, 2)
    : word(id | 0x8000, 2) + word(length, 2) + word(enterprise, 4);
const hexOf = (payload: Uint8Array) => Array.from(payload, (byte) => word(byte, 1)).join('');

test('any template with any data: generated reader and interpreter give the same', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(9, 10),
      fc.array(field, { maxLength: 30 }),
      fc.uint8Array({ maxLength: 600 }),
      fc.boolean(),
      (version, fields, body, boot) => {
        const template = `0100 ${word(fields.length, 2)} ${fields.map((each) => specifier(each, version)).join('')}`;
        // Small first bytes make variable-length fields that fit.
        const sets = [
          set(version === 9 ? 0 : 2, template),
          ...(boot && version === 10
            ? [set(3, '0101 0002 0001 0095 0004 00a0 0008'), set(257, '00000001 0000018bcfe56800')]
            : []),
          set(256, hexOf(body.map((byte, i) => (i % 3 === 0 ? byte & 15 : byte)))),
        ];
        decodeBoth([datagram(version === 9 ? v9(sets) : ipfix(sets))]);
      },
    ),
    { numRuns: 500 },
  );
});

describe.skipIf(captures.length === 0)('captured messages', () => {
  const capture = fc.constantFrom(...captures.map((list) => list.slice(0, 12)));

  test('with one byte changed: decoding ends, throws nothing, and both readers agree', () => {
    fc.assert(
      fc.property(
        capture,
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (datagrams, message, position, change) => {
          const at = message % datagrams.length;
          const changed = datagrams.map((each, i) => {
            if (i !== at || each.payload.length === 0) return each;
            const payload = each.payload.slice();
            const offset = position % payload.length;
            payload[offset] = (payload[offset] as number) ^ change;
            return { ...each, payload };
          });
          decodeBoth(changed);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('at an offset in a bigger buffer they decode to the same', () => {
    fc.assert(
      fc.property(capture, fc.nat({ max: 40 }), fc.nat({ max: 40 }), (datagrams, before, after) => {
        const embedded = datagrams.map((each) => {
          const buffer = new Uint8Array(before + each.payload.length + after).fill(0xa5);
          buffer.set(each.payload, before);
          return { ...each, payload: buffer.subarray(before, before + each.payload.length) };
        });
        expect(decodeBoth(embedded)).toEqual(decodeBoth(datagrams));
      }),
      { numRuns: 60 },
    );
  });

  test('cut off anywhere: decoding ends and throws nothing', () => {
    fc.assert(
      fc.property(capture, fc.nat(), (datagrams, length) => {
        decodeBoth(
          datagrams.map((each) => ({ ...each, payload: each.payload.subarray(0, length % (each.payload.length + 1)) })),
        );
      }),
      { numRuns: 100 },
    );
  });
});
