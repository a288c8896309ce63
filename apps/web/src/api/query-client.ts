import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.ts';

/** A wrong request stays wrong; only what may pass by itself is tried again. */
function mayPass(error: Error): boolean {
  return error instanceof ApiProblem && (error.code === 'unavailable' || error.status >= 500);
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      retry: (count, error) => count < 2 && mayPass(error),
    },
    mutations: { retry: false },
  },
});
