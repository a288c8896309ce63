import type { Control, ControlBoundary, RuleBinding, Segment } from '@scopemap/contract';
import { countRules, createVersioned, type Db, listVersioned, type VersionedRow } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { ApiProblem, invalidField } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { created, end, inOrder, presentProvenance, requirePlaces } from '../versioned-records.ts';
import { presentRuleSet } from './present-rule-set.ts';

function presentSegment(row: VersionedRow<'segment'>): Segment {
  const { name, prefixes, vlan, wireless } = row;
  return { ...presentProvenance(row), name, zoneId: row.zone_id, prefixes, vlan, wireless };
}

function presentBoundary(row: VersionedRow<'control_boundary'>): ControlBoundary {
  return { ...presentProvenance(row), places: [row.place, row.other_place] };
}

function presentBinding(row: VersionedRow<'rule_binding'>): RuleBinding {
  return { ...presentProvenance(row), list: row.list, source: row.source_place, target: row.target_place };
}

async function listControls(db: Db, history: boolean): Promise<Control[]> {
  const [controls, boundaries, bindings, ruleSets, rules] = await Promise.all([
    listVersioned(db, 'network_control', history),
    listVersioned(db, 'control_boundary', history),
    listVersioned(db, 'rule_binding', history),
    listVersioned(db, 'rule_set', true),
    countRules(db),
  ]);
  const of = <Row extends { control_id: number }>(rows: readonly Row[], id: number) =>
    rows.filter((row) => row.control_id === id);
  return controls.map((row) => ({
    ...presentProvenance(row),
    name: row.name,
    address: row.address,
    description: row.description,
    changedAt: row.changed_at?.toISOString() ?? null,
    boundaries: of(boundaries, row.id).map(presentBoundary),
    bindings: of(bindings, row.id).map(presentBinding),
    ruleSets: of(ruleSets, row.id).map((ruleSet) => presentRuleSet(ruleSet, rules.get(ruleSet.id) ?? 0)),
  }));
}

async function requireControl(db: Db, id: number): Promise<void> {
  const controls = await listVersioned(db, 'network_control');
  if (!controls.some((control) => control.id === id)) {
    throw new ApiProblem('not-found', `There is no control ${id} in force.`);
  }
}

function addSegmentRoutes(app: FastifyInstance, db: Db): void {
  bind(app, 'segments', async ({ query }) => ({
    segments: (await listVersioned(db, 'segment', query.history)).map(presentSegment),
  }));

  bind(app, 'addSegment', async ({ body: { zoneId, reason, ...columns }, caller }) => {
    if (zoneId !== null) await requirePlaces(db, 'zoneId', [`zone-${zoneId}`]);
    const taken = (await listVersioned(db, 'segment')).find(({ prefixes }) =>
      prefixes.some((prefix) => columns.prefixes.includes(prefix)),
    );
    if (taken) throw invalidField('prefixes', `a prefix belongs to the segment "${taken.name}" already`);
    const result = await createVersioned(db, 'segment', { ...columns, zone_id: zoneId }, { ...caller, reason });
    return created(result, `A segment named "${columns.name}" already exists.`);
  });

  bind(app, 'endSegment', ({ params, body, caller }) => end(db, 'segment', params.id, { ...caller, ...body }));
}

/** Segments, network security controls, what they separate and which of their lists decides there. */
export function addControlRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  addSegmentRoutes(app, db);

  bind(app, 'controls', async ({ query }) => ({ controls: await listControls(db, query.history) }));

  bind(app, 'addControl', async ({ body: { changedAt, reason, ...columns }, caller }) => {
    const by = { ...caller, reason };
    const result = await createVersioned(db, 'network_control', { ...columns, changed_at: changedAt }, by);
    return created(result, `A control named "${columns.name}" already exists.`);
  });

  bind(app, 'endControl', ({ params, body, caller }) => end(db, 'network_control', params.id, { ...caller, ...body }));

  bind(app, 'addControlBoundary', async ({ params, body: { places, reason }, caller }) => {
    await requireControl(db, params.id);
    await requirePlaces(db, 'places', places);
    const columns = { control_id: params.id, ...inOrder(places) };
    const result = await createVersioned(db, 'control_boundary', columns, { ...caller, reason });
    return created(result, 'The control separates these two already.');
  });

  bind(app, 'endControlBoundary', ({ params, body, caller }) =>
    end(db, 'control_boundary', params.id, { ...caller, ...body }),
  );

  bind(app, 'addRuleBinding', async ({ params, body: { list, source, target, reason }, caller }) => {
    await requireControl(db, params.id);
    await requirePlaces(db, 'source', [source]);
    await requirePlaces(db, 'target', [target]);
    const columns = { control_id: params.id, list, source_place: source, target_place: target };
    const result = await createVersioned(db, 'rule_binding', columns, { ...caller, reason });
    return created(result, 'The list is bound to this direction already.');
  });

  bind(app, 'endRuleBinding', ({ params, body, caller }) => end(db, 'rule_binding', params.id, { ...caller, ...body }));
}
