import { z } from 'zod';
import { accountDataEndpoints } from './account-data.ts';
import { accountEndpoints } from './accounts.ts';
import { Approval, ApprovalDraft, ApprovalList } from './approvals.ts';
import { commentEndpoints } from './comments.ts';
import { confirmationEndpoints } from './confirmations.ts';
import { DirectionChangeList } from './direction-changes.ts';
import { evidenceEndpoints } from './evidence.ts';
import { admissionEndpoints } from './exporter-admission.ts';
import { ExporterDayList, ExporterDayQuery } from './exporter-days.ts';
import { Exporter, ExporterList, ExporterNameDraft, Status } from './exporters.ts';
import { Graph } from './graph.ts';
import { GraphDiff, GraphDiffQuery } from './graph-diff.ts';
import { HostAddresses } from './host-addresses.ts';
import { HostClaimDraft, HostDetail, HostList, HostNameDraft } from './hosts.ts';
import { ImportJob, ImportList } from './imports.ts';
import { listEndpoints } from './list-endpoints.ts';
import { mapLayoutEndpoints } from './map-layout.ts';
import { Matrix } from './matrix.ts';
import { RelationshipFilter } from './period.ts';
import { RelationshipList } from './relationships.ts';
import { Id, id, None, Page } from './request-parts.ts';
import { ManyHostsClaimDraft, ManyHostsClaimPreview, ManyHostsClaimResult } from './review.ts';
import { reviewEndpoints } from './review-decisions.ts';
import { ruleEndpoints } from './rule-endpoints.ts';
import { savedViewEndpoints } from './saved-views.ts';
import { scopeEndpoints } from './scope-endpoints.ts';
import { ScopePath } from './scope-path.ts';
import {
  EndpointHistory,
  EndpointStatementDraft,
  EndpointStatementResult,
  ServiceEndpointList,
} from './service-endpoints.ts';
import { snapshotChangeEndpoints } from './snapshot-changes.ts';
import { ZonePreview, ZonePreviewDraft } from './zone-preview.ts';
import { Zone, ZoneDraft, ZoneList, ZonePatch } from './zones.ts';

const ServiceOfHost = Id.extend({ protocol: z.string().max(20), port: z.coerce.number().int().min(0).max(65_535) });
const JobId = z.object({ id: z.uuid() });

/**
 * Every URL of the API, written once: the server binds handlers to these, the page calls them. Two more carry no JSON in one
 * direction and stand outside: `POST /api/imports` (multipart upload of one capture, answers 202 with its {@link ImportJob})
 * and `GET /api/events` (server-sent {@link LiveEvent}s).
 */
export const endpoints = {
  ...accountEndpoints,
  status: { method: 'GET', path: '/api/status', response: Status },
  graph: { method: 'GET', path: '/api/graph', query: RelationshipFilter, response: Graph },
  graphDiff: { method: 'GET', path: '/api/graph/diff', query: GraphDiffQuery, response: GraphDiff },
  matrix: { method: 'GET', path: '/api/matrix', query: RelationshipFilter, response: Matrix },
  hosts: { method: 'GET', path: '/api/hosts', query: RelationshipFilter.extend(Page.shape), response: HostList },
  host: { method: 'GET', path: '/api/hosts/:id', params: Id, response: HostDetail },
  claimHost: { method: 'POST', path: '/api/hosts/:id/claims', params: Id, body: HostClaimDraft, response: HostDetail },
  previewHostClaims: {
    method: 'GET',
    path: '/api/hosts/claims/preview',
    query: RelationshipFilter,
    response: ManyHostsClaimPreview,
  },
  claimHosts: { method: 'POST', path: '/api/hosts/claims', body: ManyHostsClaimDraft, response: ManyHostsClaimResult },
  nameHost: { method: 'PUT', path: '/api/hosts/:id/name', params: Id, body: HostNameDraft, response: HostDetail },
  hostPath: { method: 'GET', path: '/api/hosts/:id/path', params: Id, response: ScopePath },
  hostAddresses: { method: 'GET', path: '/api/hosts/:id/addresses', params: Id, response: HostAddresses },
  serviceEndpoints: { method: 'GET', path: '/api/hosts/:id/endpoints', params: Id, response: ServiceEndpointList },
  endpointHistory: {
    method: 'GET',
    path: '/api/hosts/:id/endpoints/:protocol/:port',
    params: ServiceOfHost,
    response: EndpointHistory,
  },
  stateEndpoint: {
    method: 'PUT',
    path: '/api/hosts/:id/endpoints/:protocol/:port',
    params: ServiceOfHost,
    body: EndpointStatementDraft,
    response: EndpointStatementResult,
  },
  directionChanges: {
    method: 'GET',
    path: '/api/hosts/:id/direction-changes',
    params: Id,
    query: z.object({ limit: Page.shape.limit }),
    response: DirectionChangeList,
  },
  relationships: {
    method: 'GET',
    path: '/api/relationships',
    query: RelationshipFilter.extend(Page.shape).extend({
      hostId: id.optional(),
      /** Id of a bundle of the graph: its relationships only. */
      bundle: z.string().max(500).optional(),
    }),
    response: RelationshipList,
  },
  exporters: { method: 'GET', path: '/api/exporters', response: ExporterList },
  exporterDays: { method: 'GET', path: '/api/exporters/days', query: ExporterDayQuery, response: ExporterDayList },
  nameExporter: {
    method: 'PUT',
    path: '/api/exporters/:id/name',
    params: Id,
    body: ExporterNameDraft,
    response: Exporter,
  },
  zones: { method: 'GET', path: '/api/zones', response: ZoneList },
  previewZone: { method: 'POST', path: '/api/zones/preview', body: ZonePreviewDraft, response: ZonePreview },
  createZone: { method: 'POST', path: '/api/zones', body: ZoneDraft, response: Zone },
  updateZone: { method: 'PATCH', path: '/api/zones/:id', params: Id, body: ZonePatch, response: Zone },
  deleteZone: { method: 'DELETE', path: '/api/zones/:id', params: Id, response: None },
  approvals: { method: 'GET', path: '/api/approvals', response: ApprovalList },
  approve: { method: 'POST', path: '/api/approvals', body: ApprovalDraft, response: Approval },
  imports: { method: 'GET', path: '/api/imports', response: ImportList },
  import: { method: 'GET', path: '/api/imports/:id', params: JobId, response: ImportJob },
  cancelImport: { method: 'POST', path: '/api/imports/:id/cancel', params: JobId, response: ImportJob },
  ...scopeEndpoints,
  ...mapLayoutEndpoints,
  ...savedViewEndpoints,
  ...ruleEndpoints,
  ...admissionEndpoints,
  ...evidenceEndpoints,
  ...snapshotChangeEndpoints,
  ...confirmationEndpoints,
  ...accountDataEndpoints,
  ...commentEndpoints,
  ...listEndpoints,
  ...reviewEndpoints,
  loadSample: { method: 'POST', path: '/api/sample', response: ImportJob },
} as const;

export type EndpointName = keyof typeof endpoints;
export type Endpoint<Name extends EndpointName> = (typeof endpoints)[Name];
