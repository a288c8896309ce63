import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { listAuditEntries, readAuditEntries, verifyAuditChain } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { jsonLine } from './forward/audit-line.ts';

type Json = z.core.util.JSONType;

export function addAuditRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  bind(app, 'auditChain', () => verifyAuditChain(db));

  bind(app, 'auditEntries', async ({ query: { q, action, from, to, limit, offset } }) => {
    const search = { text: q, action, from: from ? new Date(from) : undefined, to: to ? new Date(to) : undefined };
    const { entries, total } = await listAuditEntries(db, search, { limit, offset });
    return {
      entries: entries.map(({ at, before, after, ...entry }) => ({
        ...entry,
        at: at.toISOString(),
        before: before as Json,
        after: after as Json,
      })),
      total,
    };
  });
  app.get('/api/audit.ndjson', { schema: { operationId: 'auditFile' } }, (_, reply) => {
    const file = new PassThrough();
    readAuditEntries(db, async (entries) => {
      if (file.destroyed) throw new Error('the reader of the file went away');
      if (!file.write(entries.map((entry) => `${jsonLine(entry)}\n`).join(''))) await once(file, 'drain');
    }).then(
      () => file.end(),
      (error: Error) => file.destroy(error),
    );
    return reply
      .type('application/x-ndjson')
      .header('content-disposition', 'attachment; filename="scopemap-audit.ndjson"')
      .send(file);
  });
}
