import type { SegmentEvidence } from '@scopemap/scope-model';
import type { PoolClient } from 'pg';
import type { IdsByAddress } from './ingest-exporters.ts';
import { LARGEST_BIGINT } from './ingest-relationship-days.ts';

/** Adds packets to groups and link-local ones to what is known of their senders. */
export async function addSegmentEvidence(
  client: PoolClient,
  evidence: readonly SegmentEvidence[],
  hosts: IdsByAddress,
  exporters: IdsByAddress,
): Promise<void> {
  if (evidence.length === 0) return;
  await client.query(
    `insert into segment_evidence
       (sender_id, destination, protocol, port, exporter_id, reach, packets, octets, first_seen, last_seen)
     select sender_id, destination, protocol, port, exporter_id, min(reach), least(sum(packets), ${LARGEST_BIGINT}), least(sum(octets), ${LARGEST_BIGINT}), min(first_seen), max(last_seen)
     from unnest($1::int[], $2::inet[], $3::smallint[], $4::int[], $5::int[], $6::text[], $7::bigint[], $8::bigint[],
       $9::timestamptz[], $10::timestamptz[])
       as new (sender_id, destination, protocol, port, exporter_id, reach, packets, octets, first_seen, last_seen)
     group by 1, 2, 3, 4, 5
     order by 1, 2, 3, 4, 5
     on conflict (sender_id, destination, protocol, port, exporter_id) do update
       set packets = segment_evidence.packets + least(excluded.packets, ${LARGEST_BIGINT} - segment_evidence.packets),
           octets = segment_evidence.octets + least(excluded.octets, ${LARGEST_BIGINT} - segment_evidence.octets),
           first_seen = least(segment_evidence.first_seen, excluded.first_seen),
           last_seen = greatest(segment_evidence.last_seen, excluded.last_seen)`,
    [
      evidence.map((row) => hosts.get(row.sender)),
      evidence.map((row) => row.destination),
      evidence.map((row) => row.protocol),
      evidence.map((row) => row.port ?? 0),
      evidence.map((row) => exporters.get(row.exporter)),
      evidence.map((row) => row.reach),
      evidence.map((row) => row.packets),
      evidence.map((row) => row.octets),
      evidence.map((row) => new Date(row.first).toISOString()),
      evidence.map((row) => new Date(row.last).toISOString()),
    ],
  );
}
