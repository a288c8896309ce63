import type { NetworkDeclaration } from '@scopemap/database';
import { referenceNetwork } from '@scopemap/reference-network';

/** What the reference network's staff say of it, for the database. */
export function sampleDeclaration(): NetworkDeclaration {
  const { zones, hosts, approvals, exporters, entity } = referenceNetwork;
  return {
    zones,
    hosts: hosts.flatMap(({ address, address6, name, claim }) => {
      const declared = { address, name, claim };
      return address6 ? [declared, { ...declared, address: address6 }] : [declared];
    }),
    approvals: approvals.map((approval) => ({ ...approval, port: approval.port ?? 0 })),
    exporters,
    author: `${entity} (sample)`,
  };
}
