import type { IngestWindow, StoredFlow } from '@scopemap/database';
import { createRelationshipBuilder, type ObservedRelationship } from '@scopemap/scope-model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSpoolFile, decodeSpoolHead, encodeSpoolFile, rowsOf, SpoolFileError } from './spool-file.ts';

const address = fc.constantFrom('10.1.2.3', '192.0.2.1', '2001:db8::1', 'fe80::1');
const whole = fc.oneof(
  fc.nat(),
  fc.maxSafeNat(),
  fc.integer(),
  fc.constantFrom(0, 127, 128, 2 ** 31, 2 ** 32, 2 ** 51, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER),
);
const amount = fc.oneof(
  whole,
  fc.double({ noNaN: true, min: -1e300, max: 1e300 }).map((value) => value + 0.5),
);
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const day = fc.record({
  day: fc.constantFrom('2026-01-15', '1970-01-01'),
  exporter: address,
  flows: whole,
  packets: amount,
  octets: amount,
  first: whole,
  last: whole,
});
const relationship = fc.record({
  client: orNull(address),
  server: orNull(address),
  endpoints: orNull(fc.tuple(fc.record({ address, port: orNull(whole) }), fc.record({ address, port: orNull(whole) }))),
  protocol: whole,
  port: orNull(whole),
  direction: fc.record({ method: fc.constantFrom('none', 'scan'), confidence: fc.constantFrom('none', 'certain') }),
  state: fc.constantFrom('established', 'denied'),
  flows: whole,
  packets: amount,
  octets: amount,
  first: whole,
  last: whole,
  observers: fc.array(address, { maxLength: 3 }),
  days: fc.array(day, { maxLength: 3 }),
  clientPort: orNull(whole),
  scanner: fc.boolean(),
  icmpType: orNull(whole),
  icmpCode: orNull(whole),
  conversations: whole,
  attempts: fc.integer({ min: -1000, max: 1000 }),
  folded: whole,
}) as fc.Arbitrary<ObservedRelationship>;
const flow: fc.Arbitrary<StoredFlow> = fc.record({
  receivedAt: whole,
  start: orNull(amount),
  end: orNull(whole),
  exporter: address,
  domain: whole,
  version: fc.constantFrom(5, 9, 10),
  srcAddr: orNull(address),
  dstAddr: orNull(address),
  srcPort: orNull(whole),
  dstPort: orNull(whole),
  protocol: orNull(whole),
  tcpFlags: orNull(whole),
  packets: orNull(whole),
  octets: orNull(amount),
  inputIf: orNull(whole),
  outputIf: orNull(whole),
});
const counter = fc.record({
  flows: whole,
  duplicate: whole,
  withoutAddress: whole,
  withoutProtocol: whole,
  toGroup: whole,
  unusable: whole,
  empty: whole,
  segmentEvidenceDropped: whole,
});
const minute = fc.record({
  exporter: address,
  domain: whole,
  version: whole,
  minute: whole,
  datagrams: whole,
  octets: whole,
  records: whole,
  lost: whole,
  undecodable: fc.dictionary(fc.constantFrom('no-template', 'set-length'), whole, { noNullPrototype: true }),
  problems: fc.dictionary(fc.constantFrom('no-template', 'set-length', 'ünï'), whole, { noNullPrototype: true }),
  skewMs: orNull(amount),
  sampling: orNull(whole),
  templates: orNull(whole),
  waitingSets: orNull(whole),
});
const sequence = fc.record({
  exporter: address,
  port: whole,
  domain: whole,
  version: whole,
  sequence: whole,
  units: orNull(whole),
  expected: orNull(whole),
  bootTime: orNull(amount),
  countsItself: fc.boolean(),
});
const loss = fc.record({
  minute: whole,
  port: orNull(whole),
  problem: fc.constantFrom('kernel-drop' as const, 'exporter-limit' as const),
  count: whole,
});
const evidence = fc.record({
  sender: address,
  destination: address,
  reach: fc.constantFrom('local' as const, 'routed' as const),
  protocol: whole,
  port: orNull(whole),
  exporter: address,
  packets: amount,
  octets: amount,
  first: whole,
  last: whole,
});
const learned = fc.record({
  address,
  protocol: whole,
  port: whole,
  by: fc.constantFrom('opened' as const, 'fan-in' as const),
  peers: whole,
  conversations: whole,
});
const instant = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(Date.UTC(2100, 0, 1)) });
const translation = fc.record({ address, shownAs: address, exporter: address, from: instant, to: instant });
const sighting = fc.record({
  address,
  asset: fc.string(),
  source: fc.constant('flow-mac' as const),
  from: instant,
  to: instant,
});
const window: fc.Arbitrary<IngestWindow> = fc.record({
  id: fc.string(),
  contacts: fc.record({
    relationships: fc.array(relationship, { maxLength: 4 }),
    corrections: fc.array(fc.record({ before: relationship, after: relationship }), { maxLength: 2 }),
    segmentEvidence: fc.array(evidence, { maxLength: 2 }),
    counters: counter,
    learned: fc.array(learned, { maxLength: 2 }),
    scanners: fc.array(address, { maxLength: 2 }),
  }),
  flows: fc.array(flow, { maxLength: 4 }),
  translations: fc.array(translation, { maxLength: 2 }),
  sightings: fc.array(sighting, { maxLength: 2 }),
  exporters: fc.array(fc.record({ address, first: whole, last: whole }), { maxLength: 2 }),
  health: fc.array(minute, { maxLength: 2 }),
  sequences: fc.array(sequence, { maxLength: 2 }),
  losses: fc.array(loss, { maxLength: 2 }),
});

