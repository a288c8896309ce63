import { z } from 'zod';

const length = z.number().min(0).max(1_000_000);
const key = z.string().min(1).max(500);

const StoredZone = z.strictObject({
  id: key,
  open: z.boolean(),
  zonesHeight: length.optional(),
  body: z
    .strictObject({
      height: length,
      kind: z.enum(['list', 'grid']),
      columns: length,
      rows: length,
      chipColumns: z.array(z.enum(['left', 'right'])).max(2),
      slots: z.array(key).max(20_000),
    })
    .optional(),
});
const Zones = z.array(StoredZone).max(5000);
const StoredLevel = z.strictObject({
  gutters: z.array(length).max(10),
  corridors: z.record(key, z.record(key, length)),
});

/** Where boxes, hosts and lines stand: what the layout of the map returned last, to be given to it again. */
export const StoredMapLayout = z.strictObject({
  version: z.literal(2),
  lanes: z.strictObject({
    cde: Zones,
    connected: Zones,
    undetermined: Zones,
    'out-of-scope': Zones,
    external: Zones,
  }),
  routes: z.record(key, z.record(key, key)),
  levels: z.strictObject({ zones: StoredLevel.optional(), hosts: StoredLevel.optional() }),
});

/** The layout that all share. `revision` counts its changes; 0 and null: nothing is stored yet. */
export const MapLayout = z.object({ revision: z.number().int(), layout: StoredMapLayout.nullable() });
export type MapLayout = z.infer<typeof MapLayout>;

export const MapLayoutDraft = z.object({
  /** Revision that the new layout goes on from; a conflict when somebody has stored another meanwhile. */
  revision: z.number().int().min(0),
  layout: StoredMapLayout,
  /** Everything was arranged anew on purpose, or that was undone; else something was only added. */
  rearranged: z.boolean(),
});

/** Where the map's boxes stand, the same for everybody. */
export const mapLayoutEndpoints = {
  mapLayout: { method: 'GET', path: '/api/map/layout', response: MapLayout },
  storeMapLayout: {
    method: 'PUT',
    path: '/api/map/layout',
    body: MapLayoutDraft,
    maxOctets: 8 * 1024 * 1024,
    response: z.object({ revision: z.number().int() }),
  },
} as const;
