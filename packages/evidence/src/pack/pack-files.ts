import { accountDataSvg } from '../diagrams/account-data-svg.ts';
import { drawio } from '../diagrams/drawio.ts';
import { graphml } from '../diagrams/graphml.ts';
import { mapSvg } from '../diagrams/map-svg.ts';
import { matrixSvg } from '../diagrams/matrix-svg.ts';
import { zoneSheets } from '../diagrams/zone-sheets.ts';
import type { EvidenceInput } from '../evidence-input.ts';
import { type EvidenceView, viewEvidence } from '../evidence-view.ts';
import { writeWorkbook } from '../formats/write-workbook.ts';
import { writeReport } from '../report/write-report.ts';
import { EVIDENCE_TABLES } from '../tables/index.ts';
import { verifyPage } from '../verify-page/verify-page.ts';
import { FACTS_PATH, factsJson } from './facts-file.ts';
import type { PackFile } from './pack-file.ts';
import { RECORDS_PATH, recordsJson } from './records-file.ts';
import { tableFiles } from './table-files.ts';

/**
 * The files of a pack that are made from its facts, without manifest and signature. `factsText` gives facts.json where it is
 * stored already.
 */
export function packFiles(
  input: EvidenceInput,
  factsText: PackFile['content'] = () => factsJson(input.facts),
): PackFile[] {
  const view = viewEvidence(input);
  return [
    { path: FACTS_PATH, content: factsText },
    { path: RECORDS_PATH, content: () => [recordsJson(input.records)] },
    ...tableFiles(view),
    { path: 'diagrams/map.svg', content: () => [mapSvg(view)] },
    ...zoneSheets(view).map(({ svg }, i) => ({
      path: `diagrams/zones/${String(i + 1).padStart(3, '0')}.svg`,
      content: () => [svg()],
    })),
    { path: 'diagrams/account-data.svg', content: () => [accountDataSvg(view)] },
    { path: 'diagrams/boundary-matrix.svg', content: () => [matrixSvg(view)] },
    { path: 'diagrams/map.drawio', content: () => [drawio(view)] },
    { path: 'diagrams/contacts.graphml', content: () => graphml(view) },
    { path: 'report.pdf', content: () => report(view) },
    verifyPage,
    { path: 'tables.xlsx', content: () => writeWorkbook(EVIDENCE_TABLES, view) },
  ];
}

async function* report(view: EvidenceView): AsyncGenerator<Uint8Array> {
  yield await writeReport(view);
}
