import { Readable } from 'node:stream';
import yazl from 'yazl';
import type { EvidenceView } from '../evidence-view.ts';
import type { Cell, ColumnKind, EvidenceTable } from '../tables/evidence-table.ts';
import { escapeXml } from './escape-xml.ts';
import { inPieces } from './in-pieces.ts';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DAY_MS = 86_400_000;
/** Serial number of 1970-01-01 in a spreadsheet. */
const EPOCH_SERIAL = 25_569;
/** Longest text of a cell; what is longer is cut and says so. */
const MOST_TEXT = 32_767;
const CUT = ' … (cut: see the CSV file)';
/** Rows of a sheet, its header included; what does not fit goes on in the next sheet. */
const MOST_ROWS = 1_048_576;
const WIDTHS: Readonly<Record<ColumnKind, number>> = { text: 28, list: 48, count: 12, instant: 20, 'yes-no': 10 };
/** Indexes into `cellXfs` of the styles. */
const HEADER_STYLE = 1;
const INSTANT_STYLE = 2;
const WRAPPED_STYLE = 3;

/**
 * One workbook (Office Open XML, ECMA-376) with a sheet for each table: header frozen and filtered, numbers as numbers,
 * instants as dates in UTC, text always as text. Written row by row, so memory does not grow with the tables.
 */
export function writeWorkbook(
  tables: readonly EvidenceTable[],
  view: EvidenceView,
  mostRows = MOST_ROWS,
): AsyncIterable<Uint8Array> {
  const zip = new yazl.ZipFile();
  const options = { mtime: new Date(view.about.takenAt), compressionLevel: 6 };
  const sheets: string[] = [];
  const output = zip.outputStream as Readable;
  void (async () => {
    for (const table of tables) {
      const rows = table.rows(view)[Symbol.iterator]();
      let more = true;
      for (let part = 1; more; part++) {
        const name = `${table.id} ${table.title}`.slice(0, part === 1 ? 31 : 27).replaceAll(/[[\]:*?/\\]/g, ' ');
        sheets.push(part === 1 ? name : `${name} (${part})`);
        more = await new Promise<boolean>((resolve, reject) => {
          let left = false;
          const xml = sheetXml(table, rows, mostRows - 1, () => {
            left = true;
          });
          zip.addReadStreamLazy(`xl/worksheets/sheet${sheets.length}.xml`, options, (give) => {
            const stream = Readable.from(inPieces(xml), { objectMode: false });
            stream.once('error', reject).once('close', () => resolve(left));
            give(null, stream);
          });
        });
      }
    }
    for (const [path, text] of parts(sheets)) zip.addBuffer(Buffer.from(text), path, options);
    zip.end();
  })().catch((error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error))));
  return output;
}

function* sheetXml(
  { columns }: EvidenceTable,
  rows: Iterator<Readonly<Record<string, Cell>>>,
  mostRows: number,
  onMore: () => void,
): Generator<string> {
  const entries = Object.entries(columns);
  const last = columnName(entries.length - 1);
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`;
  for (const [i, [, { kind }]] of entries.entries()) {
    yield `<col min="${i + 1}" max="${i + 1}" width="${WIDTHS[kind]}" customWidth="1"/>`;
  }
  yield `</cols><sheetData><row r="1">${entries.map(([, { header }], i) => textCell(`${columnName(i)}1`, header, HEADER_STYLE)).join('')}</row>`;
  let row = 1;
  for (let next = rows.next(); !next.done; next = rows.next()) {
    row++;
    const { value } = next;
    yield `<row r="${row}">${entries.map(([key, { kind }], i) => cellXml(`${columnName(i)}${row}`, value[key] ?? null, kind)).join('')}</row>`;
    if (row > mostRows) {
      onMore();
      break;
    }
  }
  yield `</sheetData><autoFilter ref="A1:${last}${row}"/></worksheet>`;
}

function cellXml(ref: string, cell: Cell, kind: ColumnKind): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return textCell(ref, cell ? 'yes' : 'no', 0);
  if (typeof cell === 'number') {
    if (kind !== 'instant') return `<c r="${ref}"><v>${cell}</v></c>`;
    return `<c r="${ref}" s="${INSTANT_STYLE}"><v>${cell / DAY_MS + EPOCH_SERIAL}</v></c>`;
  }
  if (typeof cell === 'string') return textCell(ref, cell, 0);
  return cell.length === 0 ? '' : textCell(ref, cell.join('\n'), WRAPPED_STYLE);
}

function textCell(ref: string, text: string, style: number): string {
  const fitting = text.length > MOST_TEXT ? text.slice(0, MOST_TEXT - CUT.length) + CUT : text;
  const styled = style === 0 ? '' : ` s="${style}"`;
  return `<c r="${ref}"${styled} t="inlineStr"><is><t xml:space="preserve">${escapeXml(fitting)}</t></is></c>`;
}

/** 0 is A, 26 is AA. */
function columnName(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest === 0 ? '' : columnName(rest - 1)) + String.fromCharCode(65 + (index % 26));
}

function parts(sheets: readonly string[]): [string, string][] {
  const each = (line: (name: string, number: number) => string) => sheets.map((name, i) => line(name, i + 1)).join('');
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return [
    [
      'xl/workbook.xml',
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}"><sheets>${each((name, i) => `<sheet name="${escapeXml(name)}" sheetId="${i}" r:id="rId${i}"/>`)}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${XML}<Relationships xmlns="${PACKAGE}/relationships">${each((_, i) => `<Relationship Id="rId${i}" Type="${RELATIONSHIPS}/worksheet" Target="worksheets/sheet${i}.xml"/>`)}<Relationship Id="rId${sheets.length + 1}" Type="${RELATIONSHIPS}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      'xl/styles.xml',
      `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="10"/><name val="Calibri"/></font><font><b/><sz val="10"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" numFmtId="164" applyNumberFormat="1"/><xf xfId="0" applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf></cellXfs></styleSheet>`,
    ],
    [
      '_rels/.rels',
      `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      '[Content_Types].xml',
      `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${each((_, i) => `<Override PartName="/xl/worksheets/sheet${i}.xml" ContentType="${type}.worksheet+xml"/>`)}</Types>`,
    ],
  ];
}
