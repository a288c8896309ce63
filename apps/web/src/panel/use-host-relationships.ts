import { useEndpoint } from '../api/use-endpoint.ts';
import { useView } from '../url/use-view.ts';

/** At most this many relationships of one host are listed and drawn; the rest is in the table. */
export const HOST_RELATIONSHIP_LIMIT = 200;

/** The relationships of one host in the view's period: the panel lists them, the map draws them. */
export function useHostRelationships(hostId: number | null) {
  const [view] = useView();
  return useEndpoint(
    'relationships',
    {
      query: {
        ...(view.from && { from: view.from }),
        ...(view.to && { to: view.to }),
        ...(hostId !== null && { hostId }),
        limit: HOST_RELATIONSHIP_LIMIT,
        offset: 0,
      },
    },
    { enabled: hostId !== null },
  );
}
