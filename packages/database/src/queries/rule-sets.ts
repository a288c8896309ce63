import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { notify } from '../notices.ts';
import type { UnreadRuleLine } from '../tables/network-control.ts';
import type { ChangeAuthor } from './audit.ts';
import { addVersioned, endVersionedRows } from './versioned.ts';

export interface RuleRow {
  readonly position: number;
  readonly chain: string;
  readonly line: number;
  readonly text: string;
  readonly model: object;
}

/** What an import stores as the next version of a control's rules. */
export interface NewRuleSet {
  readonly format: string;
  readonly fileName: string;
  /** SHA-256 of the text, hex. */
  readonly digest: string;
  readonly takenAt: Date;
  /** The rule file without the rules of its chains. */
  readonly model: object;
  readonly unread: readonly UnreadRuleLine[];
  readonly rules: readonly RuleRow[];
}

const RULES_A_STATEMENT = 5_000;

/**
 * Stores the rules of a control as its next version and ends the version before, in one transaction. `missing`: there is no such
 * control in force. `same`: the version in force has the same text.
 */
export function storeRuleSet(
  db: Db,
  controlId: number,
  ruleSet: NewRuleSet,
  by: ChangeAuthor & { readonly reason: string },
): Promise<{ readonly id: number } | 'missing' | 'same'> {
  return db.transaction().execute(async (trx) => {
    const control = await trx
      .selectFrom('network_control')
      .select('id')
      .where('id', '=', controlId)
      .where('ended_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!control) return 'missing';
    const versions = await trx
      .selectFrom('rule_set')
      .select(['version', 'digest', 'ended_at'])
      .where('control_id', '=', controlId)
      .orderBy('version', 'desc')
      .execute();
    const inForce = versions.find((version) => version.ended_at === null);
    if (inForce?.digest === ruleSet.digest) return 'same';
    const version = (versions[0]?.version ?? 0) + 1;
    const replaced = { ...by, reason: `replaced by version ${version}` };
    await endVersionedRows(trx, 'rule_set', sql<boolean>`control_id = ${controlId}`, replaced);
    const { rules, ...content } = ruleSet;
    const columns = {
      control_id: controlId,
      version,
      format: content.format,
      file_name: content.fileName,
      digest: content.digest,
      taken_at: content.takenAt,
      model: content.model,
      unread: content.unread,
    };
    const id = await addVersioned(trx, 'rule_set', columns, by);
    for (let at = 0; at < rules.length; at += RULES_A_STATEMENT) {
      const batch = JSON.stringify(rules.slice(at, at + RULES_A_STATEMENT));
      await sql`insert into rule (rule_set_id, position, chain, line, text, model)
        select ${id}::int, position, chain, line, text, model
        from jsonb_to_recordset(${batch}::jsonb) as given (position int, chain text, line int, text text, model jsonb)`.execute(
        trx,
      );
    }
    await notify(trx, { kind: 'zones' });
    return { id };
  });
}

/** Number of rules by rule set. */
export async function countRules(db: Db): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('rule')
    .select(['rule_set_id', ({ fn }) => fn.countAll<string>().as('rules')])
    .groupBy('rule_set_id')
    .execute();
  return new Map(rows.map((row) => [row.rule_set_id, Number(row.rules)]));
}

/** The rules of a set in the order of the file; all of them without a page. */
export function listRules(
  db: Db,
  ruleSetId: number,
  page?: { readonly limit: number; readonly offset: number },
): Promise<RuleRow[]> {
  const rows = db
    .selectFrom('rule')
    .select(['position', 'chain', 'line', 'text', 'model'])
    .where('rule_set_id', '=', ruleSetId)
    .orderBy('position');
  return (page ? rows.limit(page.limit).offset(page.offset) : rows).execute();
}
