import { type PointerEvent, useMemo, useState } from 'react';
import { useEndpoint } from '../api/use-endpoint.ts';
import { formatDay, formatMonth, formatPlural, formatShort } from '../ui/format.ts';
import { Link } from '../url/link.tsx';
import { useView } from '../url/use-view.ts';
import { type DayGap, dayGaps, gapSummary, gapText } from './day-gaps.ts';
import { type Bar, type Day, moveEnd, periodToRange, type Range, rangeToPeriod, toBars } from './time-range.ts';

const HEIGHT = 44;
const NO_GAPS: ReadonlyMap<string, DayGap> = new Map();

/** Flows per day under the map. Drag over it, or move its two handles with the keyboard, to choose the period. */
export function TimeBar({ days }: { days: readonly Day[] }) {
  const [view, change] = useView();
  const filled = useMemo(() => toBars(days), [days]);
  const [drag, setDrag] = useState<Range | null>(null);
  const range = drag ?? periodToRange(filled, view.from, view.to);
  const heard = useEndpoint('exporterDays', { query: { days: 92 } }).data;
  const exporters = useEndpoint('exporters', {}).data;
  const gaps = useMemo(() => (heard ? dayGaps(heard) : NO_GAPS), [heard]);
  const names = useMemo(
    () => new Map((exporters?.exporters ?? []).map(({ id, name, address }) => [id, name ?? address])),
    [exporters],
  );
  if (filled.length === 0) return null;
  const choose = (next: Range) => change(rangeToPeriod(filled, next));
  return (
    <section className="time-bar" aria-label="Period">
      <div className="time-bar-title">
        <strong>Flows/day</strong>
        <span className="muted">drag to select</span>
      </div>
      <Bars
        days={filled}
        range={range}
        gapOf={(day) => {
          const gap = gaps.get(day);
          return gap && { text: gapText(gap, names), silent: gap.silent.length > 0 };
        }}
        onDrag={setDrag}
        onChoose={(next) => {
          setDrag(null);
          choose(next);
        }}
      />
      <Summary days={filled} range={range} gaps={gaps} heard={heard} />
    </section>
  );
}

interface BarsProps {
  days: readonly Bar[];
  range: Range | undefined;
  /** What the evidence of a day lacks. */
  gapOf: (day: string) => { readonly text: string; readonly silent: boolean } | undefined;
  onDrag: (range: Range) => void;
  onChoose: (range: Range) => void;
}

