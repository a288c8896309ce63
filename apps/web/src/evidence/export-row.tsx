import { Button } from '@mantine/core';
import type { EvidenceExport } from '@scopemap/contract';
import { useChange } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatInstant, formatOctets } from '../ui/format.ts';
import { JobStateBadge } from '../ui/job-state-badge.tsx';

/** One pack: how far it is, or the file to take away. */
export function ExportRow({ job }: { job: EvidenceExport }) {
  const cancel = useChange('cancelExport');
  const isOpen = job.state === 'queued' || job.state === 'running';
  return (
    <li>
      <div className="row">
        <JobStateBadge state={job.state} running="Being made" />
        <span className="muted">{formatInstant(job.finishedAt ?? job.createdAt)} UTC</span>
        {job.octets !== null && <span className="muted">{formatOctets(job.octets)}</span>}
        {job.redacted && <span>Redacted</span>}
        {job.removedAt && (
          <span className="muted">
            Removed by {job.removedBy} on {formatInstant(job.removedAt)} UTC
          </span>
        )}
        <span className="evidence-actions">
          {job.state === 'done' && !job.removedAt && job.redacted && (
            <Button
              component="a"
              href={`/api/exports/${job.id}/pseudonyms.csv`}
              download
              variant="default"
              size="compact-sm"
            >
              Pseudonyms
            </Button>
          )}
          {job.state === 'done' && !job.removedAt && (
            <Button component="a" href={`/api/exports/${job.id}/file`} download size="compact-sm">
              Download pack
            </Button>
          )}
          {isOpen && (
            <Button
              variant="default"
              size="compact-sm"
              loading={cancel.isPending}
              onClick={() => cancel.mutate({ params: { id: job.id } })}
            >
              Cancel
            </Button>
          )}
        </span>
      </div>
      {isOpen && <ExportProgress job={job} />}
      {job.sha256 && (
        <div className="muted evidence-hash">
          SHA-256 <code>{job.sha256}</code>
        </div>
      )}
      {job.error && job.state === 'failed' && (
        <div className="notice notice-error" role="alert">
          <div>{job.error}</div>
        </div>
      )}
      {cancel.error && <ErrorNotice what="The export was not cancelled" problem={cancel.error} />}
    </li>
  );
}

function ExportProgress({ job: { state, filesDone, filesTotal } }: { job: EvidenceExport }) {
  if (filesTotal === null) {
    return (
      <div className="stack" role="status">
        <progress aria-label="Pack" />
        <span className="muted">{state === 'queued' ? 'Waiting for the export before it' : 'Reading the facts'}</span>
      </div>
    );
  }
  return (
    <div className="stack" role="status">
      <progress aria-label="Pack" value={filesDone} max={filesTotal} />
      <span className="muted">
        {filesDone} of {filesTotal} files. You may leave this page.
      </span>
    </div>
  );
}
