import { type Confirmation, type ConfirmationContent, SIGNATURE_STEPS } from '@scopemap/contract';
import {
  createConfirmation,
  type Db,
  findSnapshot,
  listConfirmations,
  remarkOnConfirmation,
  signConfirmation,
  writeConfirmation,
} from '@scopemap/database';
import { FACTS_VERSION } from '@scopemap/scope-model';
import type { FastifyInstance } from 'fastify';
import { ApiProblem, invalidField } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { approvalOf, presentConfirmation } from './present-confirmation.ts';

/** Version of PCI DSS whose elements the record has. */
const STANDARD = '4.0.1';

const EMPTY: ConfirmationContent = { elements: [], decisions: [], missed: null };

async function confirmationOf(db: Db, id: number): Promise<Confirmation> {
  const all = await listConfirmations(db);
  const row = all.find((one) => one.id === id);
  if (!row) throw new ApiProblem('not-found', `There is no confirmation ${id}.`);
  return presentConfirmation(row, all);
}

const conflict = (detail: string) => new ApiProblem('conflict', detail);
const STALE = 'Somebody wrote the confirmation meanwhile; read it again.';

/** The record of the scope confirmation (12.5.2): who says what to each element, who signs, what the assessor remarks. */
export function addConfirmationRoutes(app: FastifyInstance, { db, evidence }: ApiDependencies): void {
  bind(app, 'confirmations', async () => {
    const all = await listConfirmations(db);
    return { confirmations: all.map((row) => presentConfirmation(row, all)) };
  });

  bind(app, 'confirmation', ({ params }) => confirmationOf(db, params.id));

  bind(app, 'startConfirmation', async ({ body, caller }) => {
    const { snapshotId, entityRole, trigger, reason } = body;
    const snapshot = await findSnapshot(db, snapshotId);
    if (!snapshot) throw invalidField('snapshotId', `there is no snapshot ${snapshotId}`);
    if (snapshot.modelVersion !== FACTS_VERSION)
      throw conflict(`The snapshot was taken with version ${snapshot.modelVersion} of the model; take a new one.`);
    const previous = (await listConfirmations(db)).find((row) => approvalOf(row));
    const { answers, candidates } = await evidence.examine(snapshotId, previous?.snapshot_id ?? null);
    const draft = { snapshotId, entityRole, trigger, standard: STANDARD, previousId: previous?.id ?? null };
    const id = await createConfirmation(db, { ...draft, answers, candidates, content: EMPTY }, { ...caller, reason });
    return confirmationOf(db, id);
  });

  bind(app, 'writeConfirmation', async ({ params, body, caller }) => {
    const { id } = params;
    const { candidates } = await confirmationOf(db, id);
    const keys = new Set(candidates.map(({ key }) => key));
    const stranger = body.content.decisions.findIndex(({ key }) => !keys.has(key));
    if (stranger >= 0) throw invalidField(`content.decisions.${stranger}.key`, 'is no candidate of this confirmation');
    for (const part of ['elements', 'decisions'] as const) {
      const named = body.content[part].map((one) => ('key' in one ? one.key : one.element));
      if (new Set(named).size < named.length) throw invalidField(`content.${part}`, 'names one twice');
    }
    const { version, content, reason } = body;
    const outcome = await writeConfirmation(db, { id, version, content }, { ...caller, reason });
    if (outcome === 'stale') throw conflict(STALE);
    if (outcome === 'approved') throw conflict('The confirmation is approved and stays as it is; start another one.');
    return confirmationOf(db, id);
  });

  bind(app, 'signConfirmation', async ({ params, body, caller }) => {
    const { id } = params;
    const { lacking } = await confirmationOf(db, id);
    if (lacking.length > 0) throw conflict(`It is not complete. ${lacking.join(' ')}`);
    const outcome = await signConfirmation(db, { id, ...body }, caller);
    if (outcome === 'stale') throw conflict(STALE);
    if (outcome === 'out-of-order') throw conflict(`The order is ${SIGNATURE_STEPS.join(', ')}.`);
    if (outcome === 'same-person') {
      const who = `${caller.author} has signed this version before`;
      throw conflict(`${who}: prepared, reviewed and approved are signatures of three different people.`);
    }
    return confirmationOf(db, id);
  });

  bind(app, 'remarkOnConfirmation', async ({ params, body, caller }) => {
    await confirmationOf(db, params.id);
    const { kind, element, text } = body;
    const stored = await remarkOnConfirmation(db, { id: params.id, kind, element, body: text }, caller);
    if (!stored) throw conflict('Who signed for the entity cannot record the validation of the assessor.');
    return confirmationOf(db, params.id);
  });
}
