import { Button } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import type { ImportJob, ListImport } from '@scopemap/contract';
import type { ApiProblem } from '../api/problem.ts';
import { useEndpoint } from '../api/use-endpoint.ts';
import { ImportRulesDialog } from '../rules/import-rules-dialog.tsx';
import { EmptyState, SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatOctets } from '../ui/format.ts';
import { AcceptedFiles } from './accepted-files.tsx';
import { dismissDroppedText, useDroppedText } from './dropped-files.ts';
import { ImportCard } from './import-card.tsx';
import { ImportListDialog } from './import-list-dialog.tsx';
import { ListCard } from './list-card.tsx';
import { ListDownloads } from './list-downloads.tsx';
import { LoadSampleButton } from './load-sample-button.tsx';
import { dismissUpload, type Upload, useUpload, useUploads } from './use-upload.ts';
import '@mantine/dropzone/styles.css';
import './import.css';

/** Files in, reports out. Running imports belong to the server: leaving or reloading the page does not stop them. */
export function ImportPage() {
  const answer = useEndpoint('imports', {}, { refetchInterval: 4_000 });
  const lists = useEndpoint('listImports', {});
  const uploads = useUploads();
  const upload = useUpload();
  const jobs = answer.data?.imports ?? [];
  const taken = lists.data?.lists ?? [];
  const nothing = answer.data && lists.data && jobs.length + taken.length + uploads.length === 0;
  return (
    <div className="page">
      <header className="page-header">
        <div>
          <h1>Import</h1>
          <p>
            A capture does the same as live traffic; importing it again counts nothing twice. Lists and rules are shown
            line by line before anything is stored.
          </p>
        </div>
        <LoadSampleButton variant="default" />
      </header>
      <div className="stack">
        <Dropzone onDrop={upload} multiple className="drop-zone" role="group" aria-label="Choose files to import">
          <div className="drop-zone-words">
            <strong>Drop files here, or press to choose</strong>
            <AcceptedFiles />
          </div>
        </Dropzone>
        <ListDownloads />
        {uploads.map((each) => (
          <UploadCard key={each.key} upload={each} />
        ))}
        {(answer.error ?? lists.error) && (
          <ErrorNotice
            what="The imports could not be loaded"
            problem={(answer.error ?? lists.error) as ApiProblem}
            still={jobs.length > 0 ? 'What was loaded before is shown below.' : undefined}
            onRetry={() => {
              void answer.refetch();
              void lists.refetch();
            }}
          />
        )}
        {(answer.isPending || lists.isPending) && <SkeletonRows rows={6} />}
        {nothing && (
          <EmptyState title="Nothing was imported yet">
            What is imported appears here with a report of what it held.
          </EmptyState>
        )}
        {inOrder(jobs, taken).map((each) =>
          'list' in each ? (
            <ListCard key={`list-${each.list.id}`} list={each.list} />
          ) : (
            <ImportCard key={each.job.id} job={each.job} />
          ),
        )}
      </div>
      <DroppedDialog />
    </div>
  );
}

/** Jobs and lists, the newest first. */
function inOrder(jobs: readonly ImportJob[], lists: readonly ListImport[]) {
  const all = [...jobs.map((job) => ({ at: job.createdAt, job })), ...lists.map((list) => ({ at: list.madeAt, list }))];
  return all.sort((a, b) => b.at.localeCompare(a.at));
}

/** The dialog of the first file that waits to be looked at. */
function DroppedDialog() {
  const dropped = useDroppedText();
  const controls = useEndpoint('controls', { query: { history: false } }, { enabled: dropped?.kind === 'rules' });
  if (!dropped) return null;
  const { key, kind, fileName, text } = dropped;
  const close = () => dismissDroppedText(key);
  if (kind === 'list') return <ImportListDialog key={key} fileName={fileName} text={text} onClose={close} />;
  if (!controls.data) return null;
  const file = { fileName, text };
  return <ImportRulesDialog key={key} controls={controls.data.controls} control={null} file={file} onClose={close} />;
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
