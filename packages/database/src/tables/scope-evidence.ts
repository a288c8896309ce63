import type { BoundaryFact, NetworkFacts, SegmentationTestFact } from '@scopemap/scope-model';
import type { VersionedColumns } from './versioned.ts';

export interface SegmentTable extends VersionedColumns {
  name: string;
  zone_id: number | null;
  prefixes: string[];
  vlan: number | null;
  wireless: boolean;
}

export interface ThirdPartyTable extends VersionedColumns {
  name: string;
  service: string | null;
  attestation_version: string | null;
  attested_at: Date | null;
}

export interface SegmentationTestTable extends VersionedColumns {
  source_place: string;
  target_place: string;
  tested_at: Date;
  result: SegmentationTestFact['result'];
  tester: string;
  independent: boolean;
  evidence: string | null;
}

export interface BoundaryWatchTable extends VersionedColumns {
  place: string;
  other_place: string;
  exporter_ids: number[];
  every_path: boolean;
  directions: BoundaryFact['directions'];
}

export interface CalendarEventTable extends VersionedColumns {
  name: string;
  happened_at: Date;
}

export interface ScopeSettingTable extends VersionedColumns {
  entity_name: string;
  entity_kind: NetworkFacts['entity']['kind'];
  period_days: number;
}
