import type { EvidenceView } from '../evidence-view.ts';

/** `instant`: milliseconds since 1970 UTC. `list`: several texts. Null: not known, or nobody has said. */
export type ColumnKind = 'text' | 'count' | 'instant' | 'yes-no' | 'list';

export interface Column {
  readonly header: string;
  readonly kind: ColumnKind;
}

export type Columns = Readonly<Record<string, Column>>;

interface Cells {
  readonly text: string | null;
  readonly count: number | null;
  readonly instant: number | null;
  readonly 'yes-no': boolean | null;
  readonly list: readonly string[];
}

export type Cell = Cells[ColumnKind];

export type RowOf<Of extends Columns> = { readonly [Key in keyof Of]: Cells[Of[Key]['kind']] };

/** One table of the evidence (DOMAIN 1.3): the same rows become CSV, JSON, a sheet and a part of the report. */
export interface EvidenceTable {
  readonly id: string;
  /** File name without ending. */
  readonly name: string;
  readonly title: string;
  /** Requirements of PCI DSS that it serves, by number. */
  readonly requirements: readonly string[];
  readonly columns: Columns;
  /** In a stable order; the same view gives the same rows. */
  rows(view: EvidenceView): Iterable<Readonly<Record<string, Cell>>>;
}

/** A table whose rows have exactly its columns. */
export function defineTable<const Of extends Columns>(
  table: Omit<EvidenceTable, 'columns' | 'rows'> & {
    readonly columns: Of;
    readonly rows: (view: EvidenceView) => Iterable<RowOf<Of>>;
  },
): EvidenceTable {
  return table;
}

export const text = (header: string) => ({ header, kind: 'text' }) as const;
export const count = (header: string) => ({ header, kind: 'count' }) as const;
export const instant = (header: string) => ({ header, kind: 'instant' }) as const;
export const yesNo = (header: string) => ({ header, kind: 'yes-no' }) as const;
export const list = (header: string) => ({ header, kind: 'list' }) as const;
