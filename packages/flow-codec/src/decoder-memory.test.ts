import { describe, expect, test } from 'vitest';
import { createFlowDecoder } from './flow-decoder.ts';
import type { FlowDecoderOptions } from './flow-decoder-options.ts';
import type { StoredTemplate } from './stored-template.ts';
import { ADDRESS_TEMPLATE, addressRecord, datagram, ipfix, set, v9 } from './testing/wire-bytes.ts';

const announce = ipfix([set(2, ADDRESS_TEMPLATE)]);
const data = (n: number) => ipfix([set(256, addressRecord(n))], { sequence: n });

function decoderWith(options: FlowDecoderOptions = {}) {
  const decoder = createFlowDecoder(options);
  const decode = (payload: Uint8Array, place: Parameters<typeof datagram>[1] = {}) =>
    decoder.decode(datagram(payload, place));
  const waiting = () =>
    decoder.statistics().map(({ waiting: { sets, dropped, recovered } }) => [sets, dropped, recovered]);
  return { decoder, decode, waiting };
}

const codes = (message: { problems: readonly { code: string }[] }) => message.problems.map(({ code }) => code);

describe('templates', () => {
  test('survive JSON: a new decoder goes on where the old one stopped', () => {
    const old = decoderWith();
    old.decode(announce, { receivedAt: 5 });
    old.decode(v9([set(1, '0101 0004 0004 0001 0004 0022 0004')]), { port: 7, receivedAt: 6 });
    const stored = JSON.parse(JSON.stringify(old.decoder.templates())) as StoredTemplate[];
    expect(stored).toEqual([
      {
        exporter: '192.0.2.1',
        port: 50000,
        domain: 1,
        version: 10,
        templateId: 256,
        scopeFields: null,
        fields: [
          [0, 8, 4],
          [0, 12, 4],
        ],
        seenAt: 5,
      },
      {
        exporter: '192.0.2.1',
        port: 7,
        domain: 1,
        version: 9,
        templateId: 257,
        scopeFields: 1,
        fields: [
          [0, 1, 4],
          [0, 34, 4],
        ],
        seenAt: 6,
      },
    ]);
    const restored = decoderWith();
    restored.decoder.restoreTemplates(stored);
    expect(restored.decode(data(3)).records.map(({ flow }) => flow.srcAddr)).toEqual(['10.0.0.3']);
    expect(restored.decoder.templates().map(({ templateId }) => templateId)).toEqual([256, 257]);
  });

  test('restored templates count once against the limits, and the first datagram changes nothing', () => {
    const { decoder, decode } = decoderWith({ limits: { templateFields: 4 } });
    const other = decoderWith();
    other.decode(announce);
    decoder.restoreTemplates(other.decoder.templates());
    const { templateRevision } = decoder;
    decode(data(1));
    expect(decoder.templateRevision).toBe(templateRevision);
    expect(codes(decode(ipfix([set(2, '0101 0002 0008 0004 000c 0004')])))).toEqual([]);
    expect(codes(decode(ipfix([set(2, '0102 0001 0008 0004')])))).toEqual(['template-limit']);
  });

  test('a source that goes on from another port has templates of its own, which count', () => {
    const { decoder, decode } = decoderWith({ limits: { templateFields: 4 } });
    decode(announce, { port: 1 });
    decode(data(0), { port: 1 });
    expect(decode(data(1), { port: 2 }).records).toHaveLength(1);
    expect(decoder.templates().map(({ port }) => port)).toEqual([1, 2]);
    expect(codes(decode(ipfix([set(2, '0102 0001 0008 0004')])))).toEqual(['template-limit']);
  });

  test('the revision grows with every change and not with repetitions', () => {
    const { decoder, decode } = decoderWith();
    const revisions = [
      announce,
      announce,
      ipfix([set(2, '0100 0001 0008 0004')]),
      ipfix([set(2, '0100 0000')]),
      announce,
    ].map((payload) => {
      decode(payload);
      return decoder.templateRevision;
    });
    expect(revisions).toEqual([1, 1, 2, 3, 4]);
  });

  test.each([
    ['one template', set(2, '0100 0000'), [257, 258]],
    ['all templates', set(2, '0002 0000'), [258]],
    ['one options template', set(3, '0102 0000'), [256, 257]],
    ['all options templates', set(3, '0003 0000'), [256, 257]],
    ['a template that is not there', set(2, '0999 0000'), [256, 257, 258]],
  ])('withdrawal of %s', (_name, withdrawal, left) => {
    const { decoder, decode } = decoderWith();
    decode(ipfix([set(2, `${ADDRESS_TEMPLATE} 0101 0001 0008 0004`), set(3, '0102 0002 0001 0095 0004 0022 0004')]));
    expect(codes(decode(ipfix([withdrawal])))).toEqual([]);
    expect(decoder.templates().map(({ templateId }) => templateId)).toEqual(left);
  });

  test('redefinition is a remark', () => {
    const { decode } = decoderWith();
    decode(announce);
    expect(decode(ipfix([set(2, '0100 0001 0008 0004')])).problems).toEqual([
      { code: 'template-redefined', offset: 20, set: 1, templateId: 256, element: null },
    ]);
  });

  test('expire when they are neither sent nor used', () => {
    const { decoder, decode } = decoderWith({ limits: { templateMs: 1000 } });
    decode(announce, { receivedAt: 0 });
    decode(data(1), { receivedAt: 900 });
    decoder.expire(1900);
    expect(decoder.templates()).toHaveLength(1);
    decoder.expire(1901);
    expect(decoder.templates()).toEqual([]);
    expect(decoder.templateRevision).toBe(2);
  });

  test.each([
    ['of one exporter', { templateFieldsPerExporter: 3 }],
    ['of all exporters', { templateFields: 3 }],
  ])('more fields than the limit %s are refused, and the decoder goes on', (_name, limits) => {
    const { decoder, decode } = decoderWith({ limits });
    const message = decode(
      ipfix([set(2, `${ADDRESS_TEMPLATE} 0101 0002 0008 0004 000c 0004`), set(256, addressRecord(1))]),
    );
    expect(codes(message)).toEqual(['template-limit']);
    expect(message.records).toHaveLength(1);
    decode(ipfix([set(2, '0100 0000')]));
    expect(codes(decode(ipfix([set(2, '0101 0002 0008 0004 000c 0004')])))).toEqual([]);
    expect(decoder.templates().map(({ templateId }) => templateId)).toEqual([257]);
  });

  test.each([
    ['id below 256', ipfix([set(2, '00ff 0001 0008 0004')]), ['template-id'], []],
    ['IPFIX options template without scope', ipfix([set(3, '0101 0001 0000 0022 0004')]), ['template-scope'], [257]],
    ['more scope fields than fields', ipfix([set(3, '0101 0001 0002 0022 0004')]), ['template-scope'], [257]],
    [
      'cut off, the one before it is kept',
      ipfix([set(2, '0100 0001 0008 0004 0101 0003 0008 0004')]),
      ['template-truncated'],
      [256],
    ],
    ['padded', ipfix([set(2, '0100 0001 0008 0004 000000')]), [], [256]],
    ['several in one set', ipfix([set(2, '0100 0001 0008 0004 0101 0001 0008 0004')]), [], [256, 257]],
  ])('template set: %s', (_name, payload, problems, templates) => {
    const { decoder, decode } = decoderWith();
    expect(codes(decode(payload))).toEqual(problems);
    expect(decoder.templates().map(({ templateId }) => templateId)).toEqual(templates);
  });
});

