import type { Provenance } from '@scopemap/contract';
import {
  type ChangeAuthor,
  type Db,
  endVersioned,
  missingPlaces,
  type VersionedResult,
  type VersionedTable,
} from '@scopemap/database';
import { ApiProblem, invalidField } from './api-problem.ts';

interface VersionedColumns {
  readonly id: number;
  readonly author: string;
  readonly reason: string;
  readonly made_at: Date;
  readonly ended_at: Date | null;
  readonly ended_by: string | null;
  readonly end_reason: string | null;
}

/** Who said it, when and why. */
export function presentProvenance(row: VersionedColumns): Provenance {
  return {
    id: row.id,
    author: row.author,
    reason: row.reason,
    madeAt: row.made_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    endedBy: row.ended_by,
    endReason: row.end_reason,
  };
}

/** The answer to a new record, or the problem that one like it stands already. */
export function created(result: VersionedResult, standing: string): { id: number } {
  if ('id' in result) return { id: result.id };
  throw new ApiProblem('conflict', standing);
}

/** Takes a record back; a problem when there is none, or when that was done before. */
export async function end(
  db: Db,
  table: VersionedTable,
  id: number,
  by: ChangeAuthor & { readonly reason: string },
): Promise<Record<string, never>> {
  const outcome = await endVersioned(db, table, id, by);
  if (outcome === 'missing') throw new ApiProblem('not-found', `There is no such record ${id}.`);
  if (outcome === 'ended') throw new ApiProblem('conflict', `The record ${id} was taken back before.`);
  return {};
}

/** A problem naming the field when a zone or segment does not exist. */
export async function requirePlaces(db: Db, field: string, places: readonly string[]): Promise<void> {
  const [missing] = await missingPlaces(db, places);
  if (missing !== undefined) throw invalidField(field, `there is no ${missing.replace('-', ' ')}`);
}

/** The two places in the order in which they are stored. */
export function inOrder([one, other]: readonly [string, string]): { place: string; other_place: string } {
  return one < other ? { place: one, other_place: other } : { place: other, other_place: one };
}
