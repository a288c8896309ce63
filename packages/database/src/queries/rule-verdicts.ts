import type { ContactState, RuleVerdictFact } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db, Trx } from '../database.ts';
import { notify } from '../notices.ts';
import type { Page } from './hosts.ts';

/** A relationship as rules see it. */
export interface JudgedRelationship {
  readonly id: string;
  readonly clientId: number;
  readonly serverId: number;
  readonly directed: boolean;
  readonly protocol: number;
  readonly port: number;
  /** Without direction the port of the first end; null where it is not known, and with direction: clients use many. */
  readonly clientPort: number | null;
  readonly icmpType: number | null;
}

/** What the rules of a control say of one relationship. */
export interface RuleVerdictRow {
  readonly relationshipId: string;
  readonly verdict: RuleVerdictFact['verdict'];
  readonly list: string | null;
  readonly line: number | null;
  readonly position: number | null;
  readonly reply: boolean;
  /** The message type that was asked about. */
  readonly icmpType: number | null;
  readonly because: readonly string[];
  readonly decided: readonly number[];
  readonly possible: readonly number[];
}

/** How far the verdicts of a control have come, and from what they were worked out. */
export interface RuleJudgement {
  readonly controlId: number;
  readonly ruleSetId: number;
  readonly basis: string;
  readonly lastRelationship: string;
  readonly judgedAt: Date;
}

const SEEN_BY_RULES = sql`
  r.id::text as id, r.client_id as "clientId", r.server_id as "serverId", r.client_port = -1 as directed, r.protocol, r.port,
  case when r.client_port <> -1 and r.folded = 0 then r.client_port end as "clientPort", r.icmp_type as "icmpType"`;

/** Relationships with an id above `after` that have no verdict of this rule set yet, in order of ids, at most `limit`. */
export async function listUnjudged(
  db: Db,
  { controlId, ruleSetId }: { readonly controlId: number; readonly ruleSetId: number },
  after: string,
  limit: number,
): Promise<JudgedRelationship[]> {
  const { rows } = await sql<JudgedRelationship>`
    select ${SEEN_BY_RULES} from relationship r
    where r.id > ${after}::bigint and not exists (select from rule_verdict v
      where v.control_id = ${controlId} and v.relationship_id = r.id and v.rule_set_id = ${ruleSetId})
    order by r.id limit ${limit}`.execute(db);
  return rows;
}

/** ICMP relationships whose messages are others than they were when this control was asked. */
export async function listOtherMessages(db: Db, controlId: number): Promise<JudgedRelationship[]> {
  const { rows } = await sql<JudgedRelationship>`
    select ${SEEN_BY_RULES} from relationship r join rule_verdict v on v.relationship_id = r.id
    where v.control_id = ${controlId} and r.protocol in (1, 58) and v.icmp_type is distinct from r.icmp_type`.execute(
    db,
  );
  return rows;
}

/** Address of every host by its id. */
export async function listHostIds(db: Db): Promise<Map<number, string>> {
  const { rows } = await sql<{ id: number; address: string }>`select id, host(address) as address from host`.execute(
    db,
  );
  return new Map(rows.map(({ id, address }) => [id, address]));
}

/** Zones, then segments, with their prefixes. `zone`: the place of a segment's zone. */
export async function listPlaces(
  db: Db,
): Promise<{ readonly id: string; readonly zone: string | null; readonly prefixes: readonly string[] }[]> {
  const { rows } = await sql<Awaited<ReturnType<typeof listPlaces>>[number]>`
    select 1 as kind, 'zone-' || z.id as id, null as zone,
      array(select p.prefix::text from zone_prefix p where p.zone_id = z.id order by p.prefix) as prefixes
    from zone z
    union all
    select 2, 'segment-' || id, 'zone-' || zone_id, array(select p::text from unnest(prefixes) p order by p)
    from segment where ended_at is null
    order by kind, id`.execute(db);
  return rows.map(({ id, zone, prefixes }) => ({ id, zone, prefixes }));
}

export async function listRuleJudgements(db: Db): Promise<RuleJudgement[]> {
  const rows = await db.selectFrom('rule_judgement').selectAll().execute();
  return rows.map((row) => ({
    controlId: row.control_id,
    ruleSetId: row.rule_set_id,
    basis: row.basis,
    lastRelationship: row.last_relationship,
    judgedAt: row.judged_at,
  }));
}

/** Lists within an array have to be texts: arrays of the server are rectangular. */
const asList = (items: readonly (string | number)[]) =>
  `{${items.map((item) => (typeof item === 'number' ? item : `"${item.replaceAll(/["\\]/g, '\\$&')}"`)).join()}}`;

