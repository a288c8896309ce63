import { applyWindow, ensureFlowPartitions, utcDay } from '@scopemap/database';
import { freshDatabase } from '@scopemap/database/testing';
import { createExporter } from '@scopemap/flow-codec/encode';
import { createEndpointKnowledge } from '@scopemap/scope-model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FlowPipeline } from './flow-pipeline.ts';
import { exchange } from './testing/traffic.ts';

const { db } = await freshDatabase();

const NOON = Date.UTC(2026, 0, 15, 12);
const CONTACT = { client: '10.1.0.5', clientPort: 50_000, server: '10.2.0.7', port: 443, start: NOON - 5_000 };

function pipeline(): FlowPipeline {
  return new FlowPipeline({
    knowledge: createEndpointKnowledge(),
    keepFlow: () => true,
    carryWindows: 5,
    maxCarried: 1_000,
  });
}

function packets(version: 5 | 9 | 10): Uint8Array[] {
  const flows = [1, 2, 3].flatMap((i) => exchange({ ...CONTACT, clientPort: 50_000 + i, port: 440 + i }));
  if (version !== 5) flows.push(...exchange({ ...CONTACT, client: '2001:db8::1', server: '2001:db8::2' }));
  return createExporter({ version, bootTime: NOON - 3_600_000, sampling: 100 }).exportFlows(flows, NOON);
}

const mutation = fc.record({
  version: fc.constantFrom<5 | 9 | 10>(5, 9, 10),
  changes: fc.array(fc.tuple(fc.nat(1_400), fc.nat(255)), { maxLength: 12 }),
});

test('whatever datagrams say, the window fits into the database', async () => {
  await ensureFlowPartitions(db, [utcDay(NOON)]);
  let windows = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 20 }), async (mutations) => {
      const collecting = pipeline();
      for (const { version, changes } of mutations)
        for (const payload of packets(version)) {
          collecting.take({ exporter: '192.0.2.1', port: 50_000, receivedAt: NOON, payload });
          const changed = payload.slice();
          for (const [at, value] of changes) changed[at % changed.length] = value;
          collecting.take({ exporter: '192.0.2.1', port: 50_000, receivedAt: NOON, payload: changed });
        }
      const window = collecting.finishWindow(`hostile-${windows++}`, NOON);
      expect(await applyWindow(db, window)).toMatchObject({ applied: true });
    }),
    { numRuns: 60 },
  );
});
