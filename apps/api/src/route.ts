import { type Endpoint, type EndpointName, endpoints, Problem } from '@scopemap/contract';
import type { ChangeAuthor } from '@scopemap/database';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { callerOf } from './author.ts';

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Part<Name extends EndpointName, Key extends string> =
  Endpoint<Name> extends Record<Key, infer Schema> ? Output<Schema> : undefined;

/** What a handler gets: checked and converted by the contract. Parts that an endpoint does not have are undefined. */
export interface EndpointInput<Name extends EndpointName> {
  readonly params: Part<Name, 'params'>;
  readonly query: Part<Name, 'query'>;
  readonly body: Part<Name, 'body'>;
  /** Who is written down as the author of what the request changes. */
  readonly caller: ChangeAuthor;
}

/** An answer that is JSON already, of the shape that the contract says. */
export class WrittenAnswer {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type EndpointAnswer<Name extends EndpointName> = z.input<Endpoint<Name>['response']>;

/** For what the contract does not hold: cookies and who asks. */
interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

interface AnyEndpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Of the body; 1 MiB when not given. */
  readonly maxOctets?: number;
  readonly response: z.ZodType;
}

/**
 * Binds an endpoint of the contract to its handler. Input that does not fit never reaches the handler, and an answer that does
 * not fit never leaves: it is an internal error.
 */
export function bind<Name extends EndpointName>(
  app: FastifyInstance,
  name: Name,
  handle: (input: EndpointInput<Name>, exchange: Exchange) => Promise<EndpointAnswer<Name>>,
): void {
  const { method, path, params, query, body, maxOctets, response }: AnyEndpoint = endpoints[name];
  app.route({
    method,
    url: path,
    ...(maxOctets === undefined ? {} : { bodyLimit: maxOctets }),
    schema: {
      operationId: name,
      ...(params ? { params } : {}),
      ...(query ? { querystring: query } : {}),
      ...(body ? { body } : {}),
      response: { 200: response, default: Problem },
    },
    handler: async (request, reply) => {
      const { params, query, body } = request;
      const answer: unknown = await handle({ params, query, body, caller: callerOf(request) } as EndpointInput<Name>, {
        request,
        reply,
      });
      // A text is sent as it is.
      return answer instanceof WrittenAnswer ? reply.type('application/json').send(answer.text) : answer;
    },
  });
}

/** As {@link bind}, of a handler that may have written its answer already. */
export function bindWritten<Name extends EndpointName>(
  app: FastifyInstance,
  name: Name,
  handle: (input: EndpointInput<Name>) => Promise<EndpointAnswer<Name> | WrittenAnswer>,
): void {
  bind(app, name, (input) => handle(input) as Promise<EndpointAnswer<Name>>);
}
