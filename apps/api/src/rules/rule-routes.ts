import { detectRuleFormat, parseRules, type RuleFile, RuleFileError, type RuleFormat } from '@scopemap/acl-formats';
import type { RelationshipVerdict, ReviewedRule, RuleSetRow } from '@scopemap/contract';
import {
  countRules,
  countVerdicts,
  type Db,
  listRuleJudgements,
  listRuleUse,
  listVerdicts,
  listVersioned,
  observedSince,
  storeRuleSet,
  type VerdictListRow,
  type VersionedRow,
} from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { ApiProblem, invalidField } from '../api-problem.ts';
import { presentRuleSet } from '../controls/present-rule-set.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { serviceLabel } from '../service-label.ts';
import { listControlBindings, loadRuleFile } from './control-rules.ts';
import { notUnderstood, type RuleReading, readRules, reviewRule, watchedLists } from './review-rule-set.ts';
import { newRuleSet } from './stored-rule-file.ts';

const MOST_UNREAD = 500;
/** Rule sets whose rules are held read, by the digest of their text. */
const READ_SETS = 4;

/** The rules of a text; a problem that names field and line when it cannot be read at all. */
function readText(format: RuleFormat, text: string): RuleFile {
  try {
    return parseRules(format, text);
  } catch (error) {
    if (error instanceof RuleFileError) throw invalidField('text', error.message);
    throw error;
  }
}

function formatOf(text: string): RuleFormat {
  const format = detectRuleFormat(text);
  if (format) return format;
  throw invalidField('format', 'nothing in the text tells which format it is; choose one');
}

async function listRuleSets(db: Db, controlId?: number): Promise<RuleSetRow[]> {
  const [controls, ruleSets, rules, judgements, counts] = await Promise.all([
    listVersioned(db, 'network_control', true),
    listVersioned(db, 'rule_set', true),
    countRules(db),
    listRuleJudgements(db),
    countVerdicts(db, controlId),
  ]);
  return ruleSets
    .filter((row) => controlId === undefined || row.control_id === controlId)
    .map((row) => {
      const judgement = judgements.find(({ ruleSetId }) => ruleSetId === row.id);
      const counted = counts.find((each) => each.controlId === row.control_id);
      const { allowed = 0, denied = 0, deniedSeen = 0, undetermined = 0, noList = 0 } = counted ?? {};
      return {
        ...presentRuleSet(row, rules.get(row.id) ?? 0),
        controlId: row.control_id,
        controlName: controls.find(({ id }) => id === row.control_id)?.name ?? '',
        verdicts: judgement
          ? { judgedAt: judgement.judgedAt.toISOString(), allowed, denied, deniedSeen, undetermined, noList }
          : null,
      };
    });
}

async function requireRuleSet(db: Db, id: number): Promise<VersionedRow<'rule_set'>> {
  const row = (await listVersioned(db, 'rule_set', true)).find((each) => each.id === id);
  if (!row) throw new ApiProblem('not-found', `There are no rules ${id}.`);
  return row;
}

function presentVerdict(row: VerdictListRow): RelationshipVerdict {
  const { protocol, port, lastSeen, because, ...rest } = row;
  return { ...rest, because: [...because], service: serviceLabel(protocol, port), lastSeen: lastSeen.toISOString() };
}

const CONCERNS = {
  'never-matched': ({ neverMatched }: ReviewedRule) => neverMatched === true,
  shadowed: ({ shadowedBy }: ReviewedRule) => shadowedBy !== null,
  'too-broad': ({ broad }: ReviewedRule) => broad.length > 0,
  'not-understood': ({ unclear }: ReviewedRule) => unclear.length > 0,
} as const;

