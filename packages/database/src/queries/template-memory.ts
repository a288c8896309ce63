import { sql } from 'kysely';
import type { Db } from '../database.ts';
import type { TemplateBody } from '../tables/exporter.ts';

/** A template of an exporter in a form that survives a restart. */
export interface RememberedTemplate extends Readonly<TemplateBody> {
  readonly exporter: string;
  /** UDP source port of the exporter. */
  readonly port: number;
  readonly domain: number;
  readonly version: 9 | 10;
  readonly templateId: number;
  /** Last sent or used, milliseconds since 1970 UTC. */
  readonly seenAt: number;
}

/** Replaces the stored template memory by `templates`. */
export async function saveTemplates(db: Db, templates: readonly RememberedTemplate[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('exporter_template').execute();
    await sql`
      insert into exporter_template (exporter, port, domain, version, template_id, seen_at, body)
      select * from unnest(
        ${templates.map((template) => template.exporter)}::inet[],
        ${templates.map((template) => template.port)}::int[],
        ${templates.map((template) => template.domain)}::bigint[],
        ${templates.map((template) => template.version)}::smallint[],
        ${templates.map((template) => template.templateId)}::int[],
        ${templates.map((template) => new Date(template.seenAt).toISOString())}::timestamptz[],
        ${templates.map(({ scopeFields, fields }) => JSON.stringify({ scopeFields, fields }))}::jsonb[]
      )
    `.execute(trx);
  });
}

/** All stored templates. */
export async function loadTemplates(db: Db): Promise<RememberedTemplate[]> {
  const rows = await db
    .selectFrom('exporter_template')
    .selectAll()
    .orderBy('exporter')
    .orderBy('port')
    .orderBy('domain')
    .orderBy('version')
    .orderBy('template_id')
    .execute();
  return rows.map((row) => ({
    exporter: row.exporter,
    port: row.port,
    domain: Number(row.domain),
    version: row.version === 9 ? 9 : 10,
    templateId: row.template_id,
    seenAt: row.seen_at.getTime(),
    scopeFields: row.body.scopeFields,
    fields: row.body.fields,
  }));
}
