import { Button } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useEndpoint } from '../api/use-endpoint.ts';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatOctets } from '../ui/format.ts';
import { ImportCard } from './import-card.tsx';
import { LoadSampleButton } from './load-sample-button.tsx';
import { dismissUpload, type Upload, useUpload, useUploads } from './use-upload.ts';
import '@mantine/dropzone/styles.css';
import './import.css';

/** Captures in, reports out. Running imports belong to the server: leaving or reloading the page does not stop them. */
export function ImportPage() {
  const answer = useEndpoint('imports', {}, { refetchInterval: 4_000 });
  const uploads = useUploads();
  const upload = useUpload();
  const jobs = answer.data?.imports ?? [];
  return (
    <div className="page">
      <header className="page-header">
        <div>
          <h1>Import</h1>
          <p>
            A capture with NetFlow v5, v9 or IPFIX export packets does the same as live traffic. Importing it again
            counts nothing twice.
          </p>
        </div>
        <LoadSampleButton variant="default" />
      </header>
      <div className="stack">
        <Dropzone onDrop={upload} multiple className="drop-zone" aria-label="Choose captures to import">
          <div className="drop-zone-words">
            <strong>Drop captures here, or press to choose</strong>
            <span className="muted">pcap or pcapng</span>
          </div>
        </Dropzone>
        {uploads.map((each) => (
          <UploadCard key={each.key} upload={each} />
        ))}
        {answer.isError && (
          <ErrorNotice
            what="The imports could not be loaded"
            problem={answer.error}
            onRetry={() => void answer.refetch()}
          />
        )}
        {answer.isPending && <SkeletonRows rows={3} />}
        {answer.data && jobs.length === 0 && uploads.length === 0 && (
          <EmptyState title="Nothing was imported yet">
            What is imported appears here with a report of what it held.
          </EmptyState>
        )}
        {jobs.map((job) => (
          <ImportCard key={job.id} job={job} />
        ))}
      </div>
    </div>
  );
}

function UploadCard({ upload }: { upload: Upload }) {
  return (
    <section className="card import-card" aria-label={`Upload of ${upload.fileName}`}>
      <h2>{upload.fileName}</h2>
      {upload.problem ? (
        <div className="stack">
          <ErrorNotice what="The file was not imported" problem={upload.problem} />
          <div>
            <Button variant="default" onClick={() => dismissUpload(upload.key)}>
              Dismiss
            </Button>
          </div>
        </div>
      ) : (
        <>
          <progress aria-label="Uploaded" value={upload.sent} max={upload.total || 1} />
          <div className="muted" role="status">
            Uploading: {formatOctets(upload.sent)} of {formatOctets(upload.total)}. Keep this page open until it is
            there.
          </div>
        </>
      )}
    </section>
  );
}
