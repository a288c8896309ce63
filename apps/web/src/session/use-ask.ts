import type { EndpointName, Session } from '@scopemap/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type Answer, call, type Input } from '../api/client.ts';
import type { ApiProblem } from '../api/problem.ts';

/** Calls an endpoint of a sign-in under way: nothing that was read becomes stale by it. */
export function useAsk<Name extends EndpointName>(name: Name, onDone?: (answer: Answer<Name>) => void) {
  return useMutation<Answer<Name>, ApiProblem, Input<Name>>({
    mutationFn: (input) => call(name, input),
    onSuccess: (answer) => onDone?.(answer),
  });
}

/** Shows the page of a session that the server has just answered with. */
export function useEnter(): (session: Session) => void {
  const client = useQueryClient();
  return (session) => client.setQueryData(['session', {}], session);
}
