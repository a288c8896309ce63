import type { EvidenceTable } from '../tables/evidence-table.ts';
import { EVIDENCE_TABLES } from '../tables/index.ts';

/** A table of the evidence as a part of the report: the columns that fit a page, in words that introduce them. */
export interface ReportSection {
  readonly table: EvidenceTable;
  readonly intro: string;
  /** Key of a column and its share of the page's width. */
  readonly columns: readonly (readonly [key: string, width: number])[];
  /** Rows that belong into the report; every row when not given. All of them stand in the table's file. */
  readonly keep?: (row: Readonly<Record<string, unknown>>) => boolean;
}

function tableOf(id: string): EvidenceTable {
  const table = EVIDENCE_TABLES.find((one) => one.id === id);
  if (!table) throw new RangeError(`there is no table ${id}`);
  return table;
}

/** In the order of the report. */
export const REPORT_SECTIONS: readonly ReportSection[] = [
  {
    table: tableOf('T1'),
    intro:
      'What the entity confirmed, element by element. What the snapshot shows was counted; the results and statements are of the people who signed. Remarks and validation of the assessor stand apart.',
    columns: [
      ['element', 2],
      ['subject', 5],
      ['found', 7],
      ['foundOpen', 6],
      ['result', 3],
      ['statement', 5],
      ['artefacts', 3],
      ['openItems', 4],
    ],
  },
  {
    table: tableOf('T2'),
    intro:
      'Systems in scope and the ground of each. The first reason decides; the others would hold without it. Undetermined systems stand above with what is missing.',
    columns: [
      ['name', 3],
      ['addresses', 3],
      ['zone', 3],
      ['category', 3],
      ['reasons', 14],
    ],
    keep: (row) => row.inScope === true && row.category !== 'UNDETERMINED',
  },
  {
    table: tableOf('T3'),
    intro: 'Every zone and segment that was declared, decided as the range of addresses that it is.',
    columns: [
      ['name', 4],
      ['prefixes', 4],
      ['wireless', 2],
      ['accountData', 2],
      ['category', 4],
      ['systems', 2],
      ['reasons', 9],
    ],
  },
  {
    table: tableOf('T4'),
    intro:
      'What was seen between places, service by service. “Seen, not allowed” passed although the rules deny it; “undetermined” means that no imported rule explains it.',
    columns: [
      ['from', 4],
      ['to', 4],
      ['service', 4],
      ['state', 3],
      ['pairs', 2],
      ['lastSeen', 4],
      ['verdict', 4],
      ['coverage', 3],
    ],
  },
  {
    table: tableOf('T5'),
    intro: 'Services that somebody allowed, with the need that was given for each.',
    columns: [
      ['service', 3],
      ['from', 4],
      ['to', 4],
      ['need', 8],
      ['approvedBy', 4],
      ['inDate', 2],
      ['insecure', 3],
      ['lastSeen', 4],
    ],
  },
  {
    table: tableOf('T6'),
    intro:
      'Lines of the controls’ rules with what was seen of each. Decisions are for the people who run the controls.',
    columns: [
      ['control', 3],
      ['line', 2],
      ['action', 2],
      ['rule', 9],
      ['broad', 3],
      ['contacts', 2],
      ['lastMatch', 4],
      ['decision', 3],
    ],
  },
  {
    table: tableOf('T7'),
    intro: 'Why each connected-to or security-impacting system is in scope, with the contacts that show it.',
    columns: [
      ['name', 3],
      ['category', 4],
      ['rule', 1],
      ['reason', 8],
      ['contacts', 10],
    ],
    keep: (row) => row.deciding === true,
  },
  {
    table: tableOf('T8'),
    intro:
      'Environments outside the CDE. Out of scope is only what has all of: a statement that it holds no account data, rules that deny, a test in date, full coverage without contact, and a justification.',
    columns: [
      ['environment', 4],
      ['category', 4],
      ['noAccountData', 3],
      ['outsideCde', 3],
      ['contactsWithCde', 3],
      ['noIndirectAccess', 3],
      ['tests', 7],
      ['coverage', 5],
      ['justification', 5],
      ['missing', 7],
    ],
  },
  {
    table: tableOf('T9'),
    intro: 'Controls between places and the last test of each direction.',
    columns: [
      ['control', 3],
      ['from', 4],
      ['to', 4],
      ['changedAt', 4],
      ['testedAt', 4],
      ['tester', 4],
      ['result', 3],
      ['due', 4],
    ],
  },
  {
    table: tableOf('T10'),
    intro: 'Contact of the entity’s systems with systems that are not its own.',
    columns: [
      ['party', 4],
      ['endpoint', 4],
      ['own', 4],
      ['ownCategory', 4],
      ['over', 3],
      ['initiator', 4],
      ['lastSeen', 4],
      ['attestation', 3],
    ],
  },
  {
    table: tableOf('T11'),
    intro:
      'On which ways account data travels, as people say. The numbers are those of the arrows in the diagram. Flow records show a way and never what is on it.',
    columns: [
      ['number', 2],
      ['flow', 3],
      ['step', 2],
      ['stages', 3],
      ['channels', 3],
      ['from', 3],
      ['to', 3],
      ['service', 3],
      ['encryption', 3],
      ['elements', 3],
      ['inDate', 2],
    ],
  },
  {
    table: tableOf('T12'),
    intro: 'Contact of the CDE with other places that no approval in date covers, or that the rules do not explain.',
    columns: [
      ['from', 4],
      ['to', 4],
      ['service', 3],
      ['state', 3],
      ['flows', 2],
      ['lastSeen', 4],
      ['approval', 2],
      ['verdict', 4],
    ],
  },
  {
    table: tableOf('T13'),
    intro: 'On what all of this rests, and what it cannot say.',
    columns: [
      ['number', 1],
      ['subject', 4],
      ['statement', 10],
      ['details', 12],
    ],
  },
  {
    table: tableOf('T14'),
    intro:
      'What differs from the snapshot of the last approved confirmation. What may be part of a significant change was assessed by people.',
    columns: [
      ['kind', 3],
      ['change', 2],
      ['subject', 8],
      ['before', 3],
      ['after', 3],
      ['item', 4],
      ['significant', 3],
      ['assessment', 4],
      ['ticket', 2],
    ],
  },
];
