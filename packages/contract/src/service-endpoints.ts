import { ENDPOINT_BASES, ENDPOINT_ROLES, PORT_STATES } from '@scopemap/scope-model';
import { z } from 'zod';

/** What is known of one port of a host, and from where. */
export const ServiceEndpoint = z.object({
  protocol: z.string(),
  port: z.number().int(),
  service: z.string(),
  /** The strongest source that speaks; null: nothing says whether it serves. */
  basis: z.enum(ENDPOINT_BASES).nullable(),
  role: z.enum(ENDPOINT_ROLES).nullable(),
  /** What the latest scan found; null: never scanned. Only `open` is evidence. */
  scanState: z.enum(PORT_STATES).nullable(),
  scannedAt: z.iso.datetime().nullable(),
  firstOpenAt: z.iso.datetime().nullable(),
  lastOpenAt: z.iso.datetime().nullable(),
  /** How many others met it, when traffic taught it; counted up to 64. */
  learnedPeers: z.number().int().nullable(),
});
export type ServiceEndpoint = z.infer<typeof ServiceEndpoint>;

export const ServiceEndpointList = z.object({ endpoints: z.array(ServiceEndpoint), total: z.number().int() });

/** One entry of an endpoint's history. */
export const EndpointEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('scan'),
    at: z.iso.datetime(),
    state: z.enum(PORT_STATES),
    /** Number of the scan in the audit trail. */
    scan: z.number().int(),
    author: z.string(),
  }),
  z.object({
    kind: z.literal('statement'),
    at: z.iso.datetime(),
    /** Null: the statement before was taken back. */
    role: z.enum(ENDPOINT_ROLES).nullable(),
    author: z.string(),
    reason: z.string(),
  }),
]);
export type EndpointEvent = z.infer<typeof EndpointEvent>;

/** The newest first. */
export const EndpointHistory = z.object({ events: z.array(EndpointEvent) });

/** What a person says of an endpoint; null takes the last statement back. The reason is part of the record. */
export const EndpointStatementDraft = z.object({
  role: z.enum(ENDPOINT_ROLES).nullable(),
  reason: z.string().trim().min(3, 'say why, so that an assessor can follow it').max(2000),
});

export const EndpointStatementResult = z.object({
  /** Stored relationships whose direction the statement changed. */
  changed: z.number().int(),
});
