import { listAuditEntries, verifyAuditChain } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';

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
}
