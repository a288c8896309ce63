import type { ColumnType } from 'kysely';

export interface GrowthTable {
  hour: Date;
  relationships: ColumnType<string, number, number>;
}

export interface GrowthOfExporterTable {
  hour: Date;
  exporter: string;
  relationships: ColumnType<string, number, number>;
  /** Flows of relationships that were not stored. */
  refused: ColumnType<string, number, number>;
}
