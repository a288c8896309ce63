import { createHash } from 'node:crypto';
import type { ListUse, RuleFile } from '@scopemap/acl-formats';
import { type Db, listRules, listVersioned, type VersionedRow } from '@scopemap/database';
import type { PlaceIndex } from './place-index.ts';
import { ruleFileOf } from './stored-rule-file.ts';

/** A list that decides about connections from one place to another. */
export interface BoundList {
  readonly list: string;
  readonly source: string;
  readonly target: string;
}

/** A control in force with what it separates and which of its lists decides where. */
export interface ControlBindings {
  readonly id: number;
  readonly boundaries: readonly (readonly [string, string])[];
  readonly bindings: readonly BoundList[];
  readonly ruleSet: VersionedRow<'rule_set'>;
}

/** Controls in force that have rules, in order of their ids. */
export async function listControlBindings(db: Db): Promise<ControlBindings[]> {
  const ruleSets = await listVersioned(db, 'rule_set');
  if (ruleSets.length === 0) return [];
  const [controls, boundaries, bindings] = await Promise.all([
    listVersioned(db, 'network_control'),
    listVersioned(db, 'control_boundary'),
    listVersioned(db, 'rule_binding'),
  ]);
  return controls
    .flatMap(({ id }) => {
      const ruleSet = ruleSets.find((each) => each.control_id === id);
      if (!ruleSet) return [];
      return [
        {
          id,
          ruleSet,
          boundaries: boundaries
            .filter((each) => each.control_id === id)
            .map(({ place, other_place }) => [place, other_place] as const),
          bindings: bindings
            .filter((each) => each.control_id === id)
            .map(({ list, source_place: source, target_place: target }) => ({ list, source, target })),
        },
      ];
    })
    .sort((a, b) => a.id - b.id);
}

/** Verdicts of the same basis are the same, as long as the relationship is. */
export function basisOf({ ruleSet, boundaries, bindings }: ControlBindings, { places }: PlaceIndex): string {
  const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
  const content = JSON.stringify([1, ruleSet.id, sorted(boundaries), sorted(bindings), sorted(places)]);
  return createHash('sha256').update(content, 'utf8').digest('hex');
}

export async function loadRuleFile(db: Db, ruleSet: VersionedRow<'rule_set'>): Promise<RuleFile> {
  return ruleFileOf(ruleSet, await listRules(db, ruleSet.id));
}

/** The list that replies pass: the file's own, else the only one that is bound to the other direction. */
export function replyListOf(
  { lists }: RuleFile,
  { bindings }: Pick<ControlBindings, 'bindings'>,
  { list, source, target }: BoundList,
): Pick<ListUse, 'replyList'> {
  const named = lists.find(({ name }) => name === list)?.replyList ?? null;
  if (named !== null) return {};
  const back = bindings.filter((each) => each.source === target && each.target === source);
  const [only] = back;
  return back.length === 1 && only && lists.some(({ name }) => name === only.list) ? { replyList: only.list } : {};
}
