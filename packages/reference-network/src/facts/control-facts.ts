import type {
  ApprovalFact,
  ControlFact,
  RuleFact,
  RuleSetFact,
  RuleVerdictFact,
  SegmentationTestFact,
} from '@scopemap/scope-model';
import { approvals } from '../approvals.ts';
import type { ExpectedRelationship } from '../expected-relationships.ts';
import { DAY } from '../occurrences.ts';
import { zoneNameOf } from '../relate.ts';
import type { RelationshipTruth } from '../relationship-truth.ts';
import {
  type ReferenceRule,
  rules,
  type SegmentationControl,
  segmentationControls,
  segmentationTests,
} from '../segmentation.ts';
import { zoneRef } from './place-facts.ts';

function ruleId({ control, line }: ReferenceRule): string {
  return `${control}:${line}`;
}

function ruleFact(rule: ReferenceRule): RuleFact {
  const { line, action, source, destination, protocol, port, remark } = rule;
  return {
    id: ruleId(rule),
    line: `${line}`,
    action: action === 'permit' ? 'allow' : 'deny',
    source,
    destination,
    protocol,
    ports: port === null ? null : [[port, port]],
    uncertain: false,
    text: remark,
  };
}

function ruleSetOf(control: string, end: number): RuleSetFact {
  return {
    id: `rules of ${control}`,
    version: '1',
    pulledAt: end - 2 * DAY,
    defaultAction: 'deny',
    linesNotUnderstood: [],
    rules: rules.filter((rule) => rule.control === control).map(ruleFact),
  };
}

/** The controls around the CDE; their rules only when somebody has imported them. */
export function controlFacts(end: number, rulesImported: boolean): ControlFact[] {
  return segmentationControls.map(({ host, separates }) => ({
    id: host,
    name: host,
    asset: host,
    separates: separates.map(([a, b]) => [zoneRef(a), zoneRef(b)] as const),
    description: null,
    ruleSet: rulesImported ? ruleSetOf(host, end) : null,
    changedAt: end - 500 * DAY,
  }));
}

function isSeparated({ separates }: SegmentationControl, a: string, b: string): boolean {
  return separates.some(([x, y]) => (x === a && y === b) || (x === b && y === a));
}

function matches(rule: ReferenceRule, source: string, target: string, { protocol, port }: RelationshipTruth): boolean {
  return (
    (rule.sourceZone === null || rule.sourceZone === source) &&
    (rule.targetZone === null || rule.targetZone === target) &&
    (rule.protocol === null || rule.protocol === protocol) &&
    (rule.port === null || rule.port === port)
  );
}

function verdictOf(control: SegmentationControl, truth: RelationshipTruth): RuleVerdictFact | null {
  const [client, server] = [zoneNameOf(truth.clientAddress), zoneNameOf(truth.serverAddress)];
  if (!isSeparated(control, client, server)) return null;
  const rule = rules.find((one) => one.control === control.host && matches(one, client, server, truth));
  return {
    contact: truth.id,
    control: control.host,
    verdict: rule?.action === 'permit' ? 'allowed' : 'denied',
    line: rule ? `${rule.line}` : null,
  };
}

/** What the first matching line of every control on the way says; written without the evaluator of rules. */
export function verdictFacts(expected: readonly ExpectedRelationship[]): RuleVerdictFact[] {
  return expected.flatMap(({ truth }) =>
    segmentationControls.map((control) => verdictOf(control, truth)).filter((verdict) => verdict !== null),
  );
}

export function testFacts(end: number): SegmentationTestFact[] {
  return segmentationTests.map(({ fromZone, toZone, daysBeforeEnd, result, tester, independent }) => ({
    id: `${fromZone} to ${toZone}`,
    from: zoneRef(fromZone),
    to: zoneRef(toZone),
    at: end - daysBeforeEnd * DAY,
    result,
    tester,
    independent,
    evidence: null,
  }));
}

export const approvalFacts: readonly ApprovalFact[] = approvals.map(
  ({ sourceZone, targetZone, protocol, port, businessNeed, approvedBy }) => ({
    id: `${sourceZone} to ${targetZone} ${protocol}/${port ?? ''}`,
    from: zoneRef(sourceZone),
    to: zoneRef(targetZone),
    protocol,
    port,
    need: businessNeed,
    approvedBy,
    until: null,
  }),
);
