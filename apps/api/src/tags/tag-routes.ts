import type { Tag } from '@scopemap/contract';
import {
  createVersioned,
  type Db,
  listTags,
  listVersioned,
  tagSubjectExists,
  type VersionedRow,
} from '@scopemap/database';
import { canonicalIp } from '@scopemap/net';
import type { TagStatement } from '@scopemap/scope-model';
import type { FastifyInstance } from 'fastify';
import { invalidField } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { created, end, presentProvenance, requirePlaces } from '../versioned-records.ts';

function present(row: VersionedRow<'tag'>): Tag {
  return {
    ...presentProvenance(row),
    subject: { kind: row.subject_kind, id: row.subject_id },
    statement: row.statement as Tag['statement'],
    evidence: row.evidence,
    until: row.valid_until?.toISOString() ?? null,
  };
}

function address(field: string, text: string): string {
  const canonical = canonicalIp(text.trim());
  if (canonical) return canonical;
  throw invalidField(`statement.${field}`, `"${text}" is not an IP address`);
}

/** The statement with its references in canonical form; a problem when one of them does not exist. */
async function checkedStatement(db: Db, statement: TagStatement): Promise<TagStatement> {
  switch (statement.kind) {
    case 'manages':
    case 'no-influence':
      return { ...statement, target: address('target', statement.target) };
    case 'hosts':
      return { ...statement, guest: address('guest', statement.guest) };
    case 'unsegmented':
      await requirePlaces(db, 'statement.other.id', [statement.other.id]);
      return statement;
    case 'third-party': {
      const parties = await listVersioned(db, 'third_party');
      if (statement.party === null || parties.some(({ id }) => `party-${id}` === statement.party)) return statement;
      throw invalidField('statement.party', `there is no third party ${statement.party}`);
    }
    default:
      return statement;
  }
}

/** What people say of systems, segments, zones and contacts. */
export function addTagRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  bind(app, 'tags', async ({ query }) => ({ tags: (await listTags(db, query)).map(present) }));

  bind(app, 'addTag', async ({ body, caller }) => {
    const { subject, reason, evidence, until } = body;
    if (subject.kind !== 'asset' && !(await tagSubjectExists(db, subject.kind, subject.id))) {
      throw invalidField('subject.id', `there is no ${subject.kind} ${subject.id}`);
    }
    if (until !== null && Date.parse(until) <= Date.now()) throw invalidField('until', 'has passed');
    const statement = await checkedStatement(db, body.statement);
    const columns = { subject_kind: subject.kind, subject_id: subject.id, statement, evidence, valid_until: until };
    return created(await createVersioned(db, 'tag', columns, { ...caller, reason }), 'This was said before.');
  });

  bind(app, 'endTag', ({ params, body, caller }) => end(db, 'tag', params.id, { ...caller, ...body }));
}
