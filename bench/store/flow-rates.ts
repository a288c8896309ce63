import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { applyWindow, ensureFlowPartitions } from '@scopemap/database';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { median } from './median.ts';
import type { BenchServer } from './server.ts';
import { DAY, type Traffic } from './traffic.ts';

/** Rows per second that come into a partition of `flow` through the product, and by bare binary COPY of the same rows. */
export async function flowRates(
  { db, client }: BenchServer,
  traffic: Traffic,
  { rows, rounds }: { readonly rows: number; readonly rounds: number },
): Promise<{ readonly product: number; readonly copy: number }> {
  await ensureFlowPartitions(db, [DAY]);
  const flows = traffic.flows(rows);
  await applyWindow(db, traffic.window([], flows));
  const chunks: Buffer[] = [];
  for await (const chunk of client.query(copyTo('copy (select * from flow) to stdout (format binary)')))
    chunks.push(chunk as Buffer);
  const product: number[] = [];
  const copy: number[] = [];
  for (let i = 0; i < rounds; i++) {
    await client.query('truncate flow');
    const begin = performance.now();
    await applyWindow(db, traffic.window([], flows));
    product.push((rows * 1000) / (performance.now() - begin));
    await client.query('truncate flow');
    const copyBegin = performance.now();
    await pipeline(Readable.from(chunks), client.query(copyFrom('copy flow from stdin (format binary)')));
    copy.push((rows * 1000) / (performance.now() - copyBegin));
  }
  await client.query('truncate flow');
  return { product: median(product), copy: median(copy) };
}
