import type { ColumnType } from 'kysely';

export interface FlowTable {
  received_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  exporter_id: number;
  domain: ColumnType<string, number, never>;
  version: number;
  src: string | null;
  dst: string | null;
  src_port: number | null;
  dst_port: number | null;
  protocol: number | null;
  tcp_flags: number | null;
  packets: ColumnType<string | null, number | null, never>;
  octets: ColumnType<string | null, number | null, never>;
  input_if: ColumnType<string | null, number | null, never>;
  output_if: ColumnType<string | null, number | null, never>;
}
