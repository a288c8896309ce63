import type { CommentThread } from '@scopemap/contract';
import type { CommentThreadRow } from '@scopemap/database';

export function presentThread({
  id,
  subject_kind,
  subject_id,
  label,
  kind,
  state,
  messages,
}: CommentThreadRow): CommentThread {
  return {
    id,
    subject: { kind: subject_kind, id: subject_id, label },
    kind,
    state,
    messages: messages.map((message) => ({
      author: message.author,
      at: message.made_at.toISOString(),
      text: message.body,
      state: message.state,
    })),
  };
}
