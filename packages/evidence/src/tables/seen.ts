import type { ContactFact } from '@scopemap/scope-model';

/** When the first of the contacts was seen first; null for none. */
export function firstSeen(contacts: Iterable<ContactFact>): number | null {
  let earliest: number | null = null;
  for (const { first } of contacts) if (earliest === null || first < earliest) earliest = first;
  return earliest;
}

/** When the last of the contacts was seen last; null for none. */
export function lastSeen(contacts: Iterable<ContactFact>): number | null {
  let latest: number | null = null;
  for (const { last } of contacts) if (latest === null || last > latest) latest = last;
  return latest;
}
