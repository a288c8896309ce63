import { useEndpoint } from '../api/use-endpoint.ts';

/** A zone or segment, as statements name it. */
export interface Place {
  readonly id: string;
  readonly name: string;
}

/** All zones, then all segments. */
export function usePlaces(): readonly Place[] {
  const zones = useEndpoint('zones', {});
  const segments = useEndpoint('segments', { query: { history: false } });
  return [
    ...(zones.data?.zones ?? []).map(({ id, name }) => ({ id: `zone-${id}`, name })),
    ...(segments.data?.segments ?? []).map(({ id, name }) => ({ id: `segment-${id}`, name: `${name} (segment)` })),
  ];
}

/** Name of a place; its id when it is no more. */
export function placeName(places: readonly Place[], id: string): string {
  return places.find((place) => place.id === id)?.name ?? id;
}
