export { createRuleReviewer, type RuleReview, type RuleReviewer } from './analysis/review-rules.ts';
export { type BroadLimits, DEFAULT_BROAD_LIMITS } from './analysis/too-broad.ts';
export { detectRuleFormat } from './detect-rule-format.ts';
export { createRuleMatcher, type RuleMatcher, type RuleMatcherOptions } from './evaluate/create-rule-matcher.ts';
export type { RuleFlow } from './evaluate/rule-flow.ts';
export type { RuleAnswer, RuleVerdict } from './evaluate/rule-verdict.ts';
export { meetsFirstPackets } from './facts/rule-box.ts';
export { type ListUse, type PlacePrefix, ruleSetFact } from './facts/rule-set-fact.ts';
export { type ControlVerdict, controlVerdict } from './facts/rule-verdict-fact.ts';
export type { AddressSet, AddressTerm } from './model/address-set.ts';
export type { Rule, RuleAction } from './model/rule.ts';
export {
  type ListBinding,
  RULE_FORMATS,
  type RuleFile,
  type RuleFormat,
  type RuleList,
  type UnreadLine,
} from './model/rule-file.ts';
export { RuleFileError } from './model/rule-file-error.ts';
export type { IcmpMessage, NumberRange, ServiceMatch } from './model/service-match.ts';
export { parseRules } from './parse-rules.ts';
export { type CsvRow, csvRows } from './text/csv-rows.ts';
export {
  type AllowEntry,
  allowEntriesOf,
  DRAFT_FORMATS,
  type DraftFile,
  type DraftFormat,
} from './writers/allow-entry.ts';
export { writeDraft } from './writers/write-draft.ts';
