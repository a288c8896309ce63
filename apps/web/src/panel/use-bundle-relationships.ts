import { useEndpoint } from '../api/use-endpoint.ts';
import { useView } from '../url/use-view.ts';
import { toFilter } from '../url/view-state.ts';

/** At most this many relationships of one line are listed and drawn. */
const LIMIT = 200;

/** The relationships of one line of the map under the view's filter: the panel lists them, the map draws their ends. */
export function useBundleRelationships(bundle: string | null) {
  const [view] = useView();
  return useEndpoint(
    'relationships',
    { query: { ...toFilter(view), ...(bundle !== null && { bundle }), limit: LIMIT, offset: 0 } },
    { enabled: bundle !== null },
  );
}
