import { accountDataFlows } from './account-data-flows.ts';
import { allowedServices } from './allowed-services.ts';
import { boundaryMatrix } from './boundary-matrix.ts';
import { changesSince } from './changes.ts';
import { connectedSystems } from './connected-systems.ts';
import { dataQuality } from './data-quality.ts';
import type { EvidenceTable } from './evidence-table.ts';
import { inventory } from './inventory.ts';
import { outOfScope } from './out-of-scope.ts';
import { ruleReview } from './rule-review.ts';
import { scopeConfirmation } from './scope-confirmation.ts';
import { segmentRegister } from './segment-register.ts';
import { segmentationControls } from './segmentation-controls.ts';
import { testPlan } from './test-plan.ts';
import { thirdParties } from './third-parties.ts';
import { unexplainedTraffic } from './unexplained-traffic.ts';

/** Every table of the evidence, in the order of its number. */
export const EVIDENCE_TABLES: readonly EvidenceTable[] = [
  scopeConfirmation,
  inventory,
  segmentRegister,
  boundaryMatrix,
  allowedServices,
  ruleReview,
  connectedSystems,
  outOfScope,
  segmentationControls,
  thirdParties,
  accountDataFlows,
  unexplainedTraffic,
  dataQuality,
  changesSince,
  testPlan,
];
