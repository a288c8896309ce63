import type { ContactState, ScopeClaim } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { hostScope } from './host-scope.ts';
import { wideRead } from './wide-read.ts';

/** One service that a host shares with a CDE system. */
export interface CdeContactRow {
  readonly peer: string;
  readonly protocol: number;
  /** Null when it is not known which of the two ports is the service. */
  readonly port: number | null;
  readonly state: ContactState;
  /** The host was the client; null when the direction is not known. */
  readonly initiated: boolean | null;
  readonly scanner: boolean;
}

export interface HostFactRows {
  readonly hostClaim: { readonly claim: ScopeClaim; readonly reason: string; readonly author: string } | null;
  readonly zone: { readonly name: string; readonly claim: ScopeClaim } | null;
  readonly cdeContacts: readonly CdeContactRow[];
  readonly cdeKnown: boolean;
}

const contacts = (hostId: number) => sql`
  select coalesce(p.name, host(p.address)) as peer, r.protocol,
    case when r.client_port = -1 or (r.client_port = r.port and r.folded = 0) then r.port end as port,
    r.state, case when r.client_port = -1 then r.client_id = ${hostId} end as initiated, r.scanner
  from relationship r
  join host_scope p on p.id = case when r.client_id = ${hostId} then r.server_id else r.client_id end
  where (r.client_id = ${hostId} or r.server_id = ${hostId}) and p.cde and p.id <> ${hostId}
  order by array_position(array['established', 'unknown', 'denied', 'attempted'], r.state::text), r.last_seen desc, r.id`;

/** Everything the category of a host depends on; undefined when there is no such host. */
export async function loadScopeFacts(db: Db, hostId: number): Promise<HostFactRows | undefined> {
  const { rows } = await wideRead(db, (trx) =>
    sql<HostFactRows>`
    with ${hostScope}
    select
      (select json_build_object('claim', claim, 'reason', reason, 'author', author)
        from host_claim where host_id = h.id and closed_at is null) as "hostClaim",
      (select json_build_object('name', name, 'claim', claim) from zone where id = h.zone_id) as zone,
      (select coalesce(json_agg(contact), '[]'::json) from (${contacts(hostId)}) contact) as "cdeContacts",
      (exists (select from zone where claim = 'cde')
        or exists (select from host_claim where claim = 'cde' and closed_at is null)) as "cdeKnown"
    from host_scope h where h.id = ${hostId}`.execute(trx),
  );
  return rows[0];
}
