import { type Db, loadScopeSetting, replaceScopeSetting } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { presentProvenance } from '../versioned-records.ts';

async function settings(db: Db) {
  const { entityName, entityKind, periodDays, setBy } = await loadScopeSetting(db);
  return { entityName, entityKind, periodDays, setBy: setBy && presentProvenance(setBy) };
}

/** Who the entity is and how long the window of observation is. */
export function addSettingsRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  bind(app, 'scopeSettings', () => settings(db));

  bind(app, 'setScopeSettings', async ({ body: { reason, ...values }, caller }) => {
    await replaceScopeSetting(db, values, { ...caller, reason });
    return settings(db);
  });
}
