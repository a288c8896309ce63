import type { ColumnType, Generated } from 'kysely';

export const ADMISSION_MODES = ['learn', 'ask'] as const;

/** `learn`: a new sender is read at once, as long as there are not too many; `ask`: it waits until somebody decides. */
export type AdmissionMode = (typeof ADMISSION_MODES)[number];

export type AdmissionState = 'waiting' | 'allowed' | 'refused';

/** Senders on which somebody decided, or is to decide. An exporter without a row was learned. */
export interface ExporterAdmissionTable {
  address: string;
  state: AdmissionState;
  first_seen: Date;
  last_seen: Date;
  /** That came and were not read. */
  datagrams: ColumnType<string, number, number>;
}

export interface ExporterAdmissionModeTable {
  only_row: Generated<boolean>;
  mode: AdmissionMode;
}
