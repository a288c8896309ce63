import type { CollectorLoss, Exporter } from '@scopemap/contract';
import { useEndpoint } from '../api/use-endpoint.ts';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatAge, formatCount, formatInstant, formatPlural } from '../ui/format.ts';
import { ExporterAdmissions } from './exporter-admissions.tsx';
import { ExporterNameForm } from './exporter-name-form.tsx';
import { clockWords, countsLoss, exporterHealth, exporterProblems, lossSentence } from './exporter-problems.ts';
import { ExporterRecipes } from './exporter-recipes-panel.tsx';
import './exporters.css';

const HEALTH = {
  good: { mark: '✓', words: 'Receiving', className: 'badge-approved' },
  lossy: { mark: '!', words: 'With losses', className: 'badge-unreviewed' },
  silent: { mark: '○', words: 'Silent', className: 'badge-unreviewed' },
} as const;

/** What each exporter sent, and everything that limits what its silence proves. */
export function ExportersPage() {
  const answer = useEndpoint('exporters', {}, { refetchInterval: 10_000 });
  const exporters = answer.data?.exporters ?? [];
  const losses = answer.data?.losses ?? [];
  return (
    <div className="page">
      <header className="page-header">
        <div>
          <h1>Exporters</h1>
          <p>Who reports traffic, and how far that report can be trusted. A network no exporter sees is not covered.</p>
        </div>
      </header>
      <div className="stack">
        {answer.isError && (
          <ErrorNotice
            what="The exporters could not be loaded"
            problem={answer.error}
            onRetry={() => void answer.refetch()}
          />
        )}
        {answer.isPending && <SkeletonRows rows={4} />}
        {answer.data && exporters.length === 0 && (
          <EmptyState title="No exporter has sent anything yet">
            Configure one with the lines below; it appears here with its first packet.
          </EmptyState>
        )}
        {losses.length > 0 && <CollectorLosses losses={losses} now={answer.dataUpdatedAt} />}
        {exporters.length > 0 && <ExporterTable exporters={exporters} now={answer.dataUpdatedAt} />}
        <ExporterAdmissions />
        <section className="card">
          <h2>Point an exporter here</h2>
          <ExporterRecipes />
        </section>
      </div>
    </div>
  );
}

/** What no exporter can be named for. */
function CollectorLosses({ losses, now }: { losses: readonly CollectorLoss[]; now: number }) {
  return (
    <section className="notice notice-warning" aria-label="Lost by the collector">
      <p>The collector itself lost datagrams. Nobody can say which exporters had sent them:</p>
      <ul>
        {losses.map((loss) => (
          <li key={`${loss.problem} ${loss.port}`}>
            {lossSentence(loss)}{' '}
            <span className="muted" title={formatInstant(loss.last)}>
              Last: {formatAge(loss.last, now)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ExporterTable({ exporters, now }: { exporters: readonly Exporter[]; now: number }) {
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">Exporter</th>
          <th scope="col">State</th>
          <th scope="col">Protocol</th>
          <th scope="col">Last packet</th>
          <th scope="col" className="numeric">
            Datagrams
          </th>
          <th scope="col" className="numeric">
            Records
          </th>
          <th scope="col" className="numeric">
            Lost
          </th>
          <th scope="col" className="numeric">
            Templates
          </th>
          <th scope="col">Sampling</th>
          <th scope="col">Clock</th>
          <th scope="col">What limits its word</th>
        </tr>
      </thead>
      <tbody>
        {exporters.map((exporter) => (
          <ExporterRow key={exporter.id} exporter={exporter} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function ExporterRow({ exporter, now }: { exporter: Exporter; now: number }) {
  const health = HEALTH[exporterHealth(exporter, now)];
  const problems = exporterProblems(exporter, now);
  return (
    <tr>
      <th scope="row" className="exporter-name">
        <ExporterNameForm exporter={exporter} />
      </th>
      <td>
        <span className={`badge ${health.className}`}>
          <span aria-hidden="true">{health.mark}</span>
          {health.words}
        </span>
      </td>
      <td>
        {exporter.versions
          .filter((version) => version > 0)
          .map(versionName)
          .join(', ')}
      </td>
      <td title={formatInstant(exporter.lastSeen)}>{formatAge(exporter.lastSeen, now)}</td>
      <td className="numeric">{formatCount(exporter.datagrams)}</td>
      <td className="numeric">{formatCount(exporter.records)}</td>
      <td className="numeric">{countsLoss(exporter) ? formatCount(exporter.lost) : <Unknown />}</td>
      <td className="numeric">
        <Templates exporter={exporter} />
      </td>
      <td>{samplingWords(exporter) ?? <span className="muted">not said</span>}</td>
      <td>{clockWords(exporter) ?? <Unknown />}</td>
      <td>
        {problems.length === 0 ? (
          <span className="muted">nothing known</span>
        ) : (
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}

function versionName(version: number): string {
  return version === 10 ? 'IPFIX' : `NetFlow v${version}`;
}

function Unknown() {
  return <span className="muted">unknown</span>;
}

/** Templates known and sets that waited for one, when the exporter was last heard. */
function Templates({ exporter: { versions, templates, waitingSets } }: { exporter: Exporter }) {
  if (!versions.some((version) => version >= 9)) return <span className="muted">needs none</span>;
  if (templates === null) return <Unknown />;
  return (
    <>
      {formatCount(templates)}
      {waitingSets !== null && waitingSets > 0 && (
        <div className="muted">{formatPlural(waitingSets, 'set waits', 'sets wait')}</div>
      )}
    </>
  );
}

/** Null: the exporter never said, so it may well sample. */
function samplingWords({ sampling }: Exporter): string | null {
  if (sampling === null) return null;
  return sampling > 1 ? `1 in ${formatCount(sampling)}` : 'none';
}
