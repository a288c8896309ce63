import { createHash } from 'node:crypto';
import type { StoredScopeFacts } from '@scopemap/database';
import { type ContactColumns, type DecidingContact, readContacts, updateContacts } from '@scopemap/scope-model';

/** The contacts of one snapshot of the database. */
export interface KnownContacts {
  readonly columns: ContactColumns;
  /** SHA-256, hex; the same for the same contacts, however they were read. */
  readonly digest: string;
  /** Of the snapshot. */
  readonly mark: string;
}

/** Reads every contact. */
export async function readAllContacts({ deciding, mark }: StoredScopeFacts): Promise<KnownContacts> {
  const all: DecidingContact[] = [];
  for await (const some of deciding) for (const contact of some) all.push(contact);
  return known(readContacts(all), mark);
}

/**
 * Reads what has changed since; everything where that does not give the contacts of now for certain: some are gone, or one came
 * that does not belong behind the others.
 */
export async function readNewContacts(stored: StoredScopeFacts, before: KnownContacts): Promise<KnownContacts> {
  const changed = await stored.changedSince(before.mark);
  if (!changed) return readAllContacts(stored);
  if (changed.contacts.length === 0 && changed.total === before.columns.count) return { ...before, mark: stored.mark };
  const columns = updateContacts(before.columns, changed.contacts);
  return columns.count === changed.total && isInOrder(columns, before.columns.count)
    ? known(columns, stored.mark)
    : readAllContacts(stored);
}

/** Ids rise from the last row that was there before. */
function isInOrder({ count, id }: ContactColumns, from: number): boolean {
  for (let row = Math.max(from, 1); row < count; row++) if (numberOf(id(row - 1)) >= numberOf(id(row))) return false;
  return true;
}

function numberOf(id: string): number {
  return Number(id.slice(id.indexOf('-') + 1));
}

function known(columns: ContactColumns, mark: string): KnownContacts {
  return { columns, digest: digestOf(columns), mark };
}

/** Ends by the order in which rows name them: the list may have others, and another order. */
function digestOf(columns: ContactColumns): string {
  const { count, ends, id } = columns;
  const hash = createHash('sha256');
  const numbers = new Int32Array(ends.length).fill(-1);
  const named: string[] = [];
  const both = new Int32Array(count * 2);
  const ids: string[] = [];
  for (let row = 0; row < count; row++) {
    for (const [side, end] of [columns.from[row] as number, columns.to[row] as number].entries()) {
      if (numbers[end] === -1) numbers[end] = named.push(ends[end] as string) - 1;
      both[row * 2 + side] = numbers[end] as number;
    }
    ids.push(id(row));
  }
  hash.update(named.join()).update(both);
  for (const column of ['protocol', 'port', 'state', 'directed', 'scanner', 'first', 'last'] as const)
    hash.update(columns[column].subarray(0, count));
  return hash.update(ids.join()).digest('hex');
}
