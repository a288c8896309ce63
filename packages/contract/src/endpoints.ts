import { z } from 'zod';
import { Approval, ApprovalDraft, ApprovalList } from './approvals.ts';
import { ExporterList, Status } from './exporters.ts';
import { Graph } from './graph.ts';
import { HostClaimDraft, HostDetail, HostList, HostNameDraft } from './hosts.ts';
import { ImportJob, ImportList } from './imports.ts';
import { RelationshipFilter } from './period.ts';
import { RelationshipList } from './relationships.ts';
import { Zone, ZoneDraft, ZoneList, ZonePatch } from './zones.ts';

/** Keys of zones, hosts and the like are 32-bit in the database. */
const id = z.coerce.number().int().min(1).max(2_147_483_647);
const Id = z.object({ id });
const JobId = z.object({ id: z.uuid() });
const Page = z.object({
  limit: z.coerce.number().int().min(1).max(5000).default(500),
  offset: z.coerce.number().int().min(0).default(0),
});
const None = z.object({});

/**
 * Every URL of the API, written once: the server binds handlers to these, the page calls them. Two more carry no JSON in one
 * direction and stand outside: `POST /api/imports` (multipart upload of one capture, answers 202 with its {@link ImportJob})
 * and `GET /api/events` (server-sent {@link LiveEvent}s).
 */
export const endpoints = {
  status: { method: 'GET', path: '/api/status', response: Status },
  graph: { method: 'GET', path: '/api/graph', query: RelationshipFilter, response: Graph },
  hosts: { method: 'GET', path: '/api/hosts', query: RelationshipFilter.extend(Page.shape), response: HostList },
  host: { method: 'GET', path: '/api/hosts/:id', params: Id, response: HostDetail },
  claimHost: { method: 'POST', path: '/api/hosts/:id/claims', params: Id, body: HostClaimDraft, response: HostDetail },
  nameHost: { method: 'PUT', path: '/api/hosts/:id/name', params: Id, body: HostNameDraft, response: HostDetail },
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
  zones: { method: 'GET', path: '/api/zones', response: ZoneList },
  createZone: { method: 'POST', path: '/api/zones', body: ZoneDraft, response: Zone },
  updateZone: { method: 'PATCH', path: '/api/zones/:id', params: Id, body: ZonePatch, response: Zone },
  deleteZone: { method: 'DELETE', path: '/api/zones/:id', params: Id, response: None },
  approvals: { method: 'GET', path: '/api/approvals', response: ApprovalList },
  approve: { method: 'POST', path: '/api/approvals', body: ApprovalDraft, response: Approval },
  imports: { method: 'GET', path: '/api/imports', response: ImportList },
  import: { method: 'GET', path: '/api/imports/:id', params: JobId, response: ImportJob },
  cancelImport: { method: 'POST', path: '/api/imports/:id/cancel', params: JobId, response: ImportJob },
  loadSample: { method: 'POST', path: '/api/sample', response: ImportJob },
} as const;

export type EndpointName = keyof typeof endpoints;
export type Endpoint<Name extends EndpointName> = (typeof endpoints)[Name];
