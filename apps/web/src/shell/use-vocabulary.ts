import type { Vocabulary } from '@scopemap/query-language';
import { useMemo } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';

const MOST_HOSTS = 12;
/** The value of a `host:` term that is being typed. */
const HOST_VALUE = /(?:^|[\s(])-?(?:src\.|dst\.)?(?:host|name):"?([^\s",()]*)$/i;

/** Values of the user's own network that may complete the query at the cursor. Hosts are asked for only where one is typed. */
export function useVocabulary(beforeCursor: string): Vocabulary {
  const typed = HOST_VALUE.exec(beforeCursor)?.[1];
  const zones = useEndpoint('zones', {});
  const exporters = useEndpoint('exporters', {});
  const hosts = useEndpoint(
    'hosts',
    { query: { ...(typed && { host: typed }), limit: MOST_HOSTS, offset: 0 } },
    { enabled: typed !== undefined, keep: true },
  );
  return useMemo(
    () => ({
      zones: (zones.data?.zones ?? []).map((zone) => ({ text: zone.name })),
      exporters: (exporters.data?.exporters ?? []).map((exporter) => ({ text: exporter.name ?? exporter.address })),
      hosts: (hosts.data?.hosts ?? []).map((host) => ({ text: host.name ?? host.address })),
    }),
    [zones.data, exporters.data, hosts.data],
  );
}
