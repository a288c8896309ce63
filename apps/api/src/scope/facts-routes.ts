import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { endpoints, Problem } from '@scopemap/contract';
import { readScopeFacts, type StoredScopeFacts } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ApiDependencies } from '../dependencies.ts';
import { loadRuleSetFacts } from '../rules/rule-set-facts.ts';

/** Waits until the reader has room; rejects when it has gone. */
async function write(stream: PassThrough, text: string): Promise<void> {
  if (stream.destroyed) throw new Error('the reader has gone');
  if (!stream.write(text)) await once(stream, 'drain');
}

/** Everything but the contacts first, then these, so that none of it has to be held as a whole. */
async function writeFacts(stream: PassThrough, { network, contacts }: StoredScopeFacts): Promise<void> {
  await write(stream, `${JSON.stringify(network).slice(0, -1)},"contacts":[`);
  let first = true;
  for await (const some of contacts) {
    const text = JSON.stringify(some).slice(1, -1);
    await write(stream, first ? text : `,${text}`);
    first = false;
  }
  stream.end(']}');
}

/** `GET /api/scope/facts`: the facts as one JSON value of the contract's form, from one snapshot, as a stream. */
export function addFactsRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  const { method, path } = endpoints.scopeFacts;
  app.route({
    method,
    url: path,
    exposeHeadRoute: false,
    schema: {
      operationId: 'scopeFacts',
      summary: 'The facts of the scope model; classifying this file gives the result that is shown',
      produces: ['application/json'],
      response: { 200: z.any(), default: Problem },
    },
    handler: (_, reply) => {
      const stream = new PassThrough();
      // A failure in the middle cuts the answer, so that no reader takes it for whole.
      readScopeFacts(db, { now: Date.now(), ruleSets: loadRuleSetFacts }, (facts) => writeFacts(stream, facts)).catch(
        (error: Error) => stream.destroy(error),
      );
      return reply
        .header('content-type', 'application/json; charset=utf-8')
        .header('content-disposition', 'attachment; filename="scope-facts.json"')
        .send(stream);
    },
  });
}
