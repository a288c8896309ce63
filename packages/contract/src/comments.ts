import { z } from 'zod';
import { Id } from './request-parts.ts';

/** What a comment is about. */
export const COMMENT_SUBJECTS = ['host', 'relationship', 'zone', 'installation'] as const;

/** `answered` waits for the one who asked; a comment is closed from the start. */
export const THREAD_STATES = ['open', 'answered', 'closed'] as const;

const Text = z.string().trim().min(2, 'say what it is about').max(10_000);

const Subject = z.object({
  kind: z.enum(COMMENT_SUBJECTS),
  /** Address of a host, number of a relationship or zone; empty for the installation as a whole. */
  id: z.string().trim().max(100),
});

const Message = z.object({
  author: z.string(),
  at: z.iso.datetime(),
  text: z.string(),
  /** State from this message on. */
  state: z.enum(THREAD_STATES),
});

/** A comment, question or request of somebody who looks at the scope, with what was said to it. Nothing of it is changed later. */
export const CommentThread = z.object({
  id: z.number().int(),
  subject: Subject.extend({
    /** Name of the subject at the moment. */
    label: z.string(),
  }),
  kind: z.enum(['comment', 'question', 'request']),
  state: z.enum(THREAD_STATES),
  messages: z.array(Message).min(1),
});
export type CommentThread = z.infer<typeof CommentThread>;

export const commentEndpoints = {
  comments: {
    method: 'GET',
    path: '/api/comments',
    query: z.object({
      state: z.enum(THREAD_STATES).optional(),
      subjectKind: z.enum(COMMENT_SUBJECTS).optional(),
      subjectId: z.string().max(100).optional(),
    }),
    response: z.object({ threads: z.array(CommentThread) }),
  },
  startThread: {
    method: 'POST',
    path: '/api/comments',
    body: z.object({ subject: Subject, kind: CommentThread.shape.kind, text: Text }),
    response: CommentThread,
  },
  answerThread: {
    method: 'POST',
    path: '/api/comments/:id/messages',
    params: Id,
    body: z.object({ text: Text, state: z.enum(THREAD_STATES) }),
    response: CommentThread,
  },
} as const;
