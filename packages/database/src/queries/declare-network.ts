import type { ScopeClaim } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Db, Trx } from '../database.ts';
import { notify } from '../notices.ts';
import { appendAuditEntry } from './audit.ts';

export interface DeclaredZone {
  readonly name: string;
  readonly claim: ScopeClaim;
  readonly description: string;
  readonly prefixes: readonly string[];
}

export interface DeclaredHost {
  readonly address: string;
  readonly name: string;
  readonly claim: { readonly claim: ScopeClaim; readonly reason: string } | null;
}

export interface DeclaredApproval {
  readonly sourceZone: string;
  readonly targetZone: string;
  readonly protocol: number;
  /** 0 for protocols without ports. */
  readonly port: number;
  readonly businessNeed: string;
  readonly approvedBy: string;
}

/** What people say of a network, by names and addresses. */
export interface NetworkDeclaration {
  readonly zones: readonly DeclaredZone[];
  readonly hosts: readonly DeclaredHost[];
  readonly approvals: readonly DeclaredApproval[];
  readonly exporters: readonly { readonly address: string; readonly name: string }[];
  readonly author: string;
}

async function declareZones(trx: Trx, zones: readonly DeclaredZone[]): Promise<void> {
  const rows = JSON.stringify(zones.map(({ name, claim, description }) => ({ name, claim, description })));
  await sql`insert into zone (name, claim, description)
    select name, claim, description from jsonb_to_recordset(${rows}::jsonb) as given (name text, claim text, description text)
    on conflict (name) do nothing`.execute(trx);
  const prefixes = JSON.stringify(
    zones.flatMap((zone) => zone.prefixes.map((prefix) => ({ prefix, zone: zone.name }))),
  );
  await sql`insert into zone_prefix (prefix, zone_id)
    select given.prefix, zone.id from jsonb_to_recordset(${prefixes}::jsonb) as given (prefix cidr, zone text)
    join zone on zone.name = given.zone
    on conflict (prefix) do nothing`.execute(trx);
}

async function declareHosts(trx: Trx, hosts: readonly DeclaredHost[], author: string): Promise<void> {
  const names = JSON.stringify(hosts.map(({ address, name }) => ({ address, name })));
  await sql`insert into host_name (host_id, source, name)
    select host.id, 'sample', given.name from jsonb_to_recordset(${names}::jsonb) as given (address inet, name text)
    join host on host.address = given.address
    on conflict (host_id, source) do update set name = excluded.name`.execute(trx);
  const claims = JSON.stringify(hosts.flatMap(({ address, claim }) => (claim ? [{ address, ...claim }] : [])));
  await sql`insert into host_claim (host_id, claim, reason, author)
    select host.id, given.claim, given.reason, ${author} from jsonb_to_recordset(${claims}::jsonb) as given (address inet, claim text, reason text)
    join host on host.address = given.address
    where not exists (select from host_claim as standing where standing.host_id = host.id and standing.closed_at is null)`.execute(
    trx,
  );
}

async function declareApprovals(trx: Trx, approvals: readonly DeclaredApproval[]): Promise<void> {
  const rows = JSON.stringify(approvals);
  await sql`insert into approval (source_zone_id, target_zone_id, protocol, port, business_need, approved_by)
    select source.id, target.id, given.protocol, given.port, given."businessNeed", given."approvedBy"
    from jsonb_to_recordset(${rows}::jsonb) as given
      ("sourceZone" text, "targetZone" text, protocol smallint, port integer, "businessNeed" text, "approvedBy" text)
    join zone as source on source.name = given."sourceZone"
    join zone as target on target.name = given."targetZone"
    on conflict do nothing`.execute(trx);
}

/**
 * Stores zones, approvals and exporter names, and the names and claims of those hosts that were seen. What is there already under
 * the same name, prefix or address stays as it is: a declaration never overrides what somebody decided.
 */
export async function declareNetwork(db: Db, declaration: NetworkDeclaration): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await declareZones(trx, declaration.zones);
    await declareHosts(trx, declaration.hosts, declaration.author);
    await declareApprovals(trx, declaration.approvals);
    const exporters = JSON.stringify(declaration.exporters);
    await sql`update exporter set name = given.name
      from jsonb_to_recordset(${exporters}::jsonb) as given (address inet, name text)
      where exporter.address = given.address and exporter.name is null`.execute(trx);
    const { author, ...after } = declaration;
    const change = { action: 'network.declare', subject: 'network', before: null, after, reason: null };
    await appendAuditEntry(trx, { author, origin: 'declaration' }, change);
    await notify(trx, { kind: 'zones' });
  });
}
