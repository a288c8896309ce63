import { Button, Checkbox, NativeSelect, SegmentedControl } from '@mantine/core';
import { useCallback } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { useView } from '../url/use-view.ts';
import { isNarrowed, readStatuses } from '../url/view-state.ts';
import { ViewsMenu } from '../views/views-menu.tsx';
import { QueryBar } from './query-bar.tsx';

const STATUS_OPTIONS = [
  { value: '', label: 'Any status' },
  { value: 'violation,unreviewed', label: 'Exceptions: ✕ and ?' },
  { value: 'violation', label: '✕ Violations' },
  { value: 'unreviewed', label: '? Unreviewed' },
  { value: 'approved', label: '✓ Approved' },
  { value: 'ordinary', label: 'Outside scope' },
];

/** What every view of relationships is narrowed by; kept when the page changes. */
export function FilterBar({ onMap }: { onMap: boolean }) {
  const [view, change] = useView();
  const setQuery = useCallback((query: string) => change({ query }, { replace: true }), [change]);
  const zones = useEndpoint('zones', {});
  const zoneOptions = [
    { value: '', label: 'Any zone' },
    ...(zones.data?.zones ?? []).map((zone) => ({ value: String(zone.id), label: zone.name })),
    { value: 'none', label: 'No zone' },
  ];
  return (
    <search className="filter-bar" aria-label="Filter">
      <QueryBar value={view.query} onChange={setQuery} />
      <ViewsMenu />
      <NativeSelect
        aria-label="Zone"
        data={zoneOptions}
        value={view.zone}
        onChange={(event) => change({ zone: event.currentTarget.value })}
        w={170}
      />
      <NativeSelect
        aria-label="Review status"
        data={STATUS_OPTIONS}
        value={view.statuses.join(',')}
        onChange={(event) => change({ statuses: readStatuses(event.currentTarget.value) })}
        w={165}
      />
      {isNarrowed(view) && (
        <Button variant="subtle" onClick={() => change({ query: '', zone: '', statuses: [], from: null, to: null })}>
          Clear filters
        </Button>
      )}
      {onMap && <MapOptions />}
    </search>
  );
}

function MapOptions() {
  const [view, change] = useView();
  return (
    <div className="map-options">
      <SegmentedControl
        aria-label="Level of detail"
        data={[
          { value: 'hosts', label: 'Hosts' },
          { value: 'zones', label: 'Zones' },
        ]}
        value={view.level}
        onChange={(level) => change({ level: level === 'zones' ? 'zones' : 'hosts' })}
      />
      <Checkbox
        label="Show infra"
        title="Lines of shared infrastructure such as DNS and time; its exceptions are always drawn"
        checked={view.infrastructure}
        onChange={(event) => change({ infrastructure: event.currentTarget.checked })}
      />
      <Checkbox
        label="Hide approved"
        title="Draws only violations and unreviewed relationships"
        checked={view.exceptionsOnly}
        onChange={(event) => change({ exceptionsOnly: event.currentTarget.checked })}
      />
    </div>
  );
}
