import type { CommentThread } from '@scopemap/contract';

export const KIND_WORDS: Readonly<Record<CommentThread['kind'], string>> = {
  comment: 'Comment',
  question: 'Question',
  request: 'Request',
};

export const THREAD_STATE_WORDS: Readonly<Record<CommentThread['state'], string>> = {
  open: 'open',
  answered: 'answered',
  closed: 'closed',
};

export const STATE_MARKS: Readonly<Record<CommentThread['state'], string>> = { open: '?', answered: '↩', closed: '✓' };
