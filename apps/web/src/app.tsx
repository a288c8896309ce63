import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followLiveEvents } from './api/live.ts';
import { queryClient } from './api/query-client.ts';
import { Frame } from './shell/frame.tsx';
import { theme } from './ui/theme.ts';

const colorScheme = localStorageColorSchemeManager({ key: 'scopemap.color-scheme' });

export function App() {
  useEffect(() => followLiveEvents(queryClient), []);
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorScheme}
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <Notifications position="bottom-right" containerWidth={360} />
        <Frame />
      </QueryClientProvider>
    </MantineProvider>
  );
}
