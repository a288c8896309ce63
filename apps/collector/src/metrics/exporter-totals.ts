import type { SourceStatistics } from '@scopemap/flow-codec';

/** What one exporter has sent, over its ports, observation domains and versions. */
export interface ExporterTotals {
  datagrams: number;
  records: number;
  lost: number;
  templates: number;
  waitingSets: number;
  waitingBytes: number;
}

/** Exporters told apart; addresses can be forged without end. */
const MAX_NAMED = 1_000;

/** Stands for all further ones. */
const OTHERS = 'others';

/** Sums the sources of each exporter. */
export function exporterTotals(sources: readonly SourceStatistics[]): ReadonlyMap<string, ExporterTotals> {
  const totals = new Map<string, ExporterTotals>();
  for (const { exporter, datagrams, flows, sequence, templates, waiting } of sources) {
    const name = totals.has(exporter) || totals.size < MAX_NAMED ? exporter : OTHERS;
    const sum = totals.get(name) ?? {
      datagrams: 0,
      records: 0,
      lost: 0,
      templates: 0,
      waitingSets: 0,
      waitingBytes: 0,
    };
    totals.set(name, sum);
    sum.datagrams += datagrams;
    sum.records += flows;
    sum.lost += sequence.lost;
    sum.templates += templates.length;
    sum.waitingSets += waiting.sets;
    sum.waitingBytes += waiting.bytes;
  }
  return totals;
}
