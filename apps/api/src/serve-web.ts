import { access } from 'node:fs/promises';
import { join } from 'node:path';
import serve from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem } from './api-problem.ts';
import { sendProblem } from './problems.ts';

/** Names of files under assets/ carry a hash of their content: they never change. */
function cacheControl(path: string): string {
  return /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

function isPage(request: FastifyRequest): boolean {
  const path = request.url.split('?', 1)[0] as string;
  const reads = request.method === 'GET' || request.method === 'HEAD';
  return reads && path !== '/api' && !path.startsWith('/api/') && !path.slice(path.lastIndexOf('/')).includes('.');
}

function notFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(request, reply, new ApiProblem('not-found', `Nothing answers ${request.method} ${request.url}.`));
}

/**
 * Serves the built page from `webRoot`, and the page itself at every path that is no file: the page has its own routes.
 * Rejects when the folder has no index.html. Without a folder every unknown path is a problem.
 */
export async function serveWeb(app: FastifyInstance, webRoot: string | undefined): Promise<void> {
  if (webRoot === undefined) {
    app.setNotFoundHandler(notFound);
    return;
  }
  await access(join(webRoot, 'index.html')).catch((cause) => {
    throw new Error(`${webRoot} holds no built page (index.html is missing)`, { cause });
  });
  await app.register(serve, {
    root: webRoot,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', cacheControl(path));
    },
  });
  app.setNotFoundHandler((request, reply) =>
    isPage(request) ? reply.sendFile('index.html') : notFound(request, reply),
  );
}
