import { Button, Modal, Textarea } from '@mantine/core';
import type { ListPreview } from '@scopemap/contract';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type Answer, call } from '../api/client.ts';
import type { ApiProblem } from '../api/problem.ts';
import { useChange } from '../api/use-endpoint.ts';
import { SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatPlural } from '../ui/format.ts';
import { ListChanges, ListProblems, ListSummary } from './list-preview.tsx';
import { LIST_WORDS } from './list-words.ts';

interface ImportListDialogProps {
  fileName: string;
  text: string;
  onClose: () => void;
}

/** What a list would change, line by line; then the change, with the reason for it. */
export function ImportListDialog({ fileName, text, onClose }: ImportListDialogProps) {
  const [reason, setReason] = useState('');
  const preview = useQuery<Answer<'previewList'>, ApiProblem>({
    queryKey: ['previewList', text],
    queryFn: ({ signal }) => call('previewList', { body: { text } }, signal),
    staleTime: 0,
    retry: false,
  });
  const found = preview.data;
  const take = useChange(found?.kind === 'approvals' ? 'importApprovals' : 'importList', onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (found) take.mutate({ body: { text, fileName, reason, outcome: found.outcome } });
  };
  return (
    <Modal opened onClose={onClose} title={found ? `${LIST_WORDS[found.kind]}: ${fileName}` : fileName} size="xl">
      {preview.isPending && <SkeletonRows rows={8} />}
      {preview.error && (
        <ErrorNotice
          what="The file cannot be imported"
          problem={preview.error}
          onRetry={() => void preview.refetch()}
        />
      )}
      {found && (
        <form className="stack" onSubmit={submit} aria-label="Import a list">
          <ListSummary preview={found} />
          {found.problemsTotal > 0 && <ListProblems preview={found} />}
          <ListChanges preview={found} />
          {canBeTaken(found) && (
            <Textarea
              label="Reason"
              description="Stands with each change in the audit, and with tags and claims that have none of their own"
              rows={2}
              value={reason}
              error={take.error?.fields.reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
          {take.error && <ErrorNotice what="Nothing was changed" problem={take.error} />}
          <div className="row dialog-actions">
            <Button variant="default" onClick={onClose}>
              {canBeTaken(found) ? 'Cancel' : 'Close'}
            </Button>
            {canBeTaken(found) && (
              <Button type="submit" disabled={reason.trim().length < 3} loading={take.isPending}>
                Import {formatPlural(found.added + found.changed, 'change')}
              </Button>
            )}
          </div>
        </form>
      )}
    </Modal>
  );
}

const canBeTaken = ({ problemsTotal, added, changed }: ListPreview) => problemsTotal === 0 && added + changed > 0;
