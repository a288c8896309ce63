import type { ScopeFacts } from '@scopemap/scope-model';
import { describe, expect, it } from 'vitest';
import { factsBefore, factsWithFlows } from '../testing/confirmed-view.ts';
import { facts, viewOf } from '../testing/reference-view.ts';
import { compareSnapshots } from './compare-snapshots.ts';

const now = viewOf(facts);
const before = viewOf(factsBefore);
const { rows, candidates } = compareSnapshots(before, now);
const of = (kind: string, found = rows) => found.filter((row) => row.kind === kind);

describe('a comparison of two snapshots', () => {
  it('names systems and relationships that are new, and nothing that merely goes on', () => {
    expect(of('system').map(({ change, subject, after }) => [change, subject, after])).toContainEqual([
      'added',
      'pay-app-12',
      'CDE_CHD',
    ]);
    const added = facts.contacts.length - factsBefore.contacts.length;
    expect(of('relationship')).toHaveLength(added);
    const later = {
      ...facts,
      contacts: facts.contacts.map((one) => ({ ...one, last: one.last + 1, flows: one.flows + 1 })),
    };
    expect(compareSnapshots(now, viewOf(later)).rows).toEqual([]);
  });

  it('is empty for the same facts', () => {
    expect(compareSnapshots(now, now)).toEqual({ rows: [], candidates: [] });
  });

  it('the other way round tells the same things as removed', () => {
    const back = compareSnapshots(now, before);
    expect(of('relationship', [...back.rows]).every(({ change }) => change === 'removed')).toBe(true);
    expect(back.rows.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());
  });

  it('does not call rules new that were read again from a newer file', () => {
    const controls = facts.controls.map((control) => ({
      ...control,
      ruleSet: control.ruleSet && {
        ...control.ruleSet,
        version: 'next',
        rules: control.ruleSet.rules.map((rule, i) => ({
          ...rule,
          id: `again ${control.id} ${i}`,
          line: `${i + 900}`,
        })),
      },
    }));
    const again = { ...facts, controls, verdicts: [] };
    expect(of('rule', compareSnapshots(now, viewOf(again)).rows)).toEqual([]);
    const fewer = {
      ...again,
      controls: controls.map((control) => ({
        ...control,
        ruleSet: control.ruleSet && { ...control.ruleSet, rules: control.ruleSet.rules.slice(1) },
      })),
    };
    const gone = of('rule', compareSnapshots(now, viewOf(fewer)).rows);
    expect(gone.map(({ change }) => change)).toEqual(controls.filter(({ ruleSet }) => ruleSet).map(() => 'removed'));
  });

  it('names the facts by which a category moved', () => {
    const vault = facts.assets.find(({ name }) => name === 'vault-db-01')?.id as string;
    const voice = facts.assets.find(({ id }) => now.asset(id)?.category === 'OUT_OF_SCOPE')?.id as string;
    const contact = { ...(facts.contacts[0] as (typeof facts.contacts)[number]), id: 'new', from: voice, to: vault };
    const moved = of('category', [
      ...compareSnapshots(now, viewOf({ ...facts, contacts: [...facts.contacts, contact] })).rows,
    ]);
    const row = moved.find(({ id }) => id === `asset ${voice}`);
    expect(row).toMatchObject({ before: 'OUT_OF_SCOPE', after: 'CONNECTED' });
    expect(row?.because.join()).toContain('vault-db-01');
  });
});

describe('possible significant changes', () => {
  const items = (after: ScopeFacts) =>
    compareSnapshots(now, viewOf(after)).candidates.map(({ item, text }) => `${item}: ${text}`);

  it('are a new system in the CDE and a new acquirer', () => {
    expect(candidates.map(({ item }) => item)).toEqual(expect.arrayContaining(['new-system-in-cde', 'third-party']));
    expect(candidates.find(({ item }) => item === 'new-system-in-cde')?.text).toContain('pay-app-12');
    expect(candidates.filter(({ item, text }) => item === 'third-party' && text.includes('acquirer-b'))).toHaveLength(
      1,
    );
  });

  it('are a statement on the way of account data', () => {
    expect(items(factsWithFlows).filter((text) => text.startsWith('account-data'))).toHaveLength(1);
  });

  it('are a new time server of the CDE and a new way across its boundary', () => {
    const cde = facts.contacts.find(
      ({ from, to }) => now.asset(from)?.category === 'CDE_CHD' && now.asset(to)?.category !== 'EXTERNAL',
    );
    const outside = facts.assets.find(({ id }) => now.asset(id)?.category === 'OUT_OF_SCOPE')?.id as string;
    const base = {
      ...(cde as (typeof facts.contacts)[number]),
      to: outside,
      directed: true,
      state: 'established' as const,
    };
    const more = [
      { ...base, id: 'time', protocol: 17, port: 123 },
      { ...base, id: 'files', protocol: 6, port: 8022 },
    ];
    const found = items({ ...facts, contacts: [...facts.contacts, ...more] });
    expect(found.some((text) => text.startsWith('supporting-infrastructure: New server for systems of the CDE'))).toBe(
      true,
    );
    expect(found.some((text) => text.startsWith('boundary: New contact across the boundary'))).toBe(true);
  });

  it('are a change of a control', () => {
    const controls = facts.controls.map((control, i) => (i === 0 ? { ...control, separates: [] } : control));
    expect(items({ ...facts, controls }).some((text) => text.startsWith('boundary: A control was changed'))).toBe(true);
  });

  it('have a key of their own, and each change belongs to one at most', () => {
    expect(new Set(candidates.map(({ key }) => key)).size).toBe(candidates.length);
    for (const { key, facts: named } of candidates)
      expect(rows.filter((row) => row.key === key).map(({ id }) => id)).toEqual(named);
  });
});
