import { useEndpoint } from '../api/use-endpoint.ts';

/** Why a host is in scope, step by step: the panel lists it, the map draws it. */
export function useHostPath(hostId: number | null) {
  return useEndpoint('hostPath', { params: { id: hostId ?? 0 } }, { enabled: hostId !== null });
}
