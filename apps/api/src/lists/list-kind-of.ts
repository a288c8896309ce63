import { INVENTORY_COLUMNS, LIST_KINDS, type ListKind } from '@scopemap/database';

/** Columns that every list of a kind has. */
const NEEDED: Readonly<Record<ListKind, readonly string[]>> = {
  zones: ['name', 'networks'],
  hosts: ['address'],
  tags: ['subject', 'statement'],
  approvals: ['source_zone', 'target_zone', 'protocol'],
};

const HOST_COLUMNS: ReadonlySet<string> = new Set(['name', 'claim', ...INVENTORY_COLUMNS]);

/** Which list has these columns; null: none. A list of leases has addresses, too, with the time from which each held. */
export function listKindOf(columns: readonly string[]): ListKind | null {
  const kind = LIST_KINDS.find((each) => NEEDED[each].every((column) => columns.includes(column)));
  if (kind !== 'hosts') return kind ?? null;
  return !columns.includes('from') && columns.some((column) => HOST_COLUMNS.has(column)) ? kind : null;
}

/** The columns that tell the lists apart, for people. */
export function listColumnWords(): string {
  return LIST_KINDS.map((kind) => `${kind}: ${NEEDED[kind].join(', ')}`).join('; ');
}
