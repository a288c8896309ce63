import { Button, Checkbox, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { useView } from '../url/use-view.ts';
import { isNarrowed, readStatuses } from '../url/view-state.ts';

const TYPING_MS = 300;

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
  const zones = useEndpoint('zones', {});
  const zoneOptions = [
    { value: '', label: 'Any zone' },
    ...(zones.data?.zones ?? []).map((zone) => ({ value: String(zone.id), label: zone.name })),
    { value: 'none', label: 'No zone' },
  ];
  return (
    <search className="filter-bar" aria-label="Filter">
      <TypedFilter
        label="Host"
        placeholder="Host: name, address, prefix"
        width={210}
        value={view.host}
        onChange={(host) => change({ host }, { replace: true })}
      />
      <TypedFilter
        label="Service"
        placeholder="Service: 443/tcp, dns"
        width={160}
        value={view.service}
        onChange={(service) => change({ service }, { replace: true })}
      />
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
        <Button
          variant="subtle"
          onClick={() => change({ host: '', service: '', zone: '', statuses: [], from: null, to: null })}
        >
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

interface TypedFilterProps {
  label: string;
  placeholder: string;
  width: number;
  value: string;
  onChange: (value: string) => void;
}

/** A text field that tells its value a moment after the last key, so that the server is not asked at every letter. */
function TypedFilter({ label, placeholder, width, value, onChange }: TypedFilterProps) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value.trim()) return;
    const timer = setTimeout(() => onChange(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      w={width}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onChange(text);
        if (event.key === 'Escape') setText('');
      }}
    />
  );
}
