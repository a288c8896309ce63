import { Button, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { formatPeriod } from '../ui/format.ts';
import { useView } from '../url/use-view.ts';

/** First and last UTC day of the last `days` days up to `today`. */
export function lastDays(days: number, today: Date): { from: string; to: string } {
  const first = new Date(today.getTime() - (days - 1) * 86_400_000);
  return { from: first.toISOString().slice(0, 10), to: today.toISOString().slice(0, 10) };
}

/** The period all pages look at; the same two days that the time bar under the map sets. */
export function PeriodMenu() {
  const [view, change] = useView();
  const [open, setOpen] = useState(false);
  const set = (from: string | null, to: string | null) => change({ from, to });
  const wrong = view.from && view.to && view.from > view.to ? 'ends before it begins' : null;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus withArrow>
      <Popover.Target>
        <Button variant="default" onClick={() => setOpen((was) => !was)}>
          Period: {formatPeriod(view.from, view.to)} ▾
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="stack">
          <div className="row">
            <TextInput
              type="date"
              label="From (UTC)"
              value={view.from ?? ''}
              error={wrong}
              onChange={(event) => set(event.currentTarget.value || null, view.to)}
            />
            <TextInput
              type="date"
              label="To (UTC)"
              value={view.to ?? ''}
              onChange={(event) => set(view.from, event.currentTarget.value || null)}
            />
          </div>
          <div className="row">
            {[7, 30, 90].map((days) => (
              <Button
                key={days}
                variant="default"
                size="compact-xs"
                onClick={() => {
                  const { from, to } = lastDays(days, new Date());
                  set(from, to);
                }}
              >
                Last {days} days
              </Button>
            ))}
            <Button variant="default" size="compact-xs" onClick={() => set(null, null)}>
              All time
            </Button>
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