async function writeVerdicts(trx: Trx, controlId: number, ruleSetId: number, rows: readonly RuleVerdictRow[]) {
  await sql`
    insert into rule_verdict (control_id, relationship_id, rule_set_id, verdict, list, line, position, reply, icmp_type,
      because, decided, possible)
    select ${controlId}::int, relationship_id, ${ruleSetId}::int, verdict, list, line, position, reply, icmp_type,
      because::text[], decided::int[], possible::int[]
    from unnest(
      ${rows.map((row) => row.relationshipId)}::bigint[], ${rows.map((row) => row.verdict)}::text[],
      ${rows.map((row) => row.list)}::text[], ${rows.map((row) => row.line)}::int[],
      ${rows.map((row) => row.position)}::int[], ${rows.map((row) => row.reply)}::boolean[],
      ${rows.map((row) => row.icmpType)}::smallint[], ${rows.map((row) => asList(row.because))}::text[],
      ${rows.map((row) => asList(row.decided))}::text[], ${rows.map((row) => asList(row.possible))}::text[]
    ) as given (relationship_id, verdict, list, line, position, reply, icmp_type, because, decided, possible)
    on conflict (control_id, relationship_id) do update set
      (rule_set_id, verdict, list, line, position, reply, icmp_type, because, decided, possible) =
      (excluded.rule_set_id, excluded.verdict, excluded.list, excluded.line, excluded.position, excluded.reply,
        excluded.icmp_type, excluded.because, excluded.decided, excluded.possible)`.execute(trx);
}

const ROWS_A_STATEMENT = 5_000;

/**
 * Stores verdicts of a control that were worked out from `judgement.basis`, in one transaction. With `afresh` they replace all
 * that were there. False, and nothing is stored, when the rule set has ended in the meantime.
 */
export function storeRuleVerdicts(
  db: Db,
  judgement: Omit<RuleJudgement, 'judgedAt'>,
  rows: readonly RuleVerdictRow[],
  afresh: boolean,
): Promise<boolean> {
  const { controlId, ruleSetId, basis, lastRelationship } = judgement;
  return db.transaction().execute(async (trx) => {
    // In the order in which an import takes its locks: the control, then its versions.
    await sql`select from network_control where id = ${controlId} for share`.execute(trx);
    const { rows: inForce } = await sql`
      select from rule_set where id = ${ruleSetId} and ended_at is null for share`.execute(trx);
    if (inForce.length === 0) return false;
    if (afresh) await trx.deleteFrom('rule_verdict').where('control_id', '=', controlId).execute();
    for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT)
      await writeVerdicts(trx, controlId, ruleSetId, rows.slice(at, at + ROWS_A_STATEMENT));
    await sql`
      insert into rule_judgement (control_id, rule_set_id, basis, last_relationship, judged_at)
      values (${controlId}, ${ruleSetId}, ${basis}, ${lastRelationship}::bigint, now())
      on conflict (control_id) do update set (rule_set_id, basis, last_relationship, judged_at) =
        (excluded.rule_set_id, excluded.basis, greatest(excluded.last_relationship,
          case when rule_judgement.basis = excluded.basis then rule_judgement.last_relationship else 0 end), now())`.execute(
      trx,
    );
    if (rows.length > 0 || afresh) await notify(trx, { kind: 'rules' });
    return true;
  });
}

/** Removes verdicts of controls that are not in `controlIds`, and of relationships that are no more. */
export async function dropStaleVerdicts(db: Db, controlIds: readonly number[]): Promise<void> {
  const kept = sql`any(${[...controlIds]}::int[])`;
  await db.transaction().execute(async (trx) => {
    await sql`
      delete from rule_verdict v where not v.control_id = ${kept}
        or not exists (select from relationship r where r.id = v.relationship_id)`.execute(trx);
    await sql`delete from rule_judgement where not control_id = ${kept}`.execute(trx);
  });
}

/** Every verdict by rules in force as the scope model takes it, without the words. */
export async function listRuleVerdictFacts(
  db: Db,
): Promise<{ relationshipId: string; controlId: number; verdict: RuleVerdictFact['verdict']; line: string | null }[]> {
  const { rows } = await sql<Awaited<ReturnType<typeof listRuleVerdictFacts>>[number]>`
    select v.relationship_id::text as "relationshipId", v.control_id as "controlId", v.verdict, v.line::text as line
    from rule_verdict v join rule_judgement j using (control_id, rule_set_id)
      join rule_set s on s.id = v.rule_set_id and s.ended_at is null
      join relationship r on r.id = v.relationship_id
    order by v.relationship_id, v.control_id`.execute(db);
  return rows;
}

/** What relationships say of one rule. */
export interface RuleUse {
  readonly position: number;
  /** Relationships that it decided, and those that it may have decided. */
  readonly matched: number;
  readonly possible: number;
  /** When the last relationship that it decided was last seen. */
  readonly lastMatch: Date | null;
}

/** Use of the rules of a set, of those that were used at all. */
export async function listRuleUse(db: Db, ruleSetId: number): Promise<RuleUse[]> {
  const { rows } = await sql<RuleUse>`
    with judged as (
      select v.decided, v.possible, r.last_seen from rule_verdict v join relationship r on r.id = v.relationship_id
      where v.rule_set_id = ${ruleSetId}
    ), used as (
      select unnest(decided) as position, true as decided, last_seen from judged
      union all select unnest(possible), false, null from judged
    )
    select position, count(*) filter (where decided)::int as matched, count(*) filter (where not decided)::int as possible,
      max(last_seen) as "lastMatch"
    from used group by position order by position`.execute(db);
  return rows;
}

