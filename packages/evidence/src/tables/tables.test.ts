import { describe, expect, it } from 'vitest';
import { facts, viewOf } from '../testing/reference-view.ts';
import { LIMITS } from './data-quality.ts';
import type { Cell, EvidenceTable } from './evidence-table.ts';
import { EVIDENCE_TABLES } from './index.ts';

const view = viewOf(facts);
const tableOf = (id: string) => EVIDENCE_TABLES.find((table) => table.id === id) as EvidenceTable;
const rowsOf = (id: string, of = view) => [...tableOf(id).rows(of)];
const find = (id: string, match: Readonly<Record<string, Cell>>) =>
  rowsOf(id).filter((row) => Object.entries(match).every(([key, value]) => row[key] === value));

describe('tables of the evidence', () => {
  it('stand in the order of their numbers, with names of their own', () => {
    const numbers = EVIDENCE_TABLES.map(({ id }) => Number(id.slice(1)));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(new Set(EVIDENCE_TABLES.map(({ name }) => name)).size).toBe(EVIDENCE_TABLES.length);
  });

  it('list every system with its category and at least one reason', () => {
    const rows = rowsOf('T2');
    expect(rows.map(({ asset }) => asset)).toEqual(view.classification.assets.map(({ id }) => id));
    expect(rows.filter(({ reasons }) => (reasons as string[]).length === 0)).toEqual([]);
    expect(find('T2', { name: 'vault-db-01' })).toMatchObject([{ category: 'CDE_CHD', inScope: true }]);
  });

  it('name every contact of the CDE with another place as explained or not', () => {
    const unexplained = new Set(rowsOf('T12').map(({ contact }) => contact));
    expect(unexplained.size).toBeGreaterThan(0);
    for (const row of rowsOf('T12')) expect(row.approval === 'in date' && row.verdict === 'allowed').toBe(false);
  });

  it('count the same contacts in the boundary matrix as there are', () => {
    const inMatrix = rowsOf('T4').flatMap(({ contacts }) => contacts as string[]);
    expect(new Set(inMatrix).size).toBe(inMatrix.length);
    const crossing = facts.contacts.filter(({ from, to }) => {
      const [a, b] = [view.placeOf(from), view.placeOf(to)];
      return a?.kind !== b?.kind || a?.id !== b?.id;
    });
    expect([...inMatrix].sort()).toEqual(crossing.map(({ id }) => id).sort());
  });

  it('give every reason of a connected system its facts', () => {
    for (const { facts: named } of rowsOf('T7')) expect((named as string[]).length).toBeGreaterThan(0);
  });

  it('give each environment outside the CDE either grounds or what is missing', () => {
    const rows = rowsOf('T8');
    for (const row of rows) {
      if (row.outOfScope) expect(row.missing).toEqual([]);
      else expect((row.grounds as string[]).length + (row.missing as string[]).length).toBeGreaterThan(0);
    }
    expect(rows.some(({ outOfScope }) => outOfScope)).toBe(true);
  });

  it('say nothing is out of scope when an exporter at its boundary was degraded', () => {
    const degraded = { ...facts, exporters: facts.exporters.map((exporter) => ({ ...exporter, uptime: 0.95 })) };
    const rows = rowsOf('T8', viewOf(degraded));
    expect(rows.filter(({ outOfScope }) => outOfScope)).toEqual([]);
    const boundaries = rowsOf('T13', viewOf(degraded)).find(
      ({ subject }) => subject === 'Boundaries not fully covered',
    );
    const grades = (boundaries?.details as string[] | undefined) ?? ['no such statement'];
    expect(grades.filter((line) => !/: (partial|none) \(/.test(line))).toEqual([]);
  });

  it('list every undetermined system by name, and the limits word for word', () => {
    const rows = rowsOf('T13');
    const undetermined = rows.find(({ subject }) => subject === 'Undetermined systems');
    expect(undetermined?.details).toEqual(
      view.assets.filter(({ category }) => category === 'UNDETERMINED').map(({ label }) => label),
    );
    const limits = rows.find(({ subject }) => subject === 'Limits');
    for (const limit of LIMITS) expect(limits?.statement).toContain(limit);
    expect(rows).toHaveLength(20);
  });

  it('do not say of a redacted pack that nobody has confirmed: the record is left out', () => {
    const redacted = { ...view, about: { ...view.about, redacted: true } };
    const said = rowsOf('T13', redacted).filter(({ statement }) => String(statement).startsWith('Left out'));
    expect(said).toHaveLength(2);
    expect(rowsOf('T13').some(({ statement }) => String(statement).startsWith('Nobody has confirmed'))).toBe(true);
  });

  it('keep the lines of rules in their order', () => {
    for (const control of facts.controls) {
      const orders = find('T6', { control: control.name }).flatMap(({ order }) => (order === null ? [] : [order]));
      expect(orders).toEqual(orders.map((_, i) => i + 1));
      expect(orders).toHaveLength(control.ruleSet?.rules.length ?? 0);
    }
  });

  it('plan a test from every place outside the CDE to every place in it', () => {
    const inside = view.classification.places.filter(({ place }) => view.isCdePlace(place)).length;
    const outside = view.classification.places.length - inside;
    expect(rowsOf('T15')).toHaveLength(inside * outside);
  });

  it('do not depend on the order of the facts', () => {
    const turned = {
      ...facts,
      contacts: facts.contacts.toReversed(),
      assets: facts.assets.toReversed(),
      tags: facts.tags.toReversed(),
    };
    const other = viewOf(turned);
    for (const { id } of EVIDENCE_TABLES) expect(rowsOf(id, other), id).toEqual(rowsOf(id));
  });
});
