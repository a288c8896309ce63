import { approvals, type ReferenceApproval } from './approvals.ts';
import { exporters } from './exporters.ts';
import { hosts, undeclaredAddresses } from './hosts.ts';
import { type ConfirmedInfluence, influences } from './influences.ts';
import type { ReferenceExporter } from './reference-exporter.ts';
import type { ReferenceHost } from './reference-host.ts';
import type { ReferenceZone } from './reference-zone.ts';
import {
  type ReferenceRule,
  rules,
  type SegmentationControl,
  type SegmentationTest,
  segmentationControls,
  segmentationTests,
  type ZoneStatement,
  zoneStatements,
} from './segmentation.ts';
import { type ReferenceService, services } from './services.ts';
import { type ReferenceTrap, traps } from './traps.ts';
import { zones } from './zones.ts';

/** The invented company, as its staff would enter it. */
export interface ReferenceNetwork {
  readonly entity: string;
  readonly zones: readonly ReferenceZone[];
  readonly hosts: readonly ReferenceHost[];
  readonly undeclaredAddresses: typeof undeclaredAddresses;
  readonly services: readonly ReferenceService[];
  readonly approvals: readonly ReferenceApproval[];
  readonly exporters: readonly ReferenceExporter[];
  readonly influences: readonly ConfirmedInfluence[];
  readonly segmentationControls: readonly SegmentationControl[];
  readonly rules: readonly ReferenceRule[];
  readonly segmentationTests: readonly SegmentationTest[];
  readonly zoneStatements: readonly ZoneStatement[];
  readonly traps: readonly ReferenceTrap[];
}

/** Larkmoor Retail Group, a mid-size retailer that does not exist: twenty stores, a web shop and a head office. */
export const referenceNetwork: ReferenceNetwork = {
  entity: 'Larkmoor Retail Group',
  zones,
  hosts,
  undeclaredAddresses,
  services,
  approvals,
  exporters,
  influences,
  segmentationControls,
  rules,
  segmentationTests,
  zoneStatements,
  traps,
};