/** Number of verdicts of each kind by control; `deniedSeen`: denied, and yet both sides talked. */
export interface VerdictCounts {
  readonly controlId: number;
  readonly allowed: number;
  readonly denied: number;
  readonly deniedSeen: number;
  readonly undetermined: number;
  readonly noList: number;
}

/** Of one control, or of all. */
export async function countVerdicts(db: Db, controlId?: number): Promise<VerdictCounts[]> {
  const wanted = controlId === undefined ? sql`true` : sql`control_id = ${controlId}`;
  const count = (verdict: string) => sql`coalesce(sum(n) filter (where verdict = ${verdict}), 0)::int`;
  const { rows } = await sql<VerdictCounts>`
    with counted as (
      select control_id, verdict, count(*) as n from rule_verdict where ${wanted} group by control_id, verdict
    ), seen as (
      select v.control_id, count(*)::int as n from rule_verdict v join relationship r on r.id = v.relationship_id
      where ${wanted} and v.verdict = 'denied' and r.state = 'established' group by v.control_id
    )
    select control_id as "controlId", ${count('allowed')} as allowed, ${count('denied')} as denied,
      coalesce((select n from seen where seen.control_id = counted.control_id), 0) as "deniedSeen",
      ${count('undetermined')} as undetermined, ${count('no-list')} as "noList"
    from counted group by control_id order by control_id`.execute(db);
  return rows;
}

/** A verdict with the relationship that it is about. */
export interface VerdictListRow extends Omit<RuleVerdictRow, 'decided' | 'possible' | 'position' | 'icmpType'> {
  readonly controlId: number;
  readonly controlName: string;
  readonly ruleSetId: number;
  readonly client: string;
  readonly server: string;
  readonly directed: boolean;
  readonly protocol: number;
  /** The server's; null without ports, and when it is not known. */
  readonly port: number | null;
  readonly state: ContactState;
  readonly lastSeen: Date;
}

/** Which verdicts; everything given must hold. */
export interface VerdictSearch {
  readonly ruleSetId?: number | undefined;
  readonly relationshipId?: string | undefined;
  readonly verdict?: RuleVerdictFact['verdict'] | undefined;
  /** Decided, or possibly decided, by the rule at this position. */
  readonly position?: number | undefined;
}

/** One page of verdicts, denials that were seen nevertheless first, then what is not known; and how many there are in all. */
export async function listVerdicts(
  db: Db,
  { ruleSetId, relationshipId, verdict, position }: VerdictSearch,
  page: Page,
): Promise<{ verdicts: VerdictListRow[]; total: number }> {
  const conditions = [
    sql`true`,
    ...(ruleSetId === undefined ? [] : [sql`v.rule_set_id = ${ruleSetId}`]),
    ...(relationshipId === undefined ? [] : [sql`v.relationship_id = ${relationshipId}::bigint`]),
    ...(verdict === undefined ? [] : [sql`v.verdict = ${verdict}`]),
    ...(position === undefined ? [] : [sql`(${position} = any(v.decided) or ${position} = any(v.possible))`]),
  ];
  const from = sql`
    from rule_verdict v join rule_judgement j using (control_id, rule_set_id)
      join relationship r on r.id = v.relationship_id
    where ${sql.join(conditions, sql` and `)}`;
  const { rows: counted } = await sql<{ total: number }>`select count(*)::int as total ${from}`.execute(db);
  const { rows } = await sql<VerdictListRow>`
    with page as (
      select v.*, r.client_id, r.server_id, r.client_port, r.protocol, r.port, r.folded, r.state, r.last_seen ${from}
      order by (v.verdict = 'denied' and r.state = 'established') desc,
        array_position(array['undetermined', 'no-list', 'denied', 'allowed'], v.verdict), r.last_seen desc, r.id
      limit ${page.limit} offset ${page.offset}
    )
    select p.relationship_id::text as "relationshipId", p.control_id as "controlId", k.name as "controlName",
      p.rule_set_id as "ruleSetId", p.verdict, p.list, p.line, p.reply, p.because,
      host(c.address) as client, host(s.address) as server, p.client_port = -1 as directed, p.protocol,
      case when p.protocol not in (6, 17, 33, 132, 136) or (p.client_port <> -1 and (p.client_port <> p.port or p.folded > 0))
        then null else p.port end as port,
      p.state, p.last_seen as "lastSeen"
    from page p join host c on c.id = p.client_id join host s on s.id = p.server_id
      join network_control k on k.id = p.control_id
    order by (p.verdict = 'denied' and p.state = 'established') desc,
      array_position(array['undetermined', 'no-list', 'denied', 'allowed'], p.verdict), p.last_seen desc, p.relationship_id`.execute(
    db,
  );
  return { verdicts: rows, total: counted[0]?.total ?? 0 };
}

/** When the first relationship was seen; null when there is none. */
export async function observedSince(db: Db): Promise<Date | null> {
  const { rows } = await sql<{ since: Date | null }>`select min(first_seen) as since from relationship`.execute(db);
  return rows[0]?.since ?? null;
}
