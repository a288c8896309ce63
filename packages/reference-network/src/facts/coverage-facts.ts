import type { BoundaryFact, CalendarEventFact, ExporterFact } from '@scopemap/scope-model';
import { exporters } from '../exporters.ts';
import { DAY, HOUR, momentsOnDay } from '../occurrences.ts';
import type { Schedule } from '../schedule.ts';
import { zones } from '../zones.ts';
import { zoneRef } from './place-facts.ts';

/** Every device exported without a gap. */
export const exporterFacts: readonly ExporterFact[] = exporters.map(({ name, address }) => ({
  id: name,
  name,
  address,
  sampling: 'none',
  samplingInterval: null,
  uptime: 1,
  sequenceLoss: 0,
  undecodable: 0,
  skewSeconds: 0,
}));

const speaksIpv6 = new Map(zones.map(({ name, prefixes }) => [name, prefixes.some((prefix) => prefix.includes(':'))]));

function boundaryOf(a: string, b: string): BoundaryFact | null {
  const seeing = exporters.filter(({ sees }) => sees.some(([x, y]) => (x === a && y === b) || (x === b && y === a)));
  if (seeing.length === 0) return null;
  // Version 5 has no IPv6: where both ends speak it, that path is hidden.
  const everyPath = !(speaksIpv6.get(a) && speaksIpv6.get(b)) || seeing.some(({ version }) => version !== 5);
  return {
    id: `${a} and ${b}`,
    between: [zoneRef(a), zoneRef(b)],
    exporters: seeing.map(({ name }) => name),
    everyPath,
    directions: 'both',
  };
}

/** One per pair of zones that some exporter stands between; what stays inside a zone crosses no boundary. */
export const boundaryFacts: readonly BoundaryFact[] = zones.flatMap(({ name: a }, i) =>
  zones
    .slice(i + 1)
    .map(({ name: b }) => boundaryOf(a, b))
    .filter((boundary) => boundary !== null),
);

/** Rare jobs that an honest window includes. */
const EVENTS: readonly { readonly name: string; readonly schedule: Schedule }[] = [
  { name: 'Month end', schedule: { kind: 'month-end', hour: 23 } },
  { name: 'Patch night', schedule: { kind: 'weekly', weekday: 3, hour: 2 } },
  { name: 'Weekly copy of the office storage', schedule: { kind: 'weekly', weekday: 0, hour: 2 } },
];

/** Occurrences of the last year, at the full hour. */
export function calendarFacts(end: number): CalendarEventFact[] {
  const last = Math.floor(end / DAY);
  const days = Array.from({ length: 366 }, (_, i) => last - 365 + i);
  return EVENTS.map(({ name, schedule }) => ({
    id: name,
    name,
    occurrences: days
      .flatMap((day) => momentsOnDay(name, schedule, day, 1))
      .map((moment) => Math.floor(moment / HOUR) * HOUR)
      .filter((moment) => moment < end),
  }));
}
