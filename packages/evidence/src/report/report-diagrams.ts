import type { Content } from 'pdfmake';
import { accountDataSheets } from '../diagrams/account-data-svg.ts';
import { mapSvg } from '../diagrams/map-svg.ts';
import { matrixSvg } from '../diagrams/matrix-svg.ts';
import { zoneSheets } from '../diagrams/zone-sheets.ts';
import type { EvidenceView } from '../evidence-view.ts';

/** Room on a page of A4 across, under a heading. */
const PAGE: [number, number] = [768, 455];

/** More sheets than this make a report that nobody reads; all of them stand in files of their own. */
const MOST_SHEETS = 40;

/** The network diagram with sheets of its zones, the boundary matrix and the flows of account data, one picture a page. */
export function diagramPages(view: EvidenceView): Content[] {
  const sheets = zoneSheets(view);
  const more = `The sheets of ${sheets.length - MOST_SHEETS} more zones: diagrams/zones.`;
  return [
    ...picture('Network diagram (1.2.3)', mapSvg(view)),
    ...sheets.slice(0, MOST_SHEETS).flatMap(({ zone, svg }) => picture(`Network diagram: ${zone}`, svg())),
    ...(sheets.length > MOST_SHEETS ? [{ text: more }] : []),
    ...picture('Boundary matrix', matrixSvg(view)),
    ...accountDataSheets(view).flatMap((svg) => picture('Flows of account data (1.2.4)', svg)),
  ];
}

function picture(heading: string, svg: string): Content[] {
  return [
    { text: heading, style: 'heading', pageBreak: 'before' },
    { svg: printable(svg), fit: PAGE },
  ];
}

/** Signs of the pictures that the font of the report does not have, by signs that it has. */
const SIGNS: Readonly<Record<string, string>> = {
  '✕': '×',
  '✓': '√',
  '←': '‹',
  '◀': '‹',
  '→': '›',
  '▶': '›',
  '↔': '–',
};

function printable(svg: string): string {
  return svg.replaceAll(/[✕✓←◀→▶↔]/gu, (sign) => SIGNS[sign] ?? sign);
}
