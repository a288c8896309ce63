import type { ExporterDay } from '@scopemap/contract';
import { useEndpoint } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatDay } from '../ui/format.ts';
import { DAY_MARK, dayLabel, dayState, daysBetween, heardShare } from './day-grid.ts';

/** Exporters against days: where something was heard, where something is known to be missing, where nothing came. */
export function ExporterDays() {
  const exporters = useEndpoint('exporters', {}, { keep: true });
  const answer = useEndpoint('exporterDays', {}, { keep: true });
  const failed = exporters.error ?? answer.error;
  if (failed) return <ErrorNotice what="The days of the exporters could not be loaded" problem={failed} />;
  if (!exporters.data || !answer.data || exporters.data.exporters.length === 0) return null;
  const days = daysBetween(answer.data.from, answer.data.to);
  const byDay = new Map(answer.data.days.map((day) => [`${day.exporterId} ${day.day}`, day]));
  return (
    <details className="exporter-days">
      <summary>
        Exporters by day, {formatDay(answer.data.from)} to {formatDay(answer.data.to)} (UTC): ● heard, ! with losses, ✕
        nothing received; the bar is the share of minutes
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className="exporter-days-scroll" aria-label="Exporters by day" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Exporter</th>
              {days.map((day) => (
                <th key={day} scope="col" title={formatDay(day)}>
                  {Number(day.slice(8))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {exporters.data.exporters.map((exporter) => (
              <tr key={exporter.id}>
                <th scope="row">{exporter.name ?? exporter.address}</th>
                {days.map((on) => (
                  <DayCell key={on} on={on} day={byDay.get(`${exporter.id} ${on}`)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

function DayCell({ on, day }: { on: string; day: ExporterDay | undefined }) {
  const label = dayLabel(on, day);
  return (
    <td title={label} data-state={dayState(day)}>
      <span aria-hidden="true">{DAY_MARK[dayState(day)]}</span>
      <span className="visually-hidden">{label}</span>
      <span className="exporter-day-share" aria-hidden="true">
        <span style={{ width: `${100 * heardShare(day)}%` }} />
      </span>
    </td>
  );
}
