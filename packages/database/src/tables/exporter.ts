import type { ColumnType, Generated, JSONColumnType } from 'kysely';

export interface ExporterTable {
  id: Generated<number>;
  address: string;
  name: string | null;
  first_seen: Date;
  last_seen: Date;
}

export interface ExporterHealthTable {
  exporter_id: number;
  domain: ColumnType<string, number, number>;
  version: number;
  minute: Date;
  datagrams: number;
  octets: ColumnType<string, number, number>;
  records: ColumnType<string, number, number>;
  lost: ColumnType<string, number, number>;
  undecodable_sets: number;
  problems: JSONColumnType<Record<string, number>>;
  skew_ms: number | null;
  sampling: number | null;
  undecodable: ColumnType<Record<string, number>, string | undefined, string>;
  templates: number | null;
  waiting_sets: number | null;
}

export interface CollectorLossTable {
  minute: Date;
  port: number | null;
  problem: string;
  count: ColumnType<string, number, number>;
}

export interface ExporterTemplateTable {
  exporter: string;
  port: number;
  domain: ColumnType<string, number, number>;
  version: number;
  template_id: number;
  seen_at: Date;
  body: JSONColumnType<TemplateBody>;
}

export interface ExporterSequenceTable {
  exporter: string;
  port: number;
  domain: ColumnType<string, number, number>;
  version: number;
  heard_at: Date;
  body: unknown;
}

export interface TemplateBody {
  scopeFields: number | null;
  fields: readonly (readonly [enterprise: number, element: number, length: number])[];
}
