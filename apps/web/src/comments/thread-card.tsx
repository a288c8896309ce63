import { Button, Textarea } from '@mantine/core';
import type { CommentThread } from '@scopemap/contract';
import { useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { formatInstant } from '../ui/format.ts';
import { KIND_WORDS, STATE_MARKS, THREAD_STATE_WORDS } from './comment-words.ts';
import './comments.css';

/** One comment, question or request with everything that was said to it, and a place to say more. */
export function ThreadCard({ thread, subject }: { thread: CommentThread; subject: boolean }) {
  const [text, setText] = useState('');
  const answer = useChange('answerThread', () => setText(''));
  const say = (state: CommentThread['state']) => answer.mutate({ params: { id: thread.id }, body: { text, state } });
  return (
    <article className="comment-thread" aria-label={`${KIND_WORDS[thread.kind]} ${thread.id}`}>
      <div className="row">
        <strong>{KIND_WORDS[thread.kind]}</strong>
        {subject && <span>on {thread.subject.label}</span>}
        <span className={`badge ${thread.state === 'open' ? 'badge-unreviewed' : ''}`}>
          <span aria-hidden="true">{STATE_MARKS[thread.state]}</span> {THREAD_STATE_WORDS[thread.state]}
        </span>
      </div>
      {thread.messages.map((message, index) => (
        <div key={`${message.at} ${index}`} className="comment-message">
          <div className="muted">
            {message.author}, {formatInstant(message.at)} UTC
          </div>
          <p>{message.text}</p>
        </div>
      ))}
      <Textarea
        aria-label={`Answer to ${KIND_WORDS[thread.kind].toLowerCase()} ${thread.id}`}
        placeholder="Answer"
        rows={1}
        autosize
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {text.trim() !== '' && (
        <div className="row">
          <Button size="compact-sm" loading={answer.isPending} onClick={() => say('answered')}>
            Answer
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => say('open')}>
            Ask again
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => say('closed')}>
            Close
          </Button>
        </div>
      )}
      {answer.error && <ErrorNotice what="The answer was not saved" problem={answer.error} />}
    </article>
  );
}
