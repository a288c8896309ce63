import { answerThread, commentSubjectExists, type Db, listThreads, startThread } from '@scopemap/database';
import { canonicalIp } from '@scopemap/net';
import type { FastifyInstance } from 'fastify';
import { ApiProblem, invalidField } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { presentThread } from './present-thread.ts';

async function threadOf(db: Db, id: number) {
  const [thread] = await listThreads(db, { id });
  if (!thread) throw new ApiProblem('not-found', `There is no comment ${id}.`);
  return presentThread(thread);
}

/** Comments, questions and requests of people who look at the scope, and the answers. */
export function addCommentRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  bind(app, 'comments', async ({ query }) => ({ threads: (await listThreads(db, query)).map(presentThread) }));

  bind(app, 'startThread', async ({ body, caller }) => {
    const { kind, id: given } = body.subject;
    const id = kind === 'host' ? (canonicalIp(given) ?? '') : given;
    if (kind === 'host' && id === '') throw invalidField('subject.id', `"${given}" is not an IP address`);
    if (!(await commentSubjectExists(db, kind, id))) throw invalidField('subject.id', `there is no ${kind} ${given}`);
    const thread = { subject_kind: kind, subject_id: id, kind: body.kind, body: body.text };
    return threadOf(db, await startThread(db, thread, caller));
  });

  bind(app, 'answerThread', async ({ params, body, caller }) => {
    const message = { id: params.id, body: body.text, state: body.state };
    if (!(await answerThread(db, message, caller)))
      throw new ApiProblem('not-found', `There is no comment ${params.id}.`);
    return threadOf(db, params.id);
  });
}
