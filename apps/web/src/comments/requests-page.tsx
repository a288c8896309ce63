import { NativeSelect } from '@mantine/core';
import { type CommentThread, THREAD_STATES } from '@scopemap/contract';
import { useEndpoint } from '../api/use-endpoint.ts';
import { EvidenceTabs } from '../confirmation/evidence-tabs.tsx';
import { SkeletonRows } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { navigate, useSearch } from '../url/location.ts';
import { THREAD_STATE_WORDS } from './comment-words.ts';
import { NewThreadForm } from './new-thread-form.tsx';
import { ThreadCard } from './thread-card.tsx';

const isState = (text: string | null): text is CommentThread['state'] => THREAD_STATES.some((state) => state === text);

/** Every comment, question and request, the newest first; which state is shown stands in the URL. */
export function RequestsPage() {
  const wanted = new URLSearchParams(useSearch()).get('state');
  const state = isState(wanted) ? wanted : null;
  const answer = useEndpoint('comments', { query: state === null ? {} : { state } });
  const threads = answer.data?.threads ?? [];
  return (
    <div className="page">
      <EvidenceTabs current="/requests" />
      <header className="page-header">
        <div>
          <h1>Comments and requests</h1>
          <p>What an assessor or anybody else asks about the scope, and what was answered. Nothing is changed later.</p>
        </div>
        <NativeSelect
          label="Show"
          data={[
            { value: '', label: 'all' },
            ...THREAD_STATES.map((value) => ({ value, label: THREAD_STATE_WORDS[value] })),
          ]}
          value={state ?? ''}
          onChange={(event) => {
            const { value } = event.currentTarget;
            navigate(value === '' ? '/requests' : `/requests?state=${value}`);
          }}
        />
      </header>
      <div className="stack">
        <section className="card" aria-label="About the whole">
          <NewThreadForm subject={{ kind: 'installation', id: '' }} />
        </section>
        {answer.isError && (
          <ErrorNotice
            what="The comments could not be loaded"
            problem={answer.error}
            onRetry={() => void answer.refetch()}
          />
        )}
        {answer.isPending && <SkeletonRows rows={4} />}
        {answer.data && threads.length === 0 && <p className="muted">Nothing was said or asked.</p>}
        {threads.map((thread) => (
          <section key={thread.id} className="card">
            <ThreadCard thread={thread} subject />
          </section>
        ))}
      </div>
    </div>
  );
}
