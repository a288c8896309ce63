import type { Trx } from '../../database.ts';
import type { KeptChange, ListChange, ListValues } from '../../tables/list-import.ts';
import type { ChangeAuthor } from '../audit.ts';

/** One thing as a line of a list says it. */
export interface ListEntry {
  readonly key: string;
  readonly subject: string;
  readonly values: ListValues;
}

/** One kind of list: how what is stored reads as lines, and how lines are stored. */
export interface StoredList {
  /** Everything of this kind that holds now, in the order in which a list has it. */
  read(trx: Trx): Promise<ListEntry[]>;
  /** Makes the changes, each with its entry in the audit. Returns those that something else stands against. */
  write(
    trx: Trx,
    changes: readonly ListChange[],
    by: ChangeAuthor & { readonly reason: string },
  ): Promise<KeptChange[]>;
}
