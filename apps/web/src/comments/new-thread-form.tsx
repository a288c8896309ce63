import { Button, NativeSelect, Textarea } from '@mantine/core';
import type { CommentThread } from '@scopemap/contract';
import { useState } from 'react';
import { useChange } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { KIND_WORDS } from './comment-words.ts';

type Subject = Pick<CommentThread['subject'], 'kind' | 'id'>;

/** Says or asks something of a subject. */
export function NewThreadForm({ subject }: { subject: Subject }) {
  const [kind, setKind] = useState<CommentThread['kind']>('comment');
  const [text, setText] = useState('');
  const save = useChange('startThread', () => setText(''));
  return (
    <form
      className="stack"
      aria-label="New comment"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ body: { subject, kind, text } });
      }}
    >
      <Textarea
        label="Comment, question or request"
        rows={2}
        value={text}
        error={save.error?.fields.text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="row">
        <NativeSelect
          aria-label="Kind"
          data={Object.entries(KIND_WORDS).map(([value, label]) => ({ value, label }))}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as CommentThread['kind'])}
        />
        <Button type="submit" variant="default" disabled={text.trim().length < 2} loading={save.isPending}>
          Add
        </Button>
      </div>
      {save.error && <ErrorNotice what="It was not saved" problem={save.error} />}
    </form>
  );
}
