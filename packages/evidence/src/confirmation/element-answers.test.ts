import { describe, expect, it } from 'vitest';
import { EVIDENCE_TABLES } from '../tables/index.ts';
import { confirmedView } from '../testing/confirmed-view.ts';
import { facts, viewOf } from '../testing/reference-view.ts';
import { elementAnswers } from './element-answers.ts';

const view = confirmedView();
const answers = elementAnswers(view);
const rowsOf = (id: string) => [...(EVIDENCE_TABLES.find((table) => table.id === id)?.rows(view) ?? [])];
const count = (element: number, text: string) =>
  answers[element - 1]?.findings.find((one) => one.text.startsWith(text))?.count;

describe('what a snapshot answers to the seven elements', () => {
  it('is one answer each, and names tables that there are', () => {
    expect(answers.map(({ element }) => element)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const tables = new Set(EVIDENCE_TABLES.map(({ id }) => id));
    for (const { findings } of answers) for (const { table } of findings) expect(tables).toContain(table);
  });

  it('counts what the tables list', () => {
    const flows = rowsOf('T11');
    expect(count(1, 'Flows')).toBe(new Set(flows.map(({ flow }) => flow)).size);
    expect(count(1, 'Relationships marked')).toBe(flows.flatMap(({ contacts }) => contacts as string[]).length);
    expect(count(2, 'Arrows')).toBe(flows.length);
    expect(count(3, 'Systems that store')).toBe(rowsOf('T2').filter(({ category }) => category === 'CDE_CHD').length);
    expect(count(5, 'Environments shown')).toBe(rowsOf('T8').filter(({ outOfScope }) => outOfScope).length);
    expect(count(6, 'Contacts with systems')).toBe(rowsOf('T10').length);
    expect(count(7, 'Contacts of the CDE')).toBe(rowsOf('T12').length);
  });

  it('leaves open what nobody has named: all stages where no flow is marked', () => {
    expect(elementAnswers(viewOf(facts))[0]?.open.join()).toContain(
      'authorisation, capture, settlement, chargeback, refund',
    );
    expect(answers[0]?.open.join()).toContain('settlement, chargeback, refund');
    expect(answers[0]?.open.join()).not.toContain('authorisation');
  });

  it('never calls the places of account data complete: flow records have no content', () => {
    expect(answers[2]?.open[0]).toContain('no content');
  });
});
