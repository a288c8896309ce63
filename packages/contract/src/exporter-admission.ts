import { z } from 'zod';
import { Address } from './address.ts';
import { None } from './request-parts.ts';

/** `learn`: the first senders are read at once; `ask`: a new one waits until somebody admits it. */
const AdmissionMode = z.enum(['learn', 'ask']);

/** A sender on which somebody decided, or is to decide. */
export const AdmissionSender = z.object({
  address: z.string(),
  state: z.enum(['waiting', 'allowed', 'refused']),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  /** That came and were not read. */
  datagrams: z.number(),
});
export type AdmissionSender = z.infer<typeof AdmissionSender>;

/** Those that wait come first, then those with most datagrams. */
export const AdmissionList = z.object({ mode: AdmissionMode, senders: z.array(AdmissionSender) });

const AdmissionDecision = z.object({
  address: Address,
  decision: z.enum(['allowed', 'refused']),
  reason: z.string().trim().max(2_000).nullable().default(null),
});

export const admissionEndpoints = {
  admissions: { method: 'GET', path: '/api/exporters/admissions', response: AdmissionList },
  decideSender: { method: 'POST', path: '/api/exporters/admissions', body: AdmissionDecision, response: AdmissionList },
  changeAdmissionMode: {
    method: 'PUT',
    path: '/api/exporters/admissions/mode',
    body: z.object({ mode: AdmissionMode }),
    response: AdmissionList,
  },
  forgetWaitingSenders: {
    method: 'DELETE',
    path: '/api/exporters/admissions/waiting',
    response: None,
  },
} as const;
