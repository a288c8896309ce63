import type { CoverageGrade, FactRef } from '../classification/classification.ts';
import type { BoundaryFact, CalendarEventFact, ExporterFact } from '../facts/coverage-fact.ts';
import type { NetworkFacts } from '../facts/scope-facts.ts';
import type { CoverageThresholds } from '../facts/scope-settings.ts';
import { byId, byText } from '../network/by-text.ts';

/** One condition of full coverage that is not met, and how far it pulls the grade down. */
export interface CoverageShortfall {
  readonly code: string;
  readonly text: string;
  readonly facts: readonly FactRef[];
  readonly atMost: Exclude<CoverageGrade, 'full'>;
}

const ORDER: readonly CoverageGrade[] = ['none', 'sampled', 'partial', 'full'];
const DAY = 86_400_000;

/** The lowest grade that any shortfall allows. */
export function gradeOf(shortfalls: readonly CoverageShortfall[]): CoverageGrade {
  return ORDER.find((grade) => shortfalls.some(({ atMost }) => atMost === grade)) ?? 'full';
}

/** What the window itself lacks, at every boundary alike (DOMAIN 3.2). */
export function windowShortfalls({ period, now, calendar, settings }: NetworkFacts): CoverageShortfall[] {
  // What lies ahead has not been observed.
  const end = Math.min(period.end, now);
  const days = Math.max(0, end - period.start) / DAY;
  const since = (now - end) / DAY;
  const { leastDays } = settings.coverage;
  const short: CoverageShortfall[] = [];
  if (!(days >= leastDays)) {
    const text = `the window is ${figure(days)} days long, not ${leastDays}`;
    short.push({ code: 'window', text, facts: [], atMost: 'partial' });
  }
  if (since > leastDays) {
    const text = `the window ended ${figure(since)} days ago, more than ${leastDays}`;
    short.push({ code: 'window', text, facts: [], atMost: 'partial' });
  }
  for (const event of byId(calendar)) {
    if (event.occurrences.some((at) => at >= period.start && at < end)) continue;
    short.push(missedEvent(event));
  }
  return short;
}

function missedEvent({ id, name }: CalendarEventFact): CoverageShortfall {
  const text = `${name} did not happen within the window`;
  return { code: 'calendar', text, facts: [{ kind: 'event', id }], atMost: 'partial' };
}

/** What the watching of one boundary lacks (DOMAIN 3.2), beside the window. */
export function boundaryShortfalls(
  boundary: BoundaryFact,
  exporters: ReadonlyMap<string, ExporterFact>,
  thresholds: CoverageThresholds,
): CoverageShortfall[] {
  const facts: FactRef[] = [{ kind: 'boundary', id: boundary.id }];
  const shortfalls: CoverageShortfall[] = [];
  const named = [...new Set(boundary.exporters)].sort(byText);
  const known = named.flatMap((id) => exporters.get(id) ?? []);
  if (known.length === 0 || known.length < named.length) {
    const text = known.length === 0 ? 'no exporter watches it' : 'of an exporter that watches it nothing is known';
    shortfalls.push({ code: 'no-exporter', text, facts, atMost: 'none' });
  }
  if (!boundary.everyPath)
    shortfalls.push({ code: 'paths', text: 'not every path is watched', facts, atMost: 'partial' });
  if (boundary.directions !== 'both') {
    const text =
      boundary.directions === 'one'
        ? 'one half of conversations is seen only'
        : 'it is not known whether both halves of conversations are seen';
    shortfalls.push({ code: 'directions', text, facts, atMost: 'partial' });
  }
  return [...shortfalls, ...known.flatMap((exporter) => exporterShortfalls(exporter, thresholds))];
}

function exporterShortfalls(exporter: ExporterFact, thresholds: CoverageThresholds): CoverageShortfall[] {
  const { id, name, sampling, samplingInterval, uptime, sequenceLoss, undecodable, skewSeconds } = exporter;
  const found: CoverageShortfall[] = [];
  const miss = (code: string, text: string, atMost: CoverageShortfall['atMost'] = 'partial') =>
    found.push({ code, text: `${name}: ${text}`, facts: [{ kind: 'exporter', id }], atMost });
  if (sampling === 'sampled')
    miss('sampling', samplingInterval === null ? 'samples' : `samples one packet in ${samplingInterval}`, 'sampled');
  if (sampling === 'unknown') miss('sampling', 'it is not known whether it samples');
  if (uptime === null) miss('uptime', 'its uptime is not known', 'none');
  else if (!(uptime >= thresholds.partialUptime))
    miss('uptime', `up ${percent(uptime)} of the time, less than ${percent(thresholds.partialUptime)}`, 'none');
  else if (!(uptime >= thresholds.fullUptime))
    miss('uptime', `up ${percent(uptime)} of the time, not ${percent(thresholds.fullUptime)}`);
  const share = (code: string, what: string, value: number | null, most: number) => {
    if (value === null) miss(code, `${what} is not known`);
    else if (!(value <= most)) miss(code, `${what} is ${percent(value)}, more than ${percent(most)}`);
  };
  share('loss', 'the share of lost records', sequenceLoss, thresholds.mostSequenceLoss);
  share('undecodable', 'the share of undecodable sets', undecodable, thresholds.mostUndecodable);
  if (skewSeconds === null) miss('skew', 'the error of its clock is not known');
  else if (!(Math.abs(skewSeconds) <= thresholds.mostSkewSeconds))
    miss('skew', `its clock is off by ${figure(skewSeconds)} s, more than ${thresholds.mostSkewSeconds} s`);
  return found;
}

function percent(share: number): string {
  return `${figure(share * 100)} %`;
}

function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}
