import type { Db } from '@scopemap/database';
import { createEndpointKnowledge, createRelationshipBuilder, type Flow } from '@scopemap/scope-model';
import { importWindow } from './import-window.ts';

export interface FlowIngestOptions {
  readonly db: Db;
  /** In order of time. */
  readonly flows: Iterable<Iterable<Flow>> | AsyncIterable<Iterable<Flow>>;
  /** The same flows under the same id count once, however often they are ingested. */
  readonly id: string;
  readonly signal?: AbortSignal;
}

export interface FlowIngestReport {
  readonly flows: number;
  readonly windows: number;
  /** Everything was there before. */
  readonly repeated: boolean;
}

/** A window ends at this many flows. Part of what makes window ids mean the same every time: never change it. */
const FLOWS_PER_WINDOW = 50_000;

const CARRY_WINDOWS = 5;

/** Brings flows that did not come as export packets into the database, as relationships. Safe to repeat. */
export async function ingestFlows(options: FlowIngestOptions): Promise<FlowIngestReport> {
  const { db, id, signal } = options;
  const builder = createRelationshipBuilder({ knowledge: createEndpointKnowledge(), carryWindows: CARRY_WINDOWS });
  let flows = 0;
  let inWindow = 0;
  let windows = 0;
  let applied = 0;
  const endWindow = async () => {
    const window = { id: `flows-${id}-${windows++}`, contacts: builder.finish(), exporters: [], health: [], flows: [] };
    if (await importWindow({ db, window, name: id, signal })) applied++;
    inWindow = 0;
  };
  for await (const batch of options.flows) {
    for (const flow of batch) {
      builder.add(flow, flow.end ?? flow.start ?? 0);
      flows++;
      inWindow++;
      if (inWindow >= FLOWS_PER_WINDOW) await endWindow();
    }
  }
  if (inWindow > 0) await endWindow();
  return { flows, windows, repeated: windows > 0 && applied === 0 };
}
