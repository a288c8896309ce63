import { z } from 'zod';

/** Keys of zones, hosts and the like are 32-bit in the database. */
export const id = z.coerce.number().int().min(1).max(2_147_483_647);
export const Id = z.object({ id });
export const Page = z.object({
  limit: z.coerce.number().int().min(1).max(5000).default(500),
  offset: z.coerce.number().int().min(0).default(0),
});
export const None = z.object({});
