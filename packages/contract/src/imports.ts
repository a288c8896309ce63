import { z } from 'zod';

/** What an import found. Every count that is not a flow record says why it is not one. */
export const ImportReport = z.object({
  packets: z.number(),
  datagrams: z.number(),
  records: z.number(),
  relationships: z.number(),
  exporters: z.array(z.string()),
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
  undecodableSets: z.number(),
  problems: z.array(z.object({ code: z.string(), count: z.number(), example: z.string() })),
  /** The same file was imported before: nothing was counted twice. */
  repeated: z.boolean(),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** What the import of a port scan found. Only `open` is evidence of a service; the other states are kept apart. */
export const ScanReport = z.object({
  hostsUp: z.number(),
  openEndpoints: z.number(),
  /** Stored relationships whose direction the scan corrected. */
  corrected: z.number(),
  /** Ports per state. */
  states: z.record(z.string(), z.number()),
  repeated: z.boolean(),
});
export type ScanReport = z.infer<typeof ScanReport>;

/** What the import of DHCP leases or of a list of addresses found. */
export const AddressReport = z.object({
  /** Bindings of an asset to an address; one machine may count with its MAC address and its name. */
  bindings: z.number(),
  addresses: z.number(),
  /** Lines that could not be used; the others were. */
  badLines: z.number(),
  /** The first of them. */
  problems: z.array(z.object({ line: z.number().int(), message: z.string() })),
});
export type AddressReport = z.infer<typeof AddressReport>;

export const ImportJob = z.object({
  id: z.string(),
  kind: z.enum(['capture', 'sample', 'scan', 'addresses']),
  fileName: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  octetsTotal: z.number().nullable(),
  octetsDone: z.number(),
  /** Of captures and the sample. */
  report: ImportReport.nullable(),
  /** Of port scans. */
  scan: ScanReport.nullable(),
  /** Of DHCP leases and lists of addresses. */
  addresses: AddressReport.nullable(),
  error: z.string().nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type ImportJob = z.infer<typeof ImportJob>;

export const ImportList = z.object({ imports: z.array(ImportJob) });

/** Messages of the server-sent event stream, by event name. */
export const LiveEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('traffic'), relationships: z.number() }),
  z.object({ kind: z.literal('zones') }),
  /** Verdicts of rules on relationships are others than before. */
  z.object({ kind: z.literal('rules') }),
  /** Categories are others than before; `id` is that of the run. */
  z.object({ kind: z.literal('scope'), id: z.string() }),
  z.object({ kind: z.literal('import'), job: ImportJob }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;
