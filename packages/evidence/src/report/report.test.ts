import { describe, expect, it } from 'vitest';
import { LIMITS } from '../tables/data-quality.ts';
import { EVIDENCE_TABLES } from '../tables/index.ts';
import { facts, viewOf } from '../testing/reference-view.ts';
import { reportTexts } from '../testing/report-texts.ts';
import { reportDocument } from './report-document.ts';
import { REPORT_SECTIONS } from './report-sections.ts';
import { writeReport } from './write-report.ts';

const view = viewOf(facts);

const printed = reportTexts(reportDocument(view).content);
const summary = printed.find((text) => text.includes('systems are in scope')) as string;

describe('the report', () => {
  it('counts what the inventory lists', () => {
    const inventory = [...(EVIDENCE_TABLES.find(({ id }) => id === 'T2')?.rows(view) ?? [])];
    const inScope = inventory.filter((row) => row.inScope === true).length;
    const undetermined = inventory.filter(({ category }) => category === 'UNDETERMINED').length;
    expect(summary).toContain(`${inScope} of ${inventory.length} systems are in scope, ${undetermined} of them`);
    const counts = [...Map.groupBy(inventory, ({ category }) => category).values()].map(({ length }) => length);
    const own = printed
      .slice(printed.indexOf('Category') + 3)
      .filter((text) => /^\d+$/.test(text))
      .slice(0, 9)
      .map(Number);
    expect(own.reduce((sum, one) => sum + one, 0)).toBe(inventory.length);
    for (const count of counts) expect(own).toContain(count);
  });

  it('names every undetermined system and every system in scope', () => {
    const whole = printed.join('\n');
    for (const asset of view.assets) if (asset.inScope) expect(whole, asset.id).toContain(asset.label);
  });

  it('says its limits word for word, and nothing against them', () => {
    const whole = printed.join('\n');
    for (const limit of LIMITS) expect(whole).toContain(limit);
    expect(whole).not.toMatch(/no (contact|connection|traffic) (exists|is possible)/i);
  });

  it('has a part for each table that people sign', () => {
    expect(REPORT_SECTIONS.map(({ table }) => table.id)).toEqual(
      EVIDENCE_TABLES.map(({ id }) => id).filter((id) => id !== 'T15'),
    );
    for (const { table, columns } of REPORT_SECTIONS)
      for (const [key] of columns) expect(Object.keys(table.columns), table.id).toContain(key);
  });

  it('calls nothing out of scope when the boundary was watched badly', () => {
    const degraded = viewOf({ ...facts, exporters: facts.exporters.map((one) => ({ ...one, sequenceLoss: 0.05 })) });
    const texts = reportTexts(reportDocument(degraded).content);
    const row = texts.indexOf('Out of scope: shown to be separate');
    expect(texts.slice(row, row + 3)).toEqual(['Out of scope: shown to be separate', '0', '']);
  });

  it('is a PDF that is the same when it is written again, whatever the names', async () => {
    const hostile = viewOf({
      ...facts,
      entity: { ...facts.entity, name: 'שלום 💳 <b>&"' },
      assets: facts.assets.map((asset, i) => (i < 20 ? { ...asset, name: `${'x'.repeat(300)}${i}` } : asset)),
    });
    const [one, other] = [await writeReport(hostile), await writeReport(hostile)];
    expect(Buffer.from(one).subarray(0, 5).toString()).toBe('%PDF-');
    expect(Buffer.compare(one, other)).toBe(0);
  });
});
