import { protocolName } from '@scopemap/net';
import type { FactRef } from '@scopemap/scope-model';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database.ts';

/** What people call a fact. */
export interface FactName {
  readonly name: string;
  /** The host of a system, when it is one. */
  readonly hostId: number | null;
}

const label = (host: string) => sql`
  coalesce((select n.name from host_name n where n.host_id = ${sql.ref(`${host}.id`)}
    order by array_position(array['person', 'import', 'sample'], n.source) limit 1), host(${sql.ref(`${host}.address`)}))`;

/** Protocols that people know by name; others are `proto-N`. */
const KNOWN = [1, 6, 17, 47, 50, 51, 58, 132] as const;

const PROTOCOL_WORD = sql`case r.protocol ${sql.join(
  KNOWN.map((protocol) => sql`when ${sql.lit(protocol)} then ${sql.lit(protocolName(protocol))}`),
  sql` `,
)} else 'proto-' || r.protocol end`;

/** By kind of fact: rows of `id, name, hostId` for the numbers `ids` behind the ids of facts. */
const BY_NUMBER: Partial<Record<string, RawBuilder<unknown>>> = {
  zone: sql`select 'zone-' || id as id, name, null::int as "hostId" from zone where id = any(ids)`,
  segment: sql`select 'segment-' || id, name, null::int from segment where id = any(ids)`,
  tag: sql`select 'tag-' || id, author || ': ' || reason, null::int from tag where id = any(ids)`,
  claim: sql`select 'claim-' || id, author || ': ' || reason, null::int from host_claim where id = any(ids)`,
  'zone-claim': sql`select 'zone-claim-' || id, 'claim of the zone ' || name, null::int from zone where id = any(ids)`,
  party: sql`select 'party-' || id, name, null::int from third_party where id = any(ids)`,
  control: sql`select 'control-' || id, name, null::int from network_control where id = any(ids)`,
  test: sql`select 'test-' || id, 'test of ' || to_char(tested_at, 'YYYY-MM-DD') || ' by ' || tester, null::int
    from segmentation_test where id = any(ids)`,
  approval: sql`select 'approval-' || id, business_need, null::int from approval where id = any(ids)`,
  exporter: sql`select 'exporter-' || id, coalesce(name, host(address)), null::int from exporter where id = any(ids)`,
  event: sql`select 'event-' || id, name, null::int from calendar_event where id = any(ids)`,
  contact: sql`select 'contact-' || r.id, ${label('c')} || case when r.client_port = -1 then ' → ' else ' ↔ ' end || ${label('s')}
      || case when r.client_port > 0 and r.client_port <> r.port then ' ' || r.client_port || ' and' else '' end
      || case when r.port > 0 then ' ' || r.port || '/' else ' ' end
      || ${PROTOCOL_WORD}, r.client_id
    from relationship r join host c on c.id = r.client_id join host s on s.id = r.server_id where r.id = any(ids)`,
};

const NUMBERED = /^([a-z]+(?:-claim)?)-([0-9]{1,18})(?:\+[0-9]+)?$/;

/** `+1` behind an id only tells apart the systems that one statement is about. */
function plain(id: string): string {
  return id.replace(/\+[0-9]+$/, '');
}

async function nameSystems(db: Db, ids: readonly string[], names: Map<string, FactName>): Promise<void> {
  const addresses = ids.filter((id) => /^[0-9a-f.:]+$/i.test(id) && /[.:]/.test(id));
  if (addresses.length === 0) return;
  const { rows } = await sql<{ id: string; name: string; hostId: number }>`
    select host(h.address) as id, ${label('h')} as name, h.id as "hostId" from host h
    where host(h.address) = any(${addresses}::text[]) and h.address in (
      select text::inet from unnest(${addresses}::text[]) as given (text) where pg_input_is_valid(text, 'inet'))`.execute(
    db,
  );
  for (const { id, ...name } of rows) names.set(id, name);
}

/** Names of facts, for the ids that mean something in the database; others are missing from the result. */
export async function nameFacts(db: Db, refs: Iterable<FactRef>): Promise<(ref: FactRef) => FactName> {
  const numbers = new Map<string, Set<string>>();
  const systems = new Set<string>();
  for (const { id } of refs) {
    const [, kind = '', number = ''] = NUMBERED.exec(id) ?? [];
    if (BY_NUMBER[kind] === undefined) systems.add(id);
    else numbers.set(kind, (numbers.get(kind) ?? new Set()).add(number));
  }
  const names = new Map<string, FactName>();
  await nameSystems(db, [...systems], names);
  for (const [kind, ids] of numbers) {
    const { rows } = await sql<{ id: string; name: string; hostId: number | null }>`
      select found.* from (select ${[...ids]}::bigint[] as ids) given,
        lateral (${BY_NUMBER[kind] as RawBuilder<unknown>}) as found (id, name, "hostId")`.execute(db);
    for (const { id, ...name } of rows) names.set(id, name);
  }
  return ({ id }) => names.get(plain(id)) ?? { name: id, hostId: null };
}
