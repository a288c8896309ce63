import { createFlowDecoder, type StoredTemplate } from '@scopemap/flow-codec';
import { createExporter } from '@scopemap/flow-codec/encode';
import { describe, expect, test } from 'vitest';
import { isDatabaseAway, newestTemplates, restoreWhatIsMissing } from './collector-state.ts';
import { exchange } from './testing/traffic.ts';

describe('the database is away', () => {
  test.each([
    ['nothing listens there', 'ECONNREFUSED', true],
    ['no answer in time', undefined, true],
    ['it is starting', '57P03', true],
    ['it takes no connections at present', '55000', true],
    ['wrong password', '28P01', false],
    ['no such database', '3D000', false],
    ['no such table', '42P01', false],
  ])('%s: %s', (_, code, expected) => {
    expect(isDatabaseAway(Object.assign(new Error('it failed'), code === undefined ? {} : { code }))).toBe(expected);
  });
});

const NOW = Date.UTC(2026, 0, 15, 12);
const CONTACT = { client: '10.1.0.5', clientPort: 50_000, server: '10.2.0.7', port: 443, start: NOW - 5_000 };

test('what an earlier run knew is taken up where nothing newer is known', () => {
  const source = createExporter({ version: 10, bootTime: NOW - 3_600_000, templateRefresh: 1_000 });
  const [first, second] = [0, 1].map(() => source.exportFlows(exchange(CONTACT), NOW)[0] as Uint8Array);
  const before = createFlowDecoder();
  const heard = (exporter: string, payload: Uint8Array) => ({ exporter, port: 1, receivedAt: NOW, payload });
  before.decode(heard('192.0.2.1', first as Uint8Array));
  const templates = before.templates();
  const position = before.takeSequences()[0];
  if (!position) throw new Error('the decoder knows no position');
  const decoder = createFlowDecoder();
  // Its template came, and its numbering is known, further on than the earlier run says.
  decoder.decode(heard('192.0.2.2', first as Uint8Array));
  const both = <Stored>(stored: Stored) => ['192.0.2.1', '192.0.2.2'].map((exporter) => ({ ...stored, exporter }));
  const old = { ...position, exporter: '192.0.2.3' };
  const earlier = {
    templates: [...templates.flatMap(both), ...templates.map((each) => ({ ...each, exporter: '192.0.2.3' }))],
    sequences: [...both({ ...position, expected: 1_000, sequence: 998 }), { ...old, expected: 0, sequence: 0 }],
  };
  // Of a third stream a window that waits for the database knows more.
  decoder.restoreSequences([old]);
  restoreWhatIsMissing(decoder, earlier, [old]);
  expect(decoder.decode(heard('192.0.2.1', second as Uint8Array)).records).toHaveLength(2);
  expect(decoder.decode(heard('192.0.2.2', second as Uint8Array)).records).toHaveLength(2);
  expect(decoder.decode(heard('192.0.2.3', second as Uint8Array)).records).toHaveLength(2);
  const kinds = decoder.statistics().map(({ exporter, sequence }) => [exporter, sequence.resets, sequence.lost]);
  // The first stream went back behind what was known of it; of the second nothing old was taken.
  expect(kinds.sort()).toEqual([
    ['192.0.2.1', 1, 0],
    ['192.0.2.2', 0, 0],
    ['192.0.2.3', 0, 0],
  ]);
});

test('of templates from two places, the one seen last holds', () => {
  const template = (templateId: number, seenAt: number, length: number): StoredTemplate => ({
    exporter: '192.0.2.1',
    port: 1,
    domain: 0,
    version: 9,
    templateId,
    seenAt,
    scopeFields: null,
    fields: [[0, 8, length]],
  });
  const newest = newestTemplates(
    [template(256, 5, 4), template(257, 5, 4)],
    [template(256, 6, 8), template(257, 4, 8), template(258, 1, 8)],
  );
  expect(newest).toEqual([template(256, 6, 8), template(257, 5, 4), template(258, 1, 8)]);
});
