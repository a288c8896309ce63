import type { Generated } from 'kysely';

export interface CommentThreadTable {
  id: Generated<number>;
  subject_kind: 'host' | 'relationship' | 'zone' | 'installation';
  subject_id: string;
  kind: 'comment' | 'question' | 'request';
}

export interface CommentMessageTable {
  id: Generated<number>;
  thread_id: number;
  body: string;
  state: 'open' | 'answered' | 'closed';
  author: string;
  made_at: Generated<Date>;
}
