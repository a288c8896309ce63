import { type Endpoint, type EndpointName, endpoints } from '@scopemap/contract';
import type { z } from 'zod';
import { ApiProblem, readProblem, unreachable } from './problem.ts';

type Part<Name extends EndpointName, Key extends 'params' | 'query' | 'body'> =
  Endpoint<Name> extends Readonly<Record<Key, infer Schema extends z.ZodType>> ? Schema : never;

type Params<Name extends EndpointName> = [Part<Name, 'params'>] extends [never]
  ? { params?: undefined }
  : { params: z.output<Part<Name, 'params'>> };
type Query<Name extends EndpointName> = [Part<Name, 'query'>] extends [never]
  ? { query?: undefined }
  : { query?: Partial<z.output<Part<Name, 'query'>>> };
type Body<Name extends EndpointName> = [Part<Name, 'body'>] extends [never]
  ? { body?: undefined }
  : { body: z.input<Part<Name, 'body'>> };

/** What an endpoint of the contract takes. */
export type Input<Name extends EndpointName> = Params<Name> & Query<Name> & Body<Name>;

/** What an endpoint of the contract answers. */
export type Answer<Name extends EndpointName> = z.output<Endpoint<Name>['response']>;

type Values = Readonly<Record<string, string | number | undefined>>;

/**
 * Makes the function that calls endpoints of the contract on `base` (empty: the page's own origin). It parses every answer;
 * a failure of any kind is an {@link ApiProblem}.
 */
export function createCall(base: string) {
  return async function call<Name extends EndpointName>(
    name: Name,
    input: Input<Name>,
    signal?: AbortSignal,
  ): Promise<Answer<Name>> {
    const { method, path, response } = endpoints[name];
    const { params, query, body } = input as { params?: Values; query?: Values; body?: unknown };
    const request: RequestInit = { method, ...(signal && { signal }) };
    if (body !== undefined) {
      request.headers = { 'content-type': 'application/json' };
      request.body = JSON.stringify(body);
    }
    const text = await send(base + fillPath(path, params) + writeQuery(query), request);
    return parseAnswer(response, text) as Answer<Name>;
  };
}

export const call = createCall('');

async function send(url: string, request: RequestInit): Promise<string> {
  let answer: Response;
  try {
    answer = await fetch(url, request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw unreachable();
  }
  const text = await answer.text();
  if (!answer.ok) throw readProblem(answer.status, text);
  return text;
}

/** Reads an answer's body by its schema; a server of another version is named, not half understood. */
export function parseAnswer<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  let json: unknown;
  try {
    json = text === '' ? {} : JSON.parse(text);
  } catch {
    throw unexpected('it is not JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw unexpected(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`);
}

function unexpected(why: string): ApiProblem {
  return new ApiProblem({
    message: `The server's answer is not what this page expects (${why}). Reload the page; it may be older than the server.`,
    status: 200,
    code: 'internal',
  });
}

function fillPath(path: string, params: Values = {}): string {
  return path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(String(params[key])));
}

function writeQuery(query: Values = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(key, String(value));
  return search.size > 0 ? `?${search}` : '';
}
