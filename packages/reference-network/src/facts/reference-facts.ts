import { defaultSettings, FACTS_VERSION, type ScopeFacts } from '@scopemap/scope-model';
import { boundsOf } from '../conversation.ts';
import type { ReferenceKnowledge } from '../expected-categories.ts';
import { expectedRelationships } from '../expected-relationships.ts';
import { referenceNetwork } from '../reference-network.ts';
import type { ReferencePeriod } from '../schedule.ts';
import { assetFacts, bindingFacts } from './asset-facts.ts';
import { contactFacts } from './contact-facts.ts';
import { approvalFacts, controlFacts, testFacts, verdictFacts } from './control-facts.ts';
import { boundaryFacts, calendarFacts, exporterFacts } from './coverage-facts.ts';
import { segmentFacts, sightingFacts, zoneFacts } from './place-facts.ts';
import { claimTags, confirmedTags, thirdPartyFacts, zoneStatementTags } from './tag-facts.ts';

/**
 * Everything the scope model can know of the reference network at the end of a period, by how much people have told it.
 * Made from the written truth alone: no decoder, no pairing, no evaluator of rules. Throws RangeError for a period
 * without sense.
 */
export function referenceFacts(period: ReferencePeriod, knowledge: ReferenceKnowledge): ScopeFacts {
  const { start, end } = boundsOf(period);
  const expected = expectedRelationships(period);
  const confirmed = knowledge !== 'asFirstImported';
  const rulesImported = knowledge === 'withRulesAndTests';
  return {
    version: FACTS_VERSION,
    entity: { name: referenceNetwork.entity, kind: 'merchant' },
    period: { start, end },
    now: end,
    settings: defaultSettings('merchant'),
    zones: zoneFacts,
    segments: segmentFacts,
    assets: assetFacts,
    bindings: bindingFacts,
    sightings: sightingFacts(expected),
    tags: [
      ...claimTags(end),
      ...(confirmed ? confirmedTags(end) : []),
      ...(rulesImported ? zoneStatementTags(end) : []),
    ],
    thirdParties: confirmed ? thirdPartyFacts : [],
    controls: confirmed ? controlFacts(end, rulesImported) : [],
    verdicts: rulesImported ? verdictFacts(expected) : [],
    segmentationTests: rulesImported ? testFacts(end) : [],
    approvals: approvalFacts,
    exporters: exporterFacts,
    boundaries: boundaryFacts,
    calendar: calendarFacts(end),
    contacts: contactFacts(expected),
  };
}
