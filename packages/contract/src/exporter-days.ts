import { z } from 'zod';

/** What was received of one exporter on one UTC day; days without any datagram are not listed. */
export const ExporterDay = z.object({
  exporterId: z.number().int(),
  day: z.string(),
  /** Minutes of the day in which at least one datagram came, at most 1440. */
  minutes: z.number().int(),
  records: z.number(),
  /** Data records or datagrams that its sequence numbers say never arrived. */
  lost: z.number(),
  undecodableSets: z.number(),
});
export type ExporterDay = z.infer<typeof ExporterDay>;

export const ExporterDayList = z.object({
  /** Inclusive UTC days that the list looks at. */
  from: z.string(),
  to: z.string(),
  days: z.array(ExporterDay),
});

/** How many days up to the last one on which anything was received. */
export const ExporterDayQuery = z.object({ days: z.coerce.number().int().min(1).max(92).default(31) });