test('what comes out is what went in', () => {
  fc.assert(
    fc.property(window, (given) => {
      const file = encodeSpoolFile(given);
      expect(decodeSpoolFile(file)).toEqual(given);
      const { id, health, exporters, sequences = [], losses = [] } = given;
      expect(decodeSpoolHead(file)).toEqual({ id, rows: rowsOf(given), health, exporters, sequences, losses });
    }),
    { numRuns: 200 },
  );
});

test('relationships in columns are written as the same ones as objects', () => {
  const end = fc.constantFrom('10.0.0.9', '10.0.0.10', '2001:db8::1', '224.0.0.5');
  const port = fc.constantFrom(null, 0, 53, 443, 65_535);
  const exporter = fc.constantFrom('192.0.2.1', '192.0.2.20', '2001:db8::9');
  const record = fc.record({ srcAddr: end, dstAddr: end, srcPort: port, dstPort: port, exporter, days: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(record, { maxLength: 60 }), fc.constantFrom(1, 6, 17), (records, protocol) => {
      const builder = createRelationshipBuilder({ maxUnresolved: 3 });
      for (const { days, ...ends } of records) {
        const start = 1_760_000_000_000 + days * 86_400_000;
        const counts = { domain: 0, tcpFlags: null, octets: 2 ** 52 + 2, packets: 1.5, start, end: start + 5 };
        builder.add({ ...ends, ...counts, protocol, extra: {} });
      }
      const { columns, relationships, ...contacts } = builder.finish();
      const rest = { id: 'a', exporters: [], health: [], flows: [] };
      const fromObjects = encodeSpoolFile({ ...rest, contacts: { relationships, ...contacts } });
      const fromColumns = encodeSpoolFile({
        ...rest,
        contacts: {
          get relationships(): never {
            throw new Error('objects were made');
          },
          ...(columns && { columns }),
          ...contacts,
        },
      });
      expect(columns).toHaveLength(relationships.length);
      expect(fromColumns.equals(fromObjects)).toBe(true);
    }),
  );
});

test('a file that was cut off, changed or made longer is never taken for a window', () => {
  fc.assert(
    fc.property(
      window,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 255 }),
      (given, place, bits) => {
        const file = encodeSpoolFile(given);
        const at = Math.min(file.length - 1, Math.floor(place * file.length));
        const changed = Buffer.from(file);
        changed[at] = (changed[at] as number) ^ bits;
        for (const damaged of [file.subarray(0, at), changed, Buffer.concat([file, Buffer.of(bits)])])
          expect(() => decodeSpoolFile(damaged)).toThrow(SpoolFileError);
      },
    ),
    { numRuns: 200 },
  );
});

test('any octets end in a window or in a reason', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => decodeSpoolFile(Buffer.from(bytes))).toThrow(SpoolFileError);
    }),
  );
});

test('the head of a damaged file still tells what was in it', () => {
  const [given] = fc.sample(window, { numRuns: 1, seed: 7 });
  const file = encodeSpoolFile(given as IngestWindow);
  file[file.length - 1] = (file[file.length - 1] as number) ^ 1;
  try {
    decodeSpoolFile(file);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(SpoolFileError);
    expect((error as SpoolFileError).head).toEqual(decodeSpoolHead(file));
  }
});
