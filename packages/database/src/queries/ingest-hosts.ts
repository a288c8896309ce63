import type { SegmentEvidence } from '@scopemap/scope-model';
import type { PoolClient } from 'pg';
import { type IdsByAddress, see, upsertSeen } from './ingest-exporters.ts';
import type { RelationshipChange } from './ingest-relationship-changes.ts';

/** Ids of all hosts that a window names; new ones are created. */
export function upsertHosts(
  client: PoolClient,
  added: readonly RelationshipChange[],
  withdrawn: readonly RelationshipChange[],
  evidence: readonly SegmentEvidence[],
): Promise<IdsByAddress> {
  const seen = new Map<string, { first: number; last: number }>();
  for (const { key, first, last } of [...added, ...withdrawn]) {
    see(seen, key.client, first, last);
    see(seen, key.server, first, last);
  }
  for (const { sender, first, last } of evidence) see(seen, sender, first, last);
  return upsertSeen(client, 'host', seen);
}
