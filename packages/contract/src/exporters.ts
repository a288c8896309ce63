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
  /** Reason -> sets; less than all where they were counted before their reasons were. */
  undecodable: z.record(z.string(), z.number()),
  /** When it was last heard; null: its versions have no templates, or nothing is known. */
  templates: z.number().nullable(),
  waitingSets: z.number().nullable(),
  problems: z.record(z.string(), z.number()),
  sampling: z.number().nullable(),
  skewMs: z.number().nullable(),
});
export type Exporter = z.infer<typeof Exporter>;

/** Datagrams that reached the collector and were lost there, of which nobody can say whose they were. */
export const CollectorLoss = z.object({
  problem: z.string(),
  /** Of the socket; null where it is not the doing of one. */
  port: z.number().int().nullable(),
  count: z.number(),
  last: z.iso.datetime(),
});
export type CollectorLoss = z.infer<typeof CollectorLoss>;

export const ExporterList = z.object({ exporters: z.array(Exporter), losses: z.array(CollectorLoss) });

/** Null takes the name away: the address stands for it again. */
export const ExporterNameDraft = z.object({ name: z.string().trim().min(1).max(120).nullable() });

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
