import type { ColumnType, Generated } from 'kysely';

type Written<Value> = ColumnType<Value, string, never>;

export interface ScopeConfirmationTable {
  id: Generated<number>;
  snapshot_id: string;
  entity_role: 'merchant' | 'service-provider' | 'designated';
  standard: string;
  trigger_kind: 'periodic' | 'change' | 'organisational';
  trigger_reference: string | null;
  previous_id: number | null;
  answers: Written<unknown>;
  candidates: Written<unknown>;
  author: string;
  reason: string;
  made_at: Generated<Date>;
}

export interface ConfirmationVersionTable {
  confirmation_id: number;
  version: number;
  content: Written<unknown>;
  author: string;
  reason: string;
  made_at: Generated<Date>;
}

export type SignatureStep = 'prepared' | 'reviewed' | 'approved';

export interface ConfirmationSignatureTable {
  confirmation_id: number;
  version: number;
  step: SignatureStep;
  author: string;
  title: string;
  made_at: Generated<Date>;
}

export interface ConfirmationRemarkTable {
  id: Generated<number>;
  confirmation_id: number;
  kind: 'comment' | 'validation';
  element: number | null;
  body: string;
  author: string;
  made_at: Generated<Date>;
}
