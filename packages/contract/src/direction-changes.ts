import { DIRECTION_CONFIDENCES, DIRECTION_METHODS } from '@scopemap/scope-model';
import { z } from 'zod';

/** A relationship before or after its direction was corrected. */
export const DirectionSide = z.object({
  /** Client and server when `directed`; otherwise the two sides in address order. */
  client: z.string(),
  server: z.string(),
  directed: z.boolean(),
  service: z.string(),
  method: z.enum(DIRECTION_METHODS),
  confidence: z.enum(DIRECTION_CONFIDENCES),
});
export type DirectionSide = z.infer<typeof DirectionSide>;

/** How and why a stored relationship changed its direction. Nothing is ever removed from this list. */
export const DirectionChange = z.object({
  id: z.string(),
  changedAt: z.iso.datetime(),
  /** The person, the scan's author, or `traffic` for what was learnt. */
  author: z.string(),
  reason: z.string(),
  /** The endpoint whose role decided, as `10.0.0.2 443/tcp https`. */
  cause: z.string(),
  before: DirectionSide,
  after: DirectionSide,
  /** It took an earlier change back. */
  restores: z.boolean(),
  /** When a later statement took the change back; null: it holds. */
  undoneAt: z.iso.datetime().nullable(),
});
export type DirectionChange = z.infer<typeof DirectionChange>;

/** The newest first, at most the number asked for. */
export const DirectionChangeList = z.object({ changes: z.array(DirectionChange) });
