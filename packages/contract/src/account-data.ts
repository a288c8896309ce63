import { ACCEPTANCE_CHANNELS, PAYMENT_STAGES } from '@scopemap/scope-model';
import { z } from 'zod';
import { Evidence, Provenance, Reason } from './provenance.ts';

/** One step of a flow of account data, as a person names it (1.2.4). */
const FlowStep = z.object({
  flow: z.string().trim().min(1, 'name the flow').max(200),
  step: z.int().min(1).max(100),
  stages: z.array(z.enum(PAYMENT_STAGES)),
  channels: z.array(z.enum(ACCEPTANCE_CHANNELS)),
  encryption: z.string().trim().min(1).max(1000).nullable(),
  elements: z.array(z.string().trim().min(1).max(200)).max(20),
});

/** A relationship that carries account data, as a person says. It is a tag: ended like every tag. */
export const AccountDataMark = Provenance.extend({
  ...FlowStep.shape,
  relationshipId: z.string(),
  /** Names or addresses of the two ends; of the server when the direction is known. */
  client: z.string(),
  server: z.string(),
  service: z.string(),
  evidence: z.string().nullable(),
  until: z.iso.datetime().nullable(),
});
export type AccountDataMark = z.infer<typeof AccountDataMark>;

export const accountDataEndpoints = {
  accountDataMarks: {
    method: 'GET',
    path: '/api/account-data',
    response: z.object({ marks: z.array(AccountDataMark) }),
  },
  markAccountData: {
    method: 'POST',
    path: '/api/account-data',
    body: FlowStep.extend({
      relationshipIds: z
        .array(z.string().regex(/^[1-9][0-9]{0,17}$/, 'is the number of a relationship'))
        .min(1)
        .max(1000),
      reason: Reason,
      evidence: Evidence,
      until: z.iso.datetime().nullable().default(null),
    }),
    response: z.object({ marked: z.number().int() }),
  },
} as const;
