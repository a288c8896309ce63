import { Button } from '@mantine/core';
import type { AddressReport, ImportJob, ImportReport, ScanReport } from '@scopemap/contract';
import { useChange } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatCount, formatInstant, formatOctets } from '../ui/format.ts';
import { JobStateBadge } from '../ui/job-state-badge.tsx';
import { Link } from '../url/link.tsx';
import { Figures } from './figures.tsx';

/** One import: how far it is, or what it found and what it could not read. */
export function ImportCard({ job }: { job: ImportJob }) {
  return (
    <section className="card import-card" aria-label={`Import of ${job.fileName}`}>
      <div className="import-head">
        <h2>{job.kind === 'sample' ? 'Sample network' : job.fileName}</h2>
        <JobStateBadge state={job.state} running="Reading" />
        <span className="muted import-when">{formatInstant(job.finishedAt ?? job.createdAt)} UTC</span>
      </div>
      {(job.state === 'running' || job.state === 'queued') && <ImportProgress job={job} />}
      {job.error && (
        <div className="notice notice-error" role="alert">
          <div>{job.error}</div>
        </div>
      )}
      {job.report && <Report report={job.report} />}
      {job.scan && <ScanFigures scan={job.scan} />}
      {job.addresses && <AddressFigures found={job.addresses} />}
    </section>
  );
}

function ImportProgress({ job }: { job: ImportJob }) {
  const known = job.octetsTotal !== null && job.octetsTotal > 0;
  const cancel = useChange('cancelImport');
  return (
    <>
      {known ? (
        <progress aria-label="Read" value={job.octetsDone} max={job.octetsTotal ?? 1} />
      ) : (
        <progress aria-label="Read" />
      )}
      <div className="muted" role="status">
        {progressWords(job)}
        {known && job.state === 'running' && ` of ${formatOctets(job.octetsTotal ?? 0)}`}. You may leave this page.
      </div>
      <div>
        <Button
          variant="default"
          size="compact-sm"
          loading={cancel.isPending}
          aria-label={`Cancel the import of ${job.fileName}`}
          onClick={() => cancel.mutate({ params: { id: job.id } })}
        >
          Cancel
        </Button>
      </div>
      {cancel.error && <ErrorNotice what="The import was not cancelled" problem={cancel.error} />}
    </>
  );
}

function progressWords(job: ImportJob): string {
  if (job.state === 'queued') return 'Waiting for the import before it';
  return job.octetsDone > 0 ? `${formatOctets(job.octetsDone)} read` : 'Reading';
}

function ScanFigures({ scan }: { scan: ScanReport }) {
  const figures: readonly (readonly [string, number])[] = [
    ['Hosts up', scan.hostsUp],
    ['Open ports', scan.openEndpoints],
    ['Relationships corrected', scan.corrected],
    ...Object.entries(scan.states).map(([state, ports]) => [`Ports ${state}`, ports] as const),
  ];
  return (
    <div className="stack">
      {scan.repeated && (
        <div className="notice notice-warning">
          <div>This scan was imported before. Nothing was done.</div>
        </div>
      )}
      <Figures figures={figures} />
    </div>
  );
}

function AddressFigures({ found }: { found: AddressReport }) {
  return (
    <div className="stack">
      <Figures
        figures={[
          ['Addresses', found.addresses],
          ['Bindings', found.bindings],
          ['Lines that could not be used', found.badLines],
        ]}
      />
      {found.problems.length > 0 && (
        <ul className="report-problems">
          {found.problems.map(({ line, message }) => (
            <li key={line}>
              Line {line}: {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Report({ report }: { report: ImportReport }) {
  const figures: readonly (readonly [string, number])[] = [
    ['Flow records', report.records],
    ['Relationships', report.relationships],
    ['Export datagrams', report.datagrams],
    ['Packets in the file', report.packets],
    ['Undecodable sets', report.undecodableSets],
  ];
  return (
    <div className="stack">
      {report.repeated && (
        <div className="notice notice-warning">
          <div>This file was imported before. Nothing was counted twice.</div>
        </div>
      )}
      <Figures figures={figures} />
      <div className="muted">
        {report.from && report.to
          ? `Traffic from ${formatInstant(report.from)} to ${formatInstant(report.to)} UTC`
          : 'No traffic with a time'}
        {report.exporters.length > 0 && ` · seen by ${report.exporters.join(', ')}`}
      </div>
      {report.problems.length > 0 && (
        <div>
          <h3>What could not be read, and why</h3>
          <ul className="report-problems">
            {report.problems.map((problem) => (
              <li key={problem.code}>
                {formatCount(problem.count)} × <code>{problem.code}</code> {problem.example}
              </li>
            ))}
          </ul>
        </div>
      )}
      {report.records > 0 && (
        <div>
          <Link href="/map">Show it on the map</Link>
        </div>
      )}
    </div>
  );
}
