import { z } from 'zod';
import { Created } from './provenance.ts';
import { Id } from './request-parts.ts';
import {
  MAX_RULE_TEXT,
  RelationshipId,
  RulePreview,
  RulePreviewDraft,
  RuleReviewQuery,
  RuleSetDetail,
  RuleSetDraft,
  RuleSetList,
  VerdictList,
  VerdictQuery,
} from './rules.ts';

/** Text as JSON: quotes and line ends take two octets, other signs up to six. */
const MAX_BODY = MAX_RULE_TEXT * 2;

/** Rule files of controls, and what they say of what was seen. */
export const ruleEndpoints = {
  ruleSets: {
    method: 'GET',
    path: '/api/rules',
    query: z.object({ controlId: Id.shape.id.optional() }),
    response: RuleSetList,
  },
  ruleSet: { method: 'GET', path: '/api/rules/:id', params: Id, query: RuleReviewQuery, response: RuleSetDetail },
  ruleSetVerdicts: {
    method: 'GET',
    path: '/api/rules/:id/verdicts',
    params: Id,
    query: VerdictQuery,
    response: VerdictList,
  },
  relationshipVerdicts: {
    method: 'GET',
    path: '/api/relationships/:id/verdicts',
    params: RelationshipId,
    response: VerdictList,
  },
  previewRules: {
    method: 'POST',
    path: '/api/rules/preview',
    body: RulePreviewDraft,
    maxOctets: MAX_BODY,
    response: RulePreview,
  },
  importRules: { method: 'POST', path: '/api/rules', body: RuleSetDraft, maxOctets: MAX_BODY, response: Created },
} as const;
