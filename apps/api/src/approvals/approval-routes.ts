import type { Approval } from '@scopemap/contract';
import { type ApprovalRow, approve, listApprovals, notify } from '@scopemap/database';
import { hasPorts, protocolName, protocolNumber } from '@scopemap/net';
import type { FastifyInstance } from 'fastify';
import { ApiProblem, invalidField } from '../api-problem.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { bind } from '../route.ts';
import { serviceLabel } from '../service-label.ts';

function present({ protocol, approvedAt, expiresAt, ...approval }: ApprovalRow): Approval {
  return {
    ...approval,
    protocol: protocolName(protocol),
    service: serviceLabel(protocol, approval.port),
    approvedAt: approvedAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}

/** Number of the protocol, if it can be approved with that port. */
function approvableProtocol(text: string, port: number): number {
  const protocol = protocolNumber(text);
  if (protocol === null) throw invalidField('protocol', `"${text}" is no protocol name or number`);
  if (!hasPorts(protocol) && port !== 0) throw invalidField('port', `${text} has no ports; write 0`);
  return protocol;
}

export function addApprovalRoutes(app: FastifyInstance, { db }: ApiDependencies): void {
  bind(app, 'approvals', async () => ({ approvals: (await listApprovals(db)).map(present) }));

  bind(app, 'approve', async ({ body, caller }) => {
    const result = await approve(db, {
      ...body,
      protocol: approvableProtocol(body.protocol, body.port),
      approvedBy: caller.author,
      origin: caller.origin,
      expiresAt: body.expiresAt === undefined ? null : new Date(body.expiresAt),
    });
    if ('missing' in result) throw invalidField(result.missing, `there is no zone ${body[result.missing]}`);
    if ('standing' in result) {
      const { service, sourceZone, targetZone, approvedBy } = present(result.standing);
      throw new ApiProblem(
        'conflict',
        `${service} from ${sourceZone} to ${targetZone} is already approved by ${approvedBy}.`,
      );
    }
    await notify(db, { kind: 'zones' });
    return present(result.approval);
  });
}
