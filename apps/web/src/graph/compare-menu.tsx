import { Button, NativeSelect, Popover, TextInput } from '@mantine/core';
import type { Graph } from '@scopemap/contract';
import { useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { formatDay, formatInstant } from '../ui/format.ts';
import { daysBefore } from '../url/compare.ts';
import { useView } from '../url/use-view.ts';

/** Chooses what the period is compared with: the days before it, other days, or a snapshot. */
export function CompareMenu({ days }: { days: Graph['days'] }) {
  const [view, change] = useView();
  const [open, setOpen] = useState(false);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const snapshots = useEndpoint('snapshots', {}, { enabled: open });
  const [first, last] = [view.from ?? days[0]?.day, view.to ?? days.at(-1)?.day];
  const close = () => setOpen(false);
  const halves = () => {
    if (!first || !last) return;
    const middle = new Date((Date.parse(first) + Date.parse(last)) / 2 + 43_200_000).toISOString().slice(0, 10);
    change({ from: middle, to: last, compare: daysBefore(middle, last) });
    close();
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus withArrow>
      <Popover.Target>
        <Button variant="default" aria-pressed={view.compare !== null} onClick={() => setOpen((was) => !was)}>
          Compare ▾
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Compare">
        <div className="stack">
          {view.from && view.to ? (
            <Button
              variant="default"
              onClick={() => {
                change({ compare: daysBefore(view.from as string, view.to as string) });
                close();
              }}
            >
              With as many days before
            </Button>
          ) : (
            first &&
            last &&
            first !== last && (
              <Button variant="default" onClick={halves}>
                The later half of {formatDay(first)} – {formatDay(last)} with the earlier
              </Button>
            )
          )}
          <form
            className="row"
            onSubmit={(event) => {
              event.preventDefault();
              if (!from || !to || from > to) return;
              change({ compare: { kind: 'days', from, to } });
              close();
            }}
          >
            <TextInput
              type="date"
              label="With days from"
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
            />
            <TextInput
              type="date"
              label="to (UTC)"
              value={to}
              error={from && to && from > to ? 'ends before it begins' : null}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" disabled={!from || !to} className="align-end">
              Compare
            </Button>
          </form>
          {snapshots.data && snapshots.data.snapshots.length > 0 && (
            <NativeSelect
              label="With the window of a snapshot"
              data={[
                { value: '', label: 'Choose…' },
                ...snapshots.data.snapshots.map(({ id, takenAt, reason }) => ({
                  value: id,
                  label: `${formatInstant(takenAt)} UTC · ${reason}`,
                })),
              ]}
              value={view.compare?.kind === 'snapshot' ? view.compare.id : ''}
              onChange={(event) => {
                const id = event.currentTarget.value;
                change({ compare: id ? { kind: 'snapshot', id } : null });
                close();
              }}
            />
          )}
          {view.compare && (
            <Button
              variant="subtle"
              onClick={() => {
                change({ compare: null });
                close();
              }}
            >
              Stop comparing
            </Button>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
