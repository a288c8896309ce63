import { accessOf } from '@scopemap/contract';
import type { RouteOptions } from 'fastify';

/** Refuses to build an API with a route for which the access table does not say who may call it. */
export function demandAccessRow({ method, url }: RouteOptions): void {
  for (const each of [method].flat()) {
    if (accessOf(each, url) === undefined) {
      throw new Error(`packages/contract/src/access.ts does not say who may call ${each} ${url}`);
    }
  }
}