/** Rule files of controls: preview, import, review of their rules, and what they say of relationships. */
export function addRuleRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  const readSets = new Map<string, { file: RuleFile; readings: RuleReading[] }>();

  async function read(ruleSet: VersionedRow<'rule_set'>) {
    let known = readSets.get(ruleSet.digest);
    if (!known) {
      const file = await loadRuleFile(db, ruleSet);
      known = { file, readings: readRules(file) };
      const [oldest] = readSets.keys();
      if (readSets.size >= READ_SETS && oldest !== undefined) readSets.delete(oldest);
      readSets.set(ruleSet.digest, known);
    }
    return known;
  }

  bind(app, 'previewRules', async ({ body: { text, format } }) => {
    const file = readText(format ?? formatOf(text), text);
    const readings = readRules(file);
    const unread = notUnderstood(file, readings);
    return {
      format: file.format,
      lists: file.lists.map(({ name }) => ({
        name,
        rules: readings.filter(({ lists }) => lists.includes(name)).length,
      })),
      rules: Object.values(file.chains).reduce((sum, rules) => sum + rules.length, 0),
      lines: text.split(/\r\n|\n|\r/).length,
      otherLines: file.otherLines,
      unread: unread.slice(0, MOST_UNREAD),
      unreadTotal: unread.length,
    };
  });

  bind(app, 'importRules', async ({ body: { controlId, text, format, fileName, takenAt, reason }, caller }) => {
    const taken = new Date(takenAt);
    if (taken.getTime() > Date.now()) throw invalidField('takenAt', 'lies in the future');
    const ruleSet = newRuleSet(readText(format, text), { fileName, text, takenAt: taken });
    const stored = await storeRuleSet(db, controlId, ruleSet, { ...caller, reason });
    if (stored === 'missing') throw new ApiProblem('not-found', `There is no control ${controlId} in force.`);
    if (stored === 'same') throw new ApiProblem('conflict', 'The version in force has exactly this text.');
    return stored;
  });

  bind(app, 'ruleSets', async ({ query }) => ({ ruleSets: await listRuleSets(db, query.controlId) }));

  bind(app, 'ruleSet', async ({ params, query: { limit, offset, concern } }) => {
    const row = await requireRuleSet(db, params.id);
    const [{ file, readings }, summaries, uses, controls, since] = await Promise.all([
      read(row),
      listRuleSets(db, row.control_id),
      listRuleUse(db, row.id),
      listControlBindings(db),
      observedSince(db),
    ]);
    const ruleSet = summaries.find(({ id }) => id === row.id) as RuleSetRow;
    const control = controls.find((each) => each.ruleSet.id === row.id);
    // Rules that nobody has judged yet have not been found unused.
    const watched = control && ruleSet.verdicts && since ? watchedLists(file, control) : new Set<string>();
    const byPosition = new Map(uses.map((use) => [use.position, use]));
    const all = readings.map((reading) => reviewRule(reading, byPosition.get(reading.rule.id), watched));
    const wanted = concern ? all.filter(CONCERNS[concern]) : all;
    const count = (name: keyof typeof CONCERNS) => all.filter(CONCERNS[name]).length;
    return {
      ruleSet,
      observedSince: since?.toISOString() ?? null,
      concerns: {
        'never-matched': count('never-matched'),
        shadowed: count('shadowed'),
        'too-broad': count('too-broad'),
        'not-understood': count('not-understood'),
      },
      total: wanted.length,
      rules: wanted.slice(offset, offset + limit),
      unread: file.unread.slice(0, MOST_UNREAD),
    };
  });

  bind(app, 'ruleSetVerdicts', async ({ params, query: { limit, offset, verdict, position } }) => {
    await requireRuleSet(db, params.id);
    const found = await listVerdicts(db, { ruleSetId: params.id, verdict, position }, { limit, offset });
    return { total: found.total, verdicts: found.verdicts.map(presentVerdict) };
  });

  bind(app, 'relationshipVerdicts', async ({ params }) => {
    const found = await listVerdicts(db, { relationshipId: params.id }, { limit: 500, offset: 0 });
    return { total: found.total, verdicts: found.verdicts.map(presentVerdict) };
  });
}
