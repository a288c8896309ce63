import { randomUUID } from 'node:crypto';
import type { SavedView } from '@scopemap/contract';
import { endSavedView, listSavedViews, type SavedViewRow, saveView } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import { ApiProblem, invalidField } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';

function present({ madeAt, ...view }: SavedViewRow, author: string): SavedView {
  return { ...view, madeAt: madeAt.toISOString(), own: view.author === author };
}

/** Views under a name, a person's own and those that all share. */
export function addViewRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  bind(app, 'savedViews', async ({ caller }) => {
    const views = await listSavedViews(db, caller.author);
    return { views: views.map((view) => present(view, caller.author)) };
  });

  bind(app, 'saveView', async ({ body, caller }) => {
    const view = await saveView(db, { id: randomUUID(), ...body }, caller);
    if (!view) throw invalidField('name', 'you have a view of this name already');
    return present(view, caller.author);
  });

  bind(app, 'endSavedView', async ({ params, caller }) => {
    if (!(await endSavedView(db, params.id, { others: false }, caller))) {
      throw new ApiProblem('not-found', 'You have saved no such view.');
    }
    return {};
  });
}
