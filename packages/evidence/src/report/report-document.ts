import { type FactRef, SCOPE_CATEGORIES, type ScopeCategory } from '@scopemap/scope-model';
import type { Content, createPdf } from 'pdfmake';
import type { EvidenceView } from '../evidence-view.ts';
import { LIMITS, REDACTED } from '../tables/data-quality.ts';
import type { Cell, ColumnKind } from '../tables/evidence-table.ts';
import { commentPages } from './comments.ts';
import { diagramPages } from './report-diagrams.ts';
import { REPORT_SECTIONS, type ReportSection } from './report-sections.ts';
import { signOff } from './sign-off.ts';

const CATEGORY_WORDS: Readonly<Record<ScopeCategory, string>> = {
  CDE_CHD: 'CDE: stores, processes or transmits account data',
  CDE_CONTAMINATED: 'CDE: not separated from systems with account data',
  SEGMENTING: 'Segmenting: separates the CDE from other networks',
  SECURITY_IMPACTING: 'Security-impacting: serves or administers the CDE',
  CONNECTED: 'Connected-to: reaches the CDE or is reached from it',
  CONNECTED_INDIRECT: 'Connected indirectly: has power over a system that reaches the CDE',
  OUT_OF_SCOPE: 'Out of scope: shown to be separate',
  UNDETERMINED: 'Undetermined: not shown either way, treated as in scope',
  EXTERNAL: 'External: not a system of the entity',
};

const METHOD = [
  'The inventory, zones, tags, rules and test results that people gave, and the flow records that network devices exported, are facts. From the facts a fixed list of rules decides the category of each system; every reason names the facts it rests on. The same facts always give the same result, and anyone can repeat it: facts.json holds them, and “scopemap verify” runs the rules again.',
  'Contamination spreads over networks without a control between them, never over flows. A system is connected-to by one contact with the CDE, whoever began it. A second step counts only where one system has power over another. Contact that was seen is never forgotten by age; a person retires it with a reason.',
  'A system is out of scope only when everything for it is shown. Where a fact is missing the system is undetermined, counts as in scope, and the missing fact is named.',
];

const day = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The report of a snapshot (12.5.2) as a definition for the PDF writer: A4 across, selectable text, no picture without words. */
export function reportDocument(view: EvidenceView): Parameters<typeof createPdf>[0] {
  const { about, facts } = view;
  const foot = `${facts.entity.name} · scope evidence ${day(facts.period.start)} to ${day(facts.period.end)} · snapshot ${about.snapshotId}`;
  return {
    pageSize: 'A4',
    pageOrientation: 'landscape',
    pageMargins: [36, 40, 36, 44],
    info: {
      title: `Scope evidence of ${facts.entity.name}`,
      author: about.takenBy,
      creationDate: new Date(about.takenAt),
      modDate: new Date(about.takenAt),
      producer: `Scopemap ${about.productVersion}`,
      creator: 'Scopemap',
    },
    defaultStyle: { font: 'Roboto', fontSize: 8.5, lineHeight: 1.15 },
    styles: {
      title: { fontSize: 26, bold: true },
      heading: { fontSize: 14, bold: true, margin: [0, 0, 0, 6] },
      subheading: { fontSize: 10.5, bold: true, margin: [0, 8, 0, 3] },
      intro: { margin: [0, 0, 0, 8], color: '#3c4550' },
      header: { bold: true, fillColor: '#e9edf2' },
    },
    footer: (page: number, pages: number) => ({
      columns: [
        { text: foot, width: '*' },
        { text: `page ${page} of ${pages}`, width: 80, alignment: 'right' },
      ],
      margin: [36, 14, 36, 0],
      fontSize: 7.5,
      color: '#3c4550',
    }),
    content: [
      ...cover(view),
      ...summary(view),
      ...REPORT_SECTIONS.flatMap((section) => sectionContent(section, view)),
      ...commentPages(view),
      ...signOff(view),
    ],
  };
}

function cover({ about, facts }: EvidenceView): Content[] {
  return [
    { text: 'Scope evidence', style: 'title', margin: [0, 120, 0, 6] },
    { text: facts.entity.name, fontSize: 18, margin: [0, 0, 0, 24] },
    pairs([
      ['Role of the entity', facts.entity.kind === 'merchant' ? 'Merchant' : 'Service provider'],
      ['Observed', `${day(facts.period.start)} to ${day(facts.period.end)} (UTC)`],
      ['Snapshot', `${about.snapshotId}, taken ${new Date(about.takenAt).toISOString()} by ${about.takenBy}`],
      ['Made with', `Scopemap ${about.productVersion}, model ${facts.version}`],
    ]),
    ...(about.redacted ? [{ text: REDACTED, bold: true, margin: [0, 24, 0, 0] } satisfies Content] : []),
    { text: LIMITS.join('\n'), margin: [0, 24, 0, 0] },
  ];
}

function pairs(rows: readonly (readonly [string, string])[]): Content {
  return {
    layout: 'noBorders',
    table: {
      widths: [110, '*'],
      body: rows.map(([name, value]) => [{ text: name, color: '#3c4550' }, { text: value }]),
    },
  };
}

