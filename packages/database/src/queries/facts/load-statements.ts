import type { Provenance, ScopeClaim, TagFact, TagStatement, TagSubject, ThirdPartyFact } from '@scopemap/scope-model';
import { sql } from 'kysely';
import type { Trx } from '../../database.ts';
import type { LoadedPlaces } from './load-places.ts';
import type { LoadedSystems } from './load-systems.ts';

export async function loadThirdParties(trx: Trx): Promise<ThirdPartyFact[]> {
  const rows = await trx.selectFrom('third_party').selectAll().where('ended_at', 'is', null).orderBy('id').execute();
  return rows.map(({ id, name, service, attestation_version: version, attested_at: at }) => ({
    id: `party-${id}`,
    name,
    service,
    attestation: version !== null && at !== null ? { version, at: at.getTime() } : null,
  }));
}

interface Said extends Provenance {
  readonly id: string;
  readonly subject: TagSubject;
  readonly statement: TagStatement;
}

const CLAIMS_THAT_RAISE: ReadonlySet<ScopeClaim> = new Set(['cde', 'connected', 'security-impacting']);

/**
 * What brings a system into scope, or keeps it there, is said of whoever had the address; what takes it out, or lets its contacts
 * count for less, only of the one that had it when it was said.
 */
function raises(statement: TagStatement): boolean {
  switch (statement.kind) {
    case 'account-data':
    case 'serves-cde':
    case 'manages':
    case 'hosts':
    case 'hides':
      return true;
    case 'role':
      return statement.role !== 'vulnscan';
    case 'claim':
      return CLAIMS_THAT_RAISE.has(statement.claim);
    default:
      return false;
  }
}

/** The statement once for each system that its target stands for. */
function withTargets(statement: TagStatement, systemsOf: (address: string) => readonly string[]): TagStatement[] {
  switch (statement.kind) {
    case 'manages':
    case 'no-influence':
      return systemsOf(statement.target).map((target) => ({ ...statement, target }));
    case 'hosts':
      return systemsOf(statement.guest).map((guest) => ({ ...statement, guest }));
    default:
      return [statement];
  }
}

function spreadOverSystems(said: Said, systems: LoadedSystems): TagFact[] {
  if (said.subject.kind !== 'asset') return [said];
  const all = raises(said.statement);
  const systemsOf = (address: string) =>
    all ? systems.holders(address) : systems.holdersBetween(address, said.at, said.at);
  const facts = systemsOf(said.subject.id).flatMap((id) =>
    withTargets(said.statement, systemsOf).map((statement) => ({
      ...said,
      subject: { kind: 'asset' as const, id },
      statement,
    })),
  );
  return facts.map((fact, i) => (i === 0 ? fact : { ...fact, id: `${fact.id}+${i}` }));
}

async function loadTags(trx: Trx): Promise<Said[]> {
  const { rows } = await sql<Said>`
    select 'tag-' || id as id, json_build_object('kind', subject_kind, 'id', subject_id) as subject, statement, author,
      floor(extract(epoch from made_at) * 1000)::float8 as at, reason, evidence,
      floor(extract(epoch from valid_until) * 1000)::float8 as until
    from tag
    where ended_at is null and (subject_kind <> 'contact' or exists (
      select from relationship r where r.id = substr(subject_id, 9)::bigint))
    order by id`.execute(trx);
  return rows;
}

/** Claims of hosts, with who made them; and of zones, of which the audit knows who wrote them last. */
async function loadClaims(trx: Trx): Promise<Said[]> {
  const { rows } = await sql<Said>`
    with written as materialized (
      select id, actor, at, subject, after from audit_entry where action in ('zone.create', 'zone.change', 'network.declare')
    )
    select 'claim-' || c.id as id, json_build_object('kind', 'asset', 'id', host(h.address)) as subject,
      json_build_object('kind', 'claim', 'claim', c.claim) as statement, c.author,
      floor(extract(epoch from c.made_at) * 1000)::float8 as at, c.reason, null as evidence, null as until
    from host_claim c join host h on h.id = c.host_id where c.closed_at is null
    union all
    select 'zone-claim-' || z.id, json_build_object('kind', 'zone', 'id', 'zone-' || z.id),
      json_build_object('kind', 'claim', 'claim', z.claim), coalesce(w.actor, 'unknown'),
      floor(extract(epoch from coalesce(w.at, z.created_at)) * 1000)::float8,
      coalesce(nullif(z.description, ''), 'claim of the zone'), null, null
    from zone z left join lateral (
      select actor, at from written w
      where (starts_with(w.subject, 'zone ' || z.id || ' (') and w.after ->> 'claim' = z.claim)
        or w.after -> 'zones' @> jsonb_build_array(jsonb_build_object('name', z.name, 'claim', z.claim))
      order by w.id desc limit 1
    ) w on true
    where z.claim <> 'undetermined'
    order by 1`.execute(trx);
  return rows;
}

/** Tags, and claims of hosts and zones as tags. What names a place or party that is no more says nothing of it. */
export async function loadStatements(
  trx: Trx,
  systems: LoadedSystems,
  places: LoadedPlaces,
  parties: readonly ThirdPartyFact[],
): Promise<TagFact[]> {
  const known = new Set(parties.map(({ id }) => id));
  const holds = ({ subject, statement }: Said) =>
    (subject.kind === 'asset' || subject.kind === 'contact' || places.find(subject.id) !== undefined) &&
    (statement.kind !== 'unsegmented' || places.find(statement.other.id) !== undefined);
  const current = (said: Said): Said =>
    said.statement.kind === 'third-party' && said.statement.party !== null && !known.has(said.statement.party)
      ? { ...said, statement: { ...said.statement, party: null } }
      : said;
  const said = [...(await loadTags(trx)), ...(await loadClaims(trx))];
  return said.filter(holds).flatMap((one) => spreadOverSystems(current(one), systems));
}
