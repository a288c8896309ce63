import { z } from 'zod';

export const Exporter = z.object({
  id: z.number().int(),
  address: z.string(),
  name: z.string().nullable(),
  versions: z.array(z.number().int()),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  datagrams: z.number(),
  records: z.number(),
  lost: z.number(),
  undecodableSets: z.number(),
  problems: z.record(z.string(), z.number()),
  sampling: z.number().nullable(),
  skewMs: z.number().nullable(),
});
export type Exporter = z.infer<typeof Exporter>;

export const ExporterList = z.object({ exporters: z.array(Exporter) });

/** Where exporters are to send, and how this installation is reached. */
export const Status = z.object({
  product: z.string(),
  version: z.string(),
  flowPorts: z.array(z.number().int()),
  dataFolder: z.string().nullable(),
  empty: z.boolean(),
  collector: z.enum(['running', 'stopped', 'unknown']),
});
export type Status = z.infer<typeof Status>;
