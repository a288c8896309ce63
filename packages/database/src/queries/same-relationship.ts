/**
 * What becomes of a stored relationship when another row turns out to be the same: the part of `on conflict … do update set` that
 * ingest and corrections share. The stronger evidence stays, times widen, and what the two disagree on is not known.
 */
export const SAME_RELATIONSHIP = `
  method = least(relationship.method, excluded.method),
  confidence = case when (excluded.method, excluded.confidence) < (relationship.method, relationship.confidence)
    then excluded.confidence else relationship.confidence end,
  state = least(relationship.state, excluded.state),
  first_seen = least(relationship.first_seen, excluded.first_seen),
  last_seen = greatest(relationship.last_seen, excluded.last_seen),
  scanner = relationship.scanner and excluded.scanner,
  folded = greatest(relationship.folded + excluded.folded, 0),
  only_client_port = case when relationship.only_client_port = excluded.only_client_port then excluded.only_client_port end,
  attempts = relationship.attempts + excluded.attempts,
  icmp_type = case when relationship.icmp_type = excluded.icmp_type then excluded.icmp_type end,
  icmp_code = case when (relationship.icmp_type, relationship.icmp_code) = (excluded.icmp_type, excluded.icmp_code)
    then excluded.icmp_code end`;
