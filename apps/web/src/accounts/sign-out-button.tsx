import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useAsk } from '../session/use-ask.ts';

/** Ends the session; nothing that was read stays in the page. */
export function useSignOut() {
  const client = useQueryClient();
  return useAsk('signOut', () => {
    client.removeQueries({ predicate: ({ queryKey: [name] }) => name !== 'session' });
    void client.invalidateQueries({ queryKey: ['session'] });
  });
}

export function SignOutButton({ children }: { children: ReactNode }) {
  const ask = useSignOut();
  return (
    <Button variant="subtle" loading={ask.isPending} onClick={() => ask.mutate({})}>
      {children}
    </Button>
  );
}
