import type { EvidenceView } from '../evidence-view.ts';
import { writeCsv } from '../formats/write-csv.ts';
import { writeJson } from '../formats/write-json.ts';
import { EVIDENCE_TABLES } from '../tables/index.ts';
import type { PackFile } from './pack-file.ts';

/** Every table as CSV and as JSON. They follow from the facts alone, so whoever has the facts can make them again. */
export function tableFiles(view: EvidenceView): PackFile[] {
  return EVIDENCE_TABLES.flatMap((table) => [
    { path: `tables/${table.name}.csv`, content: () => writeCsv(table, table.rows(view)) },
    { path: `tables/${table.name}.json`, content: () => writeJson(table, table.rows(view)) },
  ]);
}
