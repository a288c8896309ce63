import { Button, type ButtonProps } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useChange } from '../api/use-endpoint.ts';

/** Loads the invented retailer; the server's list of imports shows how far it is. */
export function LoadSampleButton(props: ButtonProps) {
  const load = useChange('loadSample');
  return (
    <Button
      {...props}
      loading={load.isPending}
      onClick={() =>
        load.mutate(
          {},
          {
            onError: (problem) =>
              notifications.show({
                color: 'red',
                title: 'The sample network was not loaded',
                message: problem.message,
              }),
          },
        )
      }
    >
      Load the sample network
    </Button>
  );
}
