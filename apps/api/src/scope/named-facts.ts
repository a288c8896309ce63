import type { NamedFact } from '@scopemap/contract';
import { type Db, nameFacts } from '@scopemap/database';
import type { FactRef } from '@scopemap/scope-model';

/** A reference as the page shows it, after the names of all of them were looked up at once. */
export async function factNamer(db: Db, refs: readonly FactRef[]): Promise<(ref: FactRef) => NamedFact> {
  const nameOf = await nameFacts(db, refs);
  return (ref) => ({ kind: ref.kind, id: ref.id, ...nameOf(ref) });
}
