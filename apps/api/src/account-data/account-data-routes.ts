import type { AccountDataMark } from '@scopemap/contract';
import { type AccountDataRow, listAccountData, markAccountData, missingRelationships } from '@scopemap/database';
import type { TagStatement } from '@scopemap/scope-model';
import type { FastifyInstance } from 'fastify';
import { invalidField } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { serviceLabel } from '../service-label.ts';
import { presentProvenance } from '../versioned-records.ts';

type Carries = Extract<TagStatement, { readonly kind: 'carries-account-data' }>;

const GONE = 'no longer known';

function present(row: AccountDataRow): AccountDataMark {
  const { kind: _, stages, channels, elements, ...step } = row.statement as Carries;
  return {
    ...presentProvenance(row),
    ...step,
    stages: [...stages],
    channels: [...channels],
    elements: [...elements],
    relationshipId: row.relationshipId,
    client: row.client ?? GONE,
    server: row.server ?? GONE,
    service: row.protocol === null ? GONE : serviceLabel(row.protocol, row.port),
    evidence: row.evidence,
    until: row.valid_until?.toISOString() ?? null,
  };
}

/** Which relationships carry account data, as people say; flow records cannot show it (1.2.4). */
export function addAccountDataRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  bind(app, 'accountDataMarks', async () => ({ marks: (await listAccountData(db)).map(present) }));

  bind(app, 'markAccountData', async ({ body, caller }) => {
    const { relationshipIds, reason, evidence, until, ...step } = body;
    const ids = [...new Set(relationshipIds)];
    const [missing] = await missingRelationships(db, ids);
    if (missing !== undefined) throw invalidField('relationshipIds', `there is no relationship ${missing}`);
    if (until !== null && Date.parse(until) <= Date.now()) throw invalidField('until', 'has passed');
    const statement: Carries = { kind: 'carries-account-data', ...step };
    await markAccountData(db, { relationshipIds: ids, statement, evidence, until }, { ...caller, reason });
    return { marked: ids.length };
  });
}
