import { z } from 'zod';
import { None } from './request-parts.ts';

/** A view under a name: a page with everything that its URL says. */
export const SavedView = z.object({
  id: z.uuid(),
  name: z.string(),
  /** `/map`, and the search part of the URL with `?`, or empty. */
  path: z.string(),
  search: z.string(),
  /** Everybody sees it; else only who saved it. */
  shared: z.boolean(),
  author: z.string(),
  madeAt: z.iso.datetime(),
  /** Saved by who asks. */
  own: z.boolean(),
});
export type SavedView = z.infer<typeof SavedView>;

export const SavedViewDraft = z.object({
  name: z.string().trim().min(1, 'give it a name').max(80),
  path: z.string().regex(/^\/[a-z-]{1,40}$/, 'is no page'),
  search: z
    .string()
    .max(6000)
    .regex(/^(\?[^#]*)?$/, 'is no search part of a URL'),
  shared: z.boolean(),
});

export const savedViewEndpoints = {
  savedViews: { method: 'GET', path: '/api/views', response: z.object({ views: z.array(SavedView) }) },
  saveView: { method: 'POST', path: '/api/views', body: SavedViewDraft, response: SavedView },
  endSavedView: { method: 'DELETE', path: '/api/views/:id', params: z.object({ id: z.uuid() }), response: None },
} as const;
