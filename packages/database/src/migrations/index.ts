import type { Migration } from 'kysely/migration';
import * as foundation from './0001-foundation.ts';
import * as serviceEndpoints from './0002-service-endpoints.ts';
import * as legacyViews from './0003-legacy-views.ts';
import * as addressTranslations from './0004-address-translations.ts';
import * as exporterSequences from './0005-exporter-sequences.ts';
import * as scopeFacts from './0006-scope-facts.ts';
import * as attemptsAndIcmp from './0007-attempts-and-icmp.ts';
import * as classification from './0008-classification.ts';
import * as narrowRelationships from './0009-narrow-relationships.ts';
import * as ruleVerdicts from './0010-rule-verdicts.ts';
import * as hostZones from './0011-host-zones.ts';
import * as evidence from './0012-evidence.ts';
import * as exporterHealth from './0013-exporter-health.ts';
import * as viewChanges from './0014-view-changes.ts';
import * as placeCategories from './0018-place-categories.ts';
import * as mapLayout from './0019-map-layout.ts';
import * as savedViews from './0020-saved-views.ts';
import * as lists from './0021-lists.ts';
import * as reviewDecisions from './0022-review-decisions.ts';
import * as scopeConfirmation from './0024-scope-confirmation.ts';
import * as comments from './0025-comments.ts';
import * as packRetention from './0027-pack-retention.ts';
import * as accounts from './0029-accounts.ts';
import * as exporterAdmission from './0033-exporter-admission.ts';
import * as growth from './0034-growth.ts';
import * as auditForwarding from './0035-audit-forwarding.ts';

/** Every migration in order. A static list, so that a bundle holds them; a released one is never edited. */
export const migrations: Record<string, Migration> = {
  '0001-foundation': foundation,
  '0002-service-endpoints': serviceEndpoints,
  '0003-legacy-views': legacyViews,
  '0004-address-translations': addressTranslations,
  '0005-exporter-sequences': exporterSequences,
  '0006-scope-facts': scopeFacts,
  '0007-attempts-and-icmp': attemptsAndIcmp,
  '0008-classification': classification,
  '0009-narrow-relationships': narrowRelationships,
  '0010-rule-verdicts': ruleVerdicts,
  '0011-host-zones': hostZones,
  '0012-evidence': evidence,
  '0013-exporter-health': exporterHealth,
  '0014-view-changes': viewChanges,
  '0018-place-categories': placeCategories,
  '0019-map-layout': mapLayout,
  '0020-saved-views': savedViews,
  '0024-scope-confirmation': scopeConfirmation,
  '0025-comments': comments,
  '0021-lists': lists,
  '0022-review-decisions': reviewDecisions,
  '0027-pack-retention': packRetention,
  '0029-accounts': accounts,
  '0033-exporter-admission': exporterAdmission,
  '0034-growth': growth,
  '0035-audit-forwarding': auditForwarding,
};