function Bars({ days, range, gapOf, onDrag, onChoose }: BarsProps) {
  const [start, setStart] = useState<number | null>(null);
  const most = Math.max(...days.map(({ flows }) => flows), 1);
  const low = range ? Math.min(range.first, range.last) : -1;
  const high = range ? Math.max(range.first, range.last) : -1;
  const indexAt = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return Math.min(Math.max(Math.floor(share * days.length), 0), days.length - 1);
  };
  return (
    <div className="time-bar-chart">
      <svg
        viewBox={`0 0 ${days.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Flows per day from ${formatDay(days[0]?.day ?? '')} to ${formatDay(days.at(-1)?.day ?? '')}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setStart(indexAt(event));
          onDrag({ first: indexAt(event), last: indexAt(event) });
        }}
        onPointerMove={(event) => {
          if (start !== null) onDrag({ first: start, last: indexAt(event) });
        }}
        onPointerUp={(event) => {
          if (start !== null) onChoose({ first: start, last: indexAt(event) });
          setStart(null);
        }}
      >
        <defs>
          <pattern id="no-flows" width="0.5" height="6" patternUnits="userSpaceOnUse">
            <rect width="0.5" height="2" className="time-bar-hatch" />
          </pattern>
        </defs>
        {range && <rect x={low} width={high - low + 1} y="0" height={HEIGHT} className="time-bar-range" />}
        {days.map(({ day, flows, lastDay, days: length }, index) => {
          const height = flows === 0 ? HEIGHT : Math.max(2, (flows / most) * (HEIGHT - 4));
          const state = index >= low && index <= high ? 'in' : 'out';
          return (
            <rect
              key={day}
              x={index + 0.08}
              width={0.84}
              y={HEIGHT - height}
              height={height}
              fill={flows === 0 ? 'url(#no-flows)' : undefined}
              className={flows === 0 ? undefined : `time-bar-${state}`}
            >
              <title>
                {length > 1 ? `${formatDay(day)} – ${formatDay(lastDay)}` : formatDay(day)}:{' '}
                {flows === 0 ? 'no flows recorded' : formatPlural(flows, 'flow')}
              </title>
            </rect>
          );
        })}
        {days.map(({ day }, index) => {
          const gap = gapOf(day);
          return gap ? (
            <rect
              key={day}
              x={index + 0.08}
              width={0.84}
              height={gap.silent ? HEIGHT : HEIGHT / 3}
              fill="url(#no-flows)"
              data-gap={gap.silent ? 'silent' : 'loss'}
            >
              <title>
                {formatDay(day)}: {gap.text}
              </title>
            </rect>
          ) : null;
        })}
      </svg>
      {range && (
        <>
          <Handle
            label="First day"
            days={days}
            index={low}
            share={low / days.length}
            onMove={(to) => onChoose({ first: Math.min(to, high), last: high })}
          />
          <Handle
            label="Last day"
            days={days}
            index={high}
            share={(high + 1) / days.length}
            onMove={(to) => onChoose({ first: low, last: Math.max(to, low) })}
          />
        </>
      )}
      <MonthMarks days={days} />
    </div>
  );
}

interface HandleProps {
  label: string;
  days: readonly Bar[];
  index: number;
  share: number;
  onMove: (to: number) => void;
}

function Handle({ label, days, index, share, onMove }: HandleProps) {
  return (
    <div
      className="time-bar-handle"
      style={{ left: `${share * 100}%` }}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={days.length - 1}
      aria-valuenow={index}
      aria-valuetext={formatDay(days[index]?.day ?? '')}
      onKeyDown={(event) => {
        const to = moveEnd(event.key, index, days.length);
        if (to === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        onMove(to);
      }}
    />
  );
}

/** The name of a month under its first day; the first day always has one. */
function MonthMarks({ days }: { days: readonly Bar[] }) {
  const marks = days
    .map(({ day }, index) => ({ day, index }))
    .filter(({ day, index }) => day.endsWith('-01') || (index === 0 && Number(day.slice(8)) < 25));
  return (
    <div className="time-bar-months" aria-hidden="true">
      {marks.map(({ day, index }) => (
        <span key={day} style={{ left: `${(index / days.length) * 100}%` }}>
          {day.endsWith('-01') ? formatMonth(day) : formatDay(day).slice(0, -5)}
        </span>
      ))}
    </div>
  );
}

interface SummaryProps {
  days: readonly Bar[];
  range: Range | undefined;
  gaps: ReadonlyMap<string, DayGap>;
  heard: { readonly from: string } | undefined;
}

function Summary({ days, range, gaps, heard }: SummaryProps) {
  if (!range) return <div className="time-bar-summary muted">No day with data in this period</div>;
  const chosen = days.slice(Math.min(range.first, range.last), Math.max(range.first, range.last) + 1);
  const flows = chosen.reduce((sum, day) => sum + day.flows, 0);
  const length = chosen.reduce((sum, bar) => sum + bar.days, 0);
  return (
    <div className="time-bar-summary">
      <strong title={formatPlural(flows, 'flow')}>
        {formatPlural(length, 'day')} · {formatShort(flows)} {flows === 1 ? 'flow' : 'flows'}
      </strong>
      <Link className="muted" href="/coverage">
        {gapSummary(chosen, gaps, heard)}
      </Link>
    </div>
  );
}
