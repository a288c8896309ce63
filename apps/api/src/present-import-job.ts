import { ImportJob } from '@scopemap/contract';
import type { ImportJobRow } from '@scopemap/database';

/** The job as the contract has it. Throws when a stored report does not fit it: then it was written by another version. */
export function presentImportJob({ createdAt, finishedAt, report, ...job }: ImportJobRow): ImportJob {
  const isTraffic = job.kind === 'capture' || job.kind === 'sample';
  const found = {
    report: isTraffic ? report : null,
    scan: job.kind === 'scan' ? report : null,
    addresses: job.kind === 'addresses' ? report : null,
  };
  return ImportJob.parse({
    ...job,
    ...found,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  });
}
