import { describe, expect, it } from 'vitest';
import type { Cell } from '../tables/evidence-table.ts';
import { EVIDENCE_TABLES } from '../tables/index.ts';
import { confirmedView } from '../testing/confirmed-view.ts';
import { reportTexts } from '../testing/report-texts.ts';
import { reportDocument } from './report-document.ts';

const view = confirmedView();
const tables = EVIDENCE_TABLES.map((table) => ({ table, rows: [...table.rows(view)] }));

function textOfCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'object') return cell.join('\n');
  return String(cell);
}

const numbersIn = (text: string) => text.match(/\d+/g) ?? [];

/** Numbers that stand in a cell, number rows, or number the rows that say the same in one column. */
function numbersOfTables(): Set<string> {
  const found = new Set<string>();
  for (const { table, rows } of tables) {
    found.add(String(rows.length));
    for (const [key, { kind }] of Object.entries(table.columns)) {
      const cells = rows.map((row) => row[key] ?? null);
      for (const cell of cells) {
        const isInstant = kind === 'instant' && typeof cell === 'number';
        for (const number of numbersIn(isInstant ? new Date(cell).toISOString() : textOfCell(cell))) found.add(number);
        if (Array.isArray(cell)) found.add(String(cell.length));
      }
      if (kind !== 'text' && kind !== 'yes-no') continue;
      for (const same of Map.groupBy(cells, textOfCell).values()) found.add(String(same.length));
    }
  }
  return found;
}

describe('the report', () => {
  it('prints no number that is not in a table of the pack', () => {
    const known = numbersOfTables();
    const printed = reportTexts(reportDocument(view).content);
    // Of tables, requirements and files, and what a person wrote in a comment.
    const named = new Set([
      ...EVIDENCE_TABLES.flatMap(({ id, name, title, requirements }) =>
        numbersIn([id, name, title, ...requirements].join(' ')),
      ),
      ...(view.records.comments ?? []).flatMap(({ messages, subject }) =>
        messages.flatMap(({ text, at }) => numbersIn(`${text} ${at} ${subject.label}`)),
      ),
    ]);
    const unknown = printed.flatMap((text) => {
      // How many more there are than fit is no fact of the network.
      const told = text.replaceAll(/and \d+ more: tables/g, '').replaceAll(/first \d+ of \d+ rows/g, '');
      return numbersIn(told)
        .filter((number) => !known.has(number) && !named.has(number))
        .map((number) => `${number} in “${text.slice(0, 120)}”`);
    });
    expect(unknown).toEqual([]);
    expect(printed.flatMap(numbersIn).length).toBeGreaterThan(1000);
  });

  it('gives no reason that does not rest on facts of facts.json', () => {
    const { facts } = view;
    const known = new Set<string>();
    const add = (kind: string, list: readonly { readonly id: string }[]) => {
      for (const { id } of list) known.add(`${kind} ${id}`);
    };
    add('asset', view.assets);
    add('contact', facts.contacts);
    add('tag', facts.tags);
    add('zone', facts.zones);
    add('segment', facts.segments);
    add('control', facts.controls);
    add(
      'rule',
      facts.controls.flatMap(({ ruleSet }) => ruleSet?.rules ?? []),
    );
    add('test', facts.segmentationTests);
    add('approval', facts.approvals);
    add('boundary', facts.boundaries);
    add('exporter', facts.exporters);
    add('event', facts.calendar);
    add('sighting', facts.sightings);
    add('third-party', facts.thirdParties);
    const decisions = [
      ...view.assets.map(({ id }) => view.decision(id)),
      ...view.classification.places.flatMap(({ place }) => view.classification.explainPlace(place) ?? []),
    ];
    const reasons = decisions.flatMap((decision) => decision.reasons);
    const named = reasons.flatMap((reason) => reason.facts.map(({ kind, id }) => `${kind} ${id}`));
    expect(named.filter((fact) => !known.has(fact))).toEqual([]);
    const texts = new Set(reasons.map(({ rule, text }) => `${rule} ${text}`));
    const printed = tables
      .filter(({ table }) => ['T2', 'T3'].includes(table.id))
      .flatMap(({ rows }) => rows.flatMap((row) => row.reasons as string[]));
    expect(printed.length).toBeGreaterThan(300);
    expect(printed.filter((text) => !texts.has(text))).toEqual([]);
    const connected = tables.find(({ table }) => table.id === 'T7')?.rows ?? [];
    expect(connected.flatMap((row) => row.facts as string[]).filter((fact) => !known.has(fact))).toEqual([]);
  });
});