describe('waiting sets', () => {
  test.each([
    ['per exporter', { waitingBytesPerExporter: 600 }],
    ['in all', { waitingBytes: 600 }],
  ])('are bounded %s: the oldest goes, and is counted', (_name, limits) => {
    const { decode, waiting } = decoderWith({ limits });
    const messages = [1, 2, 3].map((n) => decode(data(n)));
    expect(messages.map(codes)).toEqual([['no-template'], ['no-template'], ['no-template', 'waiting-set-dropped']]);
    expect(waiting()).toEqual([[2, 1, 0]]);
    expect(decode(announce).records.map(({ flow }) => flow.srcAddr)).toEqual(['10.0.0.2', '10.0.0.3']);
    expect(waiting()).toEqual([[0, 1, 2]]);
  });

  test('one exporter cannot push out the sets of another', () => {
    const { decode, waiting } = decoderWith({ limits: { waitingBytesPerExporter: 600 } });
    decode(data(1), { exporter: '192.0.2.2' });
    for (const n of [1, 2, 3, 4]) decode(data(n));
    expect(waiting()).toEqual([
      [1, 0, 0],
      [2, 2, 0],
    ]);
  });

  test('a set larger than all room is given up at once', () => {
    const { decode, waiting } = decoderWith({ limits: { waitingBytes: 100 } });
    decode(data(1));
    expect(waiting()).toEqual([[0, 1, 0]]);
  });

  test('are given up after their time', () => {
    const { decoder, decode, waiting } = decoderWith({ limits: { waitingMs: 1000 } });
    decode(data(1), { receivedAt: 0 });
    decode(data(2), { receivedAt: 500 });
    decoder.expire(1200);
    expect(waiting()).toEqual([[1, 1, 0]]);
  });

  test('are copies: the payload may be overwritten', () => {
    const { decode } = decoderWith();
    const payload = data(1);
    decode(payload);
    payload.fill(0xee);
    expect(decode(announce).records.map(({ flow }) => flow.srcAddr)).toEqual(['10.0.0.1']);
  });

  test('options data waits too', () => {
    const { decode } = decoderWith();
    decode(ipfix([set(257, '00000001 00000064')]));
    const [record] = decode(ipfix([set(3, '0101 0002 0001 0095 0004 0022 0004')])).options;
    expect([record?.late, record?.fields[0]?.element]).toEqual([true, 34]);
  });

  test('the message before an uncounted set says nothing about loss', () => {
    const { decode } = decoderWith();
    decode(data(1));
    expect(decode(ipfix([], { sequence: 99 })).sequenceOutcome).toEqual({ kind: 'unknown', lost: 0 });
  });
});