function summary(view: EvidenceView): Content[] {
  const { assets } = view;
  const inScope = assets.filter((asset) => asset.inScope);
  const undetermined = assets.filter(({ category }) => category === 'UNDETERMINED');
  const full = view.classification.coverage.filter(({ grade }) => grade === 'full').length;
  return [
    { text: 'Summary of scope', style: 'heading', pageBreak: 'before' },
    {
      text: `${inScope.length} of ${assets.length} systems are in scope, ${undetermined.length} of them because it is not shown either way. ${full} of ${view.classification.coverage.length} boundaries with the CDE are fully covered by what was observed.`,
      style: 'intro',
    },
    {
      table: {
        headerRows: 1,
        widths: ['*', 60, 60],
        body: [
          ['Category', 'Systems', 'In scope'].map((text) => ({ text, style: 'header' })),
          ...SCOPE_CATEGORIES.map((category) => {
            const own = assets.filter((asset) => asset.category === category);
            return [
              CATEGORY_WORDS[category],
              String(own.length),
              own.length === 0 ? '' : own[0]?.inScope ? 'yes' : 'no',
            ];
          }),
        ],
      },
      layout: 'lightHorizontalLines',
    },
    { text: 'Method', style: 'subheading' },
    ...METHOD.map((text): Content => ({ text, margin: [0, 0, 0, 4] })),
    { text: 'Open items', style: 'subheading' },
    openItems(view),
    ...undeterminedSystems(view),
    ...diagramPages(view),
  ];
}

/** Items with the same words are one line that names all they are about. */
function openItems(view: EvidenceView): Content {
  const items = view.classification.items.filter(({ severity }) => severity === 'high');
  if (items.length === 0) return { text: 'None of high severity.' };
  const subjectOf = ({ kind, id }: FactRef) => {
    if (kind === 'asset') return view.assetLabel(id);
    return kind === 'zone' || kind === 'segment' ? view.placeLabel({ kind, id }) : null;
  };
  const lines = [...Map.groupBy(items, ({ text }) => text)].map(([text, same]) => {
    const subjects = [...new Set(same.flatMap(({ subject }) => subjectOf(subject) ?? []))];
    const named = subjects.filter((name) => !text.includes(name));
    return named.length === 0 ? text : `${text} Concerns ${named.join(', ')}.`;
  });
  return { ul: lines };
}

/** Every undetermined system by name (DOMAIN 3.3, 17), those that want the same facts together. */
function undeterminedSystems(view: EvidenceView): Content[] {
  const groups = Map.groupBy(
    view.assets.filter(({ category }) => category === 'UNDETERMINED'),
    ({ id }) =>
      view
        .decision(id)
        .missing.map(({ text }) => text)
        .join('\n'),
  );
  return [
    { text: 'Undetermined systems and what is missing', style: 'heading', pageBreak: 'before' },
    ...(groups.size === 0 ? [{ text: 'None.' }] : []),
    ...[...groups.values()].flatMap((assets): Content[] => [
      { text: assets.map(({ label }) => label).join(', '), bold: true, margin: [0, 6, 0, 2] },
      {
        ul: shortened(
          view.decision(assets[0]?.id ?? '').missing.map(({ text }) => text),
          't02-inventory',
          12,
        ),
      },
    ]),
  ];
}

function shortened(lines: readonly string[], file: string, most: number): string[] {
  if (lines.length <= most + 1) return [...lines];
  return [...lines.slice(0, most), `and ${lines.length - most} more: tables/${file}.csv`];
}

/** More rows than this make a report that nobody reads and that no memory holds; the table's files have all of them. */
const MOST_ROWS = 1000;

function sectionContent({ table, intro, columns, keep }: ReportSection, view: EvidenceView): Content[] {
  const rows: Readonly<Record<string, Cell>>[] = [];
  let count = 0;
  for (const row of table.rows(view)) {
    if (keep && !keep(row)) continue;
    if (count++ < MOST_ROWS) rows.push(row);
  }
  const total = columns.reduce((sum, [, width]) => sum + width, 0);
  const heading: Content = { text: `${table.id}  ${table.title}`, style: 'heading', pageBreak: 'before' };
  const about: Content = {
    text: `${intro} Requirements ${table.requirements.join(', ')}. Every row and column: tables/${table.name}.csv.`,
    style: 'intro',
  };
  if (rows.length === 0) return [heading, about, { text: 'No rows.' }];
  const cutNote: Content = {
    text: `The first ${rows.length} of ${count} rows; the others stand in tables/${table.name}.csv alone.`,
    bold: true,
    margin: [0, 0, 0, 6],
  };
  return [
    heading,
    about,
    ...(count > rows.length ? [cutNote] : []),
    {
      layout: 'lightHorizontalLines',
      table: {
        headerRows: 1,
        dontBreakRows: false,
        widths: columns.map(([, width]) => `${((100 * width) / total).toFixed(2)}%`),
        body: [
          columns.map(([key]) => ({ text: table.columns[key]?.header ?? key, style: 'header' })),
          ...rows.map((row) =>
            columns.map(([key]) => cellContent(row[key] ?? null, table.columns[key]?.kind ?? 'text', table.name)),
          ),
        ],
      },
    },
  ];
}

/** Lines longer than this break within words: names and addresses have no space to break at. */
const LONGEST_WORD = 18;

/** More entries of a list than this stand in the table's file alone. */
const MOST_ENTRIES = 8;

function cellContent(cell: Cell, kind: ColumnKind, file: string): Content {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'number')
    return kind === 'instant' ? new Date(cell).toISOString().slice(0, 16).replace('T', ' ') : String(cell);
  if (typeof cell === 'string') return breakable(cell);
  return shortened(cell, file, MOST_ENTRIES).map(breakable).join('\n');
}

function breakable(text: string): string {
  return text
    .replaceAll('_', '_\u200b')
    .replaceAll(/[^\s\u200b]{19,}/gu, (word) =>
      (word.match(new RegExp(`.{1,${LONGEST_WORD}}`, 'gu')) as string[]).join('\u200b'),
    );
}
