import { randomUUID } from 'node:crypto';
import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { addAccountDataRoutes } from './account-data/account-data-routes.ts';
import { addAccounts } from './accounts/add-accounts.ts';
import { demandAccessRow } from './accounts/demand-access-row.ts';
import { addApprovalRoutes } from './approvals/approval-routes.ts';
import { addAuditRoutes } from './audit/audit-routes.ts';
import { addCommentRoutes } from './comments/comment-routes.ts';
import { addConfirmationRoutes } from './confirmation/confirmation-routes.ts';
import { addSnapshotChangesRoutes } from './confirmation/snapshot-changes-routes.ts';
import { addControlRoutes } from './controls/control-routes.ts';
import { addExporterDayRoutes } from './coverage/exporter-day-routes.ts';
import type { ApiDependencies } from './dependencies.ts';
import { addEndpointRoutes } from './endpoints/endpoint-routes.ts';
import { addEventRoutes } from './events/event-routes.ts';
import { addPackRoutes } from './evidence/pack-routes.ts';
import { addAdmissionRoutes } from './exporters/admission-routes.ts';
import { addExporterRoutes } from './exporters/exporter-routes.ts';
import { addCsvRoutes } from './exports-csv/csv-routes.ts';
import { addGraphDiffRoutes } from './graph/diff-routes.ts';
import { addGraphRoutes } from './graph/graph-routes.ts';
import { addHostRoutes } from './hosts/host-routes.ts';
import { addImportRoutes } from './imports/import-routes.ts';
import { addLayoutRoutes } from './layouts/layout-routes.ts';
import { addListRoutes } from './lists/list-routes.ts';
import { addMatrixRoutes } from './matrix/matrix-routes.ts';
import { collectOpenApi, serveOpenApi } from './openapi.ts';
import { handleError } from './problems.ts';
import { addRelationshipRoutes } from './relationships/relationship-routes.ts';
import { addReviewDecisionRoutes } from './review/decision-routes.ts';
import { addManyHostsRoutes } from './review/many-hosts-routes.ts';
import { addRuleRoutes } from './rules/rule-routes.ts';
import { createVerdictKeeper } from './rules/verdict-keeper.ts';
import { refuseForeignChange } from './same-origin.ts';
import { addEvidenceRoutes } from './scope/evidence-routes.ts';
import { addFactsRoutes } from './scope/facts-routes.ts';
import { addRunRoutes } from './scope/run-routes.ts';
import { addSettingsRoutes } from './scope/settings-routes.ts';
import { addSuggestionRoutes } from './scope/suggestion-routes.ts';
import { addWhatIfRoutes } from './scope/what-if-routes.ts';
import { addScopePathRoutes } from './scope-path/scope-path-routes.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { serveWeb } from './serve-web.ts';
import { addStatusRoutes } from './status/status-routes.ts';
import { addTagRoutes } from './tags/tag-routes.ts';
import { addViewRoutes } from './views/view-routes.ts';
import { addZoneRoutes } from './zones/zone-routes.ts';

function createServer({ logger, tls }: ApiDependencies): FastifyInstance {
  const app = Fastify({
    ...(tls ? { https: { key: tls.key, cert: tls.cert, minVersion: 'TLSv1.2' as const } } : {}),
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    // An id that a client sends would let it write into the log under another request's name.
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    // Closing must be quick: a kept-alive connection or a long upload would hold the process.
    forceCloseConnections: true,
    frameworkErrors: (error, request, reply) => {
      handleError(error, request, reply);
    },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(handleError);
  return app;
}

/**
 * The API and, with `webRoot`, the page. The caller listens and closes; closing ends event streams and cuts requests that are
 * under way; what they had not committed is not stored. Rejects when `webRoot` holds no built page.
 */
export async function buildApi(deps: ApiDependencies): Promise<FastifyInstance> {
  const app = createServer(deps);
  await addSecurityHeaders(app, deps.https ?? false);
  await app.register(multipart);
  await collectOpenApi(app, deps.status.version);
  await app.register(async (api) => {
    api.addHook('onRoute', demandAccessRow);
    api.addHook('onRequest', refuseForeignChange);
    // A map of the network has no place in a cache.
    api.addHook('onRequest', async (_, reply) => {
      reply.header('cache-control', 'no-store');
    });
    if (deps.accounts) await addAccounts(api, { ...deps, accounts: deps.accounts });
    addStatusRoutes(api, deps);
    addGraphRoutes(api, deps);
    addGraphDiffRoutes(api, deps);
    addLayoutRoutes(api, deps);
    addViewRoutes(api, deps);
    addMatrixRoutes(api, deps);
    addCsvRoutes(api, deps);
    addManyHostsRoutes(api, deps);
    addReviewDecisionRoutes(api, deps);
    addHostRoutes(api, deps);
    addScopePathRoutes(api, deps);
    addEndpointRoutes(api, deps);
    addRelationshipRoutes(api, deps);
    addZoneRoutes(api, deps);
    addApprovalRoutes(api, deps);
    addTagRoutes(api, deps);
    addControlRoutes(api, deps);
    addRuleRoutes(api, deps);
    addEvidenceRoutes(api, deps);
    addSettingsRoutes(api, deps);
    addFactsRoutes(api, deps);
    addRunRoutes(api, deps);
    addWhatIfRoutes(api, deps);
    addSuggestionRoutes(api, deps);
    addPackRoutes(api, deps);
    addSnapshotChangesRoutes(api, deps);
    addConfirmationRoutes(api, deps);
    addAccountDataRoutes(api, deps);
    addCommentRoutes(api, deps);
    addAuditRoutes(api, deps);
    addExporterRoutes(api, deps);
    addAdmissionRoutes(api, deps);
    addExporterDayRoutes(api, deps);
    addImportRoutes(api, deps);
    addListRoutes(api, deps);
    addEventRoutes(api, deps);
    serveOpenApi(api);
  });
  await serveWeb(app, deps.webRoot);
  const { db, events, keepVerdicts = true } = deps;
  const onError = (error: Error) => app.log.error(error, 'the verdicts of rules could not be brought up to date');
  const verdicts = keepVerdicts ? createVerdictKeeper({ db, events, onError }) : null;
  app.addHook('onClose', async () => {
    await deps.evidence.close();
    await deps.classifier.close();
    await deps.picture?.close();
    await verdicts?.close();
    await events.close();
  });
  return app;
}
