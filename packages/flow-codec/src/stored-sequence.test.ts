import { expect, test } from 'vitest';
import { createExporter } from './encode/exporter.ts';
import { createFlowDecoder } from './flow-decoder.ts';

const BOOT = 1_700_000_000_000;
const NOW = BOOT + 3_600_000;
const FLOW = { srcAddr: '10.0.0.1', dstAddr: '10.0.0.2', srcPort: 1, dstPort: 2, protocol: 6, octets: 1, packets: 1 };
const source = { exporter: '192.0.2.1', port: 50_000, receivedAt: NOW };

test.each([
  [5 as const, 3],
  [9 as const, 1],
  [10 as const, 3],
])('version %i: what was sent while nobody listened is lost, in the unit of its numbering', (version, missing) => {
  const exporter = createExporter({ version, bootTime: BOOT });
  const [first, second, third] = [2, 3, 4].map((count) => {
    const [payload] = exporter.exportFlows(Array(count).fill({ ...FLOW, start: NOW - 2, end: NOW - 1 }), NOW);
    return payload as Uint8Array;
  }) as [Uint8Array, Uint8Array, Uint8Array];
  const before = createFlowDecoder();
  before.decode({ ...source, payload: first });
  const sequences = before.takeSequences();
  expect(sequences).toHaveLength(1);
  expect(before.takeSequences()).toEqual([]);
  before.decode({ ...source, payload: second });

  const after = createFlowDecoder();
  after.restoreTemplates(before.templates());
  after.restoreSequences(sequences);
  after.decode({ ...source, payload: third });
  expect(after.statistics()).toMatchObject([{ sequence: { lost: missing, resets: 0 } }]);

  const complete = createFlowDecoder();
  complete.restoreTemplates(before.templates());
  complete.restoreSequences(before.takeSequences());
  complete.decode({ ...source, payload: third });
  expect(complete.statistics()).toMatchObject([{ sequence: { lost: 0, resets: 0 } }]);
});
