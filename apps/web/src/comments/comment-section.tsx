import type { CommentThread } from '@scopemap/contract';
import { useEndpoint } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { NewThreadForm } from './new-thread-form.tsx';
import { ThreadCard } from './thread-card.tsx';

/** What was said and asked about one host, relationship or zone. */
export function CommentSection({ kind, id }: { kind: CommentThread['subject']['kind']; id: string }) {
  const answer = useEndpoint('comments', { query: { subjectKind: kind, subjectId: id } });
  return (
    <section aria-label="Comments">
      <h3>Comments and requests</h3>
      {answer.isError && (
        <ErrorNotice
          what="The comments could not be loaded"
          problem={answer.error}
          onRetry={() => void answer.refetch()}
        />
      )}
      {answer.data?.threads.map((thread) => (
        <ThreadCard key={thread.id} thread={thread} subject={false} />
      ))}
      <NewThreadForm key={id} subject={{ kind, id }} />
    </section>
  );
}
