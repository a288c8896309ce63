import type { z } from 'zod';
import { AuditChain, AuditList, AuditQuery } from './audit.ts';
import {
  ControlBoundaryDraft,
  ControlDraft,
  ControlList,
  RuleBindingDraft,
  SegmentDraft,
  SegmentList,
} from './controls.ts';
import { Created, HistoryQuery, Withdrawal } from './provenance.ts';
import { Id, None, Page } from './request-parts.ts';
import { ScopePlan, ScopePlanQuery, WhatIfDraft, WhatIfResult } from './scope-changes.ts';
import {
  BoundaryWatchDraft,
  BoundaryWatchList,
  CalendarEventDraft,
  CalendarEventList,
  ScopeSettings,
  ScopeSettingsDraft,
  SegmentationTestDraft,
  SegmentationTestList,
  ThirdPartyDraft,
  ThirdPartyList,
} from './scope-evidence.ts';
import { ScopeFacts } from './scope-facts.ts';
import { CoverageList, ScopeItemList, ScopeItemQuery, ScopeRunList } from './scope-runs.ts';
import { CategoryMoveList, ScopeSuggestionList } from './scope-suggestions.ts';
import { TagDraft, TagList, TagQuery } from './tags.ts';

/** List, add and take back one kind of record. Nothing is changed or deleted: what was taken back stays in the history. */
const records = <Path extends string, Draft extends z.ZodType, List extends z.ZodType>(
  path: Path,
  draft: Draft,
  list: List,
) => ({
  list: { method: 'GET', path, query: HistoryQuery, response: list } as const,
  add: { method: 'POST', path, body: draft, response: Created } as const,
  end: { method: 'POST', path: `${path}/:id/end` as const, params: Id, body: Withdrawal, response: None } as const,
});

const segments = records('/api/segments', SegmentDraft, SegmentList);
const thirdParties = records('/api/third-parties', ThirdPartyDraft, ThirdPartyList);
const controls = records('/api/controls', ControlDraft, ControlList);
const segmentationTests = records('/api/segmentation-tests', SegmentationTestDraft, SegmentationTestList);
const boundaryWatches = records('/api/boundary-watches', BoundaryWatchDraft, BoundaryWatchList);
const calendarEvents = records('/api/calendar-events', CalendarEventDraft, CalendarEventList);

/** What people say of scope, and the chain of all changes. */
export const scopeEndpoints = {
  tags: { method: 'GET', path: '/api/tags', query: TagQuery, response: TagList },
  addTag: { method: 'POST', path: '/api/tags', body: TagDraft, response: Created },
  endTag: { method: 'POST', path: '/api/tags/:id/end', params: Id, body: Withdrawal, response: None },
  segments: segments.list,
  addSegment: segments.add,
  endSegment: segments.end,
  thirdParties: thirdParties.list,
  addThirdParty: thirdParties.add,
  endThirdParty: thirdParties.end,
  controls: controls.list,
  addControl: controls.add,
  endControl: controls.end,
  addControlBoundary: {
    method: 'POST',
    path: '/api/controls/:id/boundaries',
    params: Id,
    body: ControlBoundaryDraft,
    response: Created,
  },
  endControlBoundary: {
    method: 'POST',
    path: '/api/control-boundaries/:id/end',
    params: Id,
    body: Withdrawal,
    response: None,
  },
  addRuleBinding: {
    method: 'POST',
    path: '/api/controls/:id/rule-bindings',
    params: Id,
    body: RuleBindingDraft,
    response: Created,
  },
  endRuleBinding: { method: 'POST', path: '/api/rule-bindings/:id/end', params: Id, body: Withdrawal, response: None },
  segmentationTests: segmentationTests.list,
  addSegmentationTest: segmentationTests.add,
  endSegmentationTest: segmentationTests.end,
  boundaryWatches: boundaryWatches.list,
  addBoundaryWatch: boundaryWatches.add,
  endBoundaryWatch: boundaryWatches.end,
  calendarEvents: calendarEvents.list,
  addCalendarEvent: calendarEvents.add,
  endCalendarEvent: calendarEvents.end,
  scopeSettings: { method: 'GET', path: '/api/scope/settings', response: ScopeSettings },
  setScopeSettings: { method: 'PUT', path: '/api/scope/settings', body: ScopeSettingsDraft, response: ScopeSettings },
  /** Streamed; the very facts that a classification of now depends on. */
  scopeFacts: { method: 'GET', path: '/api/scope/facts', response: ScopeFacts },
  scopeRuns: { method: 'GET', path: '/api/scope/runs', query: Page, response: ScopeRunList },
  scopeMoves: {
    method: 'GET',
    path: '/api/scope/runs/:id/moves',
    params: Id,
    query: Page,
    response: CategoryMoveList,
  },
  scopeSuggestions: { method: 'GET', path: '/api/scope/suggestions', response: ScopeSuggestionList },
  scopeItems: {
    method: 'GET',
    path: '/api/scope/items',
    query: ScopeItemQuery.extend(Page.shape),
    response: ScopeItemList,
  },
  scopeWhatIf: { method: 'POST', path: '/api/scope/what-if', body: WhatIfDraft, response: WhatIfResult },
  scopePlan: { method: 'GET', path: '/api/scope/plan', query: ScopePlanQuery, response: ScopePlan },
  scopeCoverage: { method: 'GET', path: '/api/scope/coverage', response: CoverageList },
  auditChain: { method: 'GET', path: '/api/audit/chain', response: AuditChain },
  auditEntries: { method: 'GET', path: '/api/audit', query: AuditQuery.extend(Page.shape), response: AuditList },
} as const;
