import { z } from 'zod';
import { Graph, GraphZone } from './graph.ts';
import { Period } from './period.ts';

const Count = z.number().int();

/**
 * What was seen from one zone to another. A relationship of unknown direction stands in one cell only, the one of its bundle
 * on the map, and is counted in `undirected` there: the sum over all cells is the number of relationships.
 */
export const MatrixCell = z.object({
  /** Ids of zones as on the map. */
  source: z.string(),
  target: z.string(),
  /** Distinct services. */
  services: Count,
  relationships: Count,
  violation: Count,
  unreviewed: Count,
  approved: Count,
  ordinary: Count,
  undirected: Count,
  flows: z.number(),
  octets: z.number(),
  /** Approvals in date that run from source to target, used or not. */
  approvals: Count,
});
export type MatrixCell = z.infer<typeof MatrixCell>;

/** Zones against zones. Pairs without traffic and without approval have no cell. */
export const Matrix = z.object({
  period: Period,
  zones: z.array(GraphZone),
  cells: z.array(MatrixCell),
  counts: Graph.shape.counts,
});
export type Matrix = z.infer<typeof Matrix>;
