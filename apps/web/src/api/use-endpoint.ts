import type { EndpointName } from '@scopemap/contract';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Answer, call, type Input } from './client.ts';
import type { ApiProblem } from './problem.ts';

interface Options<A> {
  enabled?: boolean;
  /** Keep showing the answer to the previous input until the new one is there. */
  keep?: boolean;
  /** Milliseconds until it is asked for again, where that depends on the answer: false is never. */
  refetchInterval?: number | ((answer: A) => number | false);
}

/** Reads an endpoint and keeps the answer fresh; the cache key is the endpoint's name and its input. */
export function useEndpoint<Name extends EndpointName>(
  name: Name,
  input: Input<Name>,
  options: Options<Answer<Name>> = {},
) {
  const { refetchInterval } = options;
  return useQuery<Answer<Name>, ApiProblem>({
    queryKey: [name, input],
    queryFn: ({ signal }) => call(name, input, signal),
    enabled: options.enabled ?? true,
    ...(options.keep && { placeholderData: keepPreviousData }),
    ...(refetchInterval !== undefined && {
      refetchInterval:
        typeof refetchInterval === 'number'
          ? refetchInterval
          : ({ state: { data } }) => data !== undefined && refetchInterval(data),
    }),
  });
}

/** Changes something; afterwards everything that was read is asked for again, because a category can change anywhere. */
export function useChange<Name extends EndpointName>(name: Name, onDone?: (answer: Answer<Name>) => void) {
  const client = useQueryClient();
  return useMutation<Answer<Name>, ApiProblem, Input<Name>>({
    mutationFn: (input) => call(name, input),
    onSuccess: async (answer) => {
      onDone?.(answer);
      await client.invalidateQueries();
    },
  });
}
