import type { ServerResponse } from 'node:http';
import type { LiveEvent } from '@scopemap/contract';
import type { FastifyInstance } from 'fastify';
import { ApiProblem } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';

const HEARTBEAT_MS = 15_000;
/** How soon a browser comes back after a lost stream. */
const RETRY_MS = 2_000;
/** A reader that lets this much pile up has stopped reading; it will come back and read everything again. */
const MOST_WAITING_OCTETS = 1024 * 1024;
const MOST_STREAMS = 1_000;

function send(stream: ServerResponse, text: string): void {
  if (stream.writableLength > MOST_WAITING_OCTETS) stream.destroy();
  else stream.write(text);
}

function format(event: LiveEvent): string {
  return `event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** `GET /api/events`: live events as server-sent events (WHATWG HTML 9.2), one per event, named by its kind. */
export function addEventRoutes(app: FastifyInstance, { events, heartbeatMs = HEARTBEAT_MS }: ApiDependencies): void {
  const streams = new Set<ServerResponse>();
  const unsubscribe = events.subscribe((event) => {
    for (const stream of streams) send(stream, format(event));
  });
  const heartbeat = setInterval(() => {
    for (const stream of streams) send(stream, ': still here\n\n');
  }, heartbeatMs);
  heartbeat.unref();

  // Before the server waits for its connections to end: these never would.
  app.addHook('preClose', async () => {
    clearInterval(heartbeat);
    unsubscribe();
    for (const stream of streams) stream.end();
  });

  app.route({
    method: 'GET',
    url: '/api/events',
    exposeHeadRoute: false,
    schema: {
      operationId: 'events',
      summary: 'Live events as text/event-stream; the data of each is a JSON object with its kind',
      produces: ['text/event-stream'],
    },
    handler: (request, reply) => {
      if (streams.size >= MOST_STREAMS) throw new ApiProblem('unavailable', 'Too many event streams are open.');
      reply.hijack();
      const stream = reply.raw;
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) stream.setHeader(name, value);
      stream.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      stream.write(`retry: ${RETRY_MS}\n\n`);
      streams.add(stream);
      request.raw.on('close', () => streams.delete(stream));
    },
  });
}