describe('sources', () => {
  test('are bounded: one that was silent is forgotten with its templates and waiting sets', () => {
    const { decoder, decode } = decoderWith({ limits: { sources: 3 } });
    decode(announce, { port: 1 });
    for (const port of [2, 3, 4, 5, 6]) decode(data(1), { port });
    expect(decoder.statistics()).toHaveLength(3);
    expect(decoder.templates()).toEqual([]);
    expect(codes(decode(data(1), { port: 7 }))).toEqual(['too-many-sources', 'no-template']);
    expect(decoder.statistics().some(({ problems }) => problems['too-many-sources'] === 1)).toBe(true);
  });

  test('of one exporter are bounded apart: however many it invents, another is not forgotten', () => {
    const { decoder, decode } = decoderWith({ limits: { sources: 10, sourcesPerExporter: 4 } });
    decode(announce, { exporter: '192.0.2.9', port: 1 });
    for (let port = 1; port <= 1_000; port++) decode(data(1), { exporter: '192.0.2.66', port });
    const sources = decoder.statistics();
    expect(sources.filter(({ exporter }) => exporter === '192.0.2.66')).toHaveLength(4);
    expect(decode(data(2), { exporter: '192.0.2.9', port: 1 }).records).toHaveLength(1);
  });

  test('count what they sent, and elements nobody knows', () => {
    const { decoder, decode } = decoderWith();
    decode(
      ipfix([
        set(2, '0100 0003 0008 0004 7fff 0002 8001 0001 000004d2'),
        set(256, '0a000001 0102 03 0a000002 0102 03'),
      ]),
    );
    decode(ipfix([set(2, '0100 0000')], { sequence: 2 }));
    decode(new Uint8Array(1));
    const [source, unreadable] = decoder.statistics();
    expect(source).toMatchObject({
      exporter: '192.0.2.1',
      port: 50000,
      domain: 1,
      version: 10,
      datagrams: 2,
      flows: 2,
      templates: [],
    });
    expect(source?.unknownElements).toEqual([
      { enterprise: 0, id: 0x7fff, length: 2, records: 2 },
      { enterprise: 1234, id: 1, length: 1, records: 2 },
    ]);
    expect(source?.sequence).toEqual({ received: 2, lost: 0, reordered: 0, duplicates: 0, resets: 0 });
    expect(unreadable).toMatchObject({ version: 0, problems: { 'datagram-too-short': 1 } });
  });
});

test('a sink gets columns that null what the template lacks', () => {
  const { decoder } = decoderWith();
  const seen: unknown[] = [];
  const summary = decoder.decodeColumns(
    datagram(ipfix([set(2, ADDRESS_TEMPLATE), set(256, addressRecord(1) + addressRecord(2))])),
    {
      flows: ({ rows, column, set: at, has: _has }) =>
        seen.push([rows, at, column.srcAddr4[1], column.srcPort[1], column.octets[1], column.sampling[1]]),
    },
  );
  expect(seen).toEqual([[2, 2, 0x0a000002, -1, Number.NaN, Number.NaN]]);
  expect(summary).toEqual({
    version: 10,
    domain: 1,
    sequence: 0,
    exportTime: 1_700_000_000_000,
    problems: [],
    sequenceOutcome: { kind: 'first', lost: 0 },
  });
});

test('a set of more records than a batch comes in several', () => {
  const { decoder, decode } = decoderWith();
  const payload = ipfix([set(2, '0100 0001 0004 0001'), set(256, '06'.repeat(2500))]);
  const firsts: number[][] = [];
  decoder.decodeColumns(datagram(payload), { flows: ({ firstRecord, rows }) => firsts.push([firstRecord, rows]) });
  expect(firsts).toEqual([
    [1, 1024],
    [1025, 1024],
    [2049, 452],
  ]);
  expect(decode(payload).records.map(({ record }) => record)).toEqual(Array.from({ length: 2500 }, (_, i) => i + 1));
});
