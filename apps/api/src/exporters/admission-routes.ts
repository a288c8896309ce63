import { changeAdmissionMode, decideSender, forgetWaitingSenders, listAdmissions } from '@scopemap/database';
import type { FastifyInstance } from 'fastify';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';

/** Who may send: the senders that wait, decisions on them, and whether new ones have to wait. */
export function addAdmissionRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  const present = async () => {
    const { mode, senders } = await listAdmissions(db);
    return {
      mode,
      senders: senders.map((sender) => ({
        ...sender,
        firstSeen: sender.firstSeen.toISOString(),
        lastSeen: sender.lastSeen.toISOString(),
      })),
    };
  };

  bind(app, 'admissions', present);

  bind(app, 'decideSender', async ({ body: { address, decision, reason }, caller }) => {
    await decideSender(db, address, decision, reason, caller);
    return present();
  });

  bind(app, 'changeAdmissionMode', async ({ body, caller }) => {
    await changeAdmissionMode(db, body.mode, caller);
    return present();
  });

  bind(app, 'forgetWaitingSenders', async ({ caller }) => {
    await forgetWaitingSenders(db, caller);
    return {};
  });
}
