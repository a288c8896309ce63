import type { HostDetail, HostSummary } from '@scopemap/contract';
import type { HostClaimRow, HostFactRows, HostRow } from '@scopemap/database';
import { categorise } from '@scopemap/scope-model';
import { serviceLabel } from '../service-label.ts';

export function presentHost({ firstSeen, lastSeen, ...host }: HostRow): HostSummary {
  return { ...host, firstSeen: firstSeen.toISOString(), lastSeen: lastSeen.toISOString() };
}

/** The host with its reasons, from the same rules that gave its category in lists. */
export function presentHostDetail(host: HostRow, facts: HostFactRows, claims: readonly HostClaimRow[]): HostDetail {
  const { category, inScope, conflict, reasons, missing } = categorise({
    ...facts,
    cdeContacts: facts.cdeContacts.map(({ protocol, port, ...contact }) => ({
      ...contact,
      service: serviceLabel(protocol, port),
    })),
  });
  return {
    ...presentHost(host),
    category,
    conflict,
    classification: { category, inScope, conflict, reasons: [...reasons], missing: [...missing] },
    claims: claims.map(({ madeAt, closedAt, ...claim }) => ({
      ...claim,
      madeAt: madeAt.toISOString(),
      closedAt: closedAt?.toISOString() ?? null,
    })),
  };
}
