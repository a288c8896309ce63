import type { RelationshipFilter } from '@scopemap/contract';
import { quoteText } from '@scopemap/query-language';
import { REVIEW_STATUSES, type ReviewStatus } from '@scopemap/scope-model';
import { type Compare, readCompare, writeCompare } from './compare.ts';
import { readViewport, type Viewport, writeViewport } from './viewport.ts';

/** What is selected: a host, a zone, bundles of the map, or a pair of zones in the matrix. */
export interface Selection {
  readonly kind: 'host' | 'zone' | 'bundle' | 'pair';
  readonly id: string;
}

/** Everything that narrows or directs a view. It lives in the URL, so that a link shows another person the same picture. */
export interface ViewState {
  readonly from: string | null;
  readonly to: string | null;
  /** Text of the one query language. */
  readonly query: string;
  readonly zone: string;
  readonly statuses: readonly ReviewStatus[];
  readonly level: 'hosts' | 'zones';
  readonly infrastructure: boolean;
  readonly exceptionsOnly: boolean;
  readonly selection: Selection | null;
  /** The map shows why the selected host is in scope, instead of all its relationships. */
  readonly why: boolean;
  /** The map shows what changed since then. */
  readonly compare: Compare | null;
  /** The part of the map that the person chose; null: the whole, as it fits. */
  readonly viewport: Viewport | null;
}

export const INITIAL_VIEW: ViewState = {
  from: null,
  to: null,
  query: '',
  zone: '',
  statuses: [],
  level: 'hosts',
  infrastructure: true,
  exceptionsOnly: false,
  selection: null,
  why: false,
  compare: null,
  viewport: null,
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const SELECTION = /^(host|zone|bundle|pair):(.+)$/s;

/** Reads the search part of a URL. What it does not understand is left out, never an error: old links keep working. */
export function readViewState(search: string): ViewState {
  const params = new URLSearchParams(search);
  const day = (name: string) => {
    const value = params.get(name);
    return value && DAY.test(value) ? value : null;
  };
  return {
    from: day('from'),
    to: day('to'),
    query: readQuery(params),
    zone: params.get('zone') ?? '',
    statuses: readStatuses(params.get('status') ?? ''),
    level: params.get('level') === 'zones' ? 'zones' : 'hosts',
    infrastructure: params.get('infra') !== 'hide',
    exceptionsOnly: params.get('approved') === 'hide',
    selection: readSelection(params.get('sel')),
    why: params.get('why') === '1',
    compare: readCompare(params.get('cmp')),
    viewport: readViewport(params.get('vp')),
  };
}

/** Links from before the query language had a host and a service of their own. */
function readQuery(params: URLSearchParams): string {
  const host = params.get('host')?.trim();
  const service = params.get('service')?.trim();
  const terms = [params.get('q')?.trim(), host && quoteText(host), service && `svc:${quoteText(service)}`];
  return terms.filter(Boolean).join(' ');
}

/** The statuses in a comma-separated list, in their fixed order; unknown ones are left out. */
export function readStatuses(text: string): readonly ReviewStatus[] {
  const wanted = new Set(text.split(','));
  return REVIEW_STATUSES.filter((status) => wanted.has(status));
}

function readSelection(text: string | null): Selection | null {
  const match = text ? SELECTION.exec(text) : null;
  return match ? { kind: match[1] as Selection['kind'], id: match[2] as string } : null;
}

/** The shortest search part that reads back as `view`; empty for the initial view. */
export function writeViewState(view: ViewState): string {
  const params = new URLSearchParams();
  const set = (name: string, value: string | null) => {
    if (value) params.set(name, value);
  };
  set('from', view.from);
  set('to', view.to);
  set('q', view.query.trim());
  set('zone', view.zone);
  set('status', view.statuses.join(','));
  set('level', view.level === 'zones' ? 'zones' : null);
  set('infra', view.infrastructure ? null : 'hide');
  set('approved', view.exceptionsOnly ? 'hide' : null);
  set('cmp', writeCompare(view.compare));
  set('vp', writeViewport(view.viewport));
  set('why', view.why ? '1' : null);
  set('sel', view.selection && `${view.selection.kind}:${view.selection.id}`);
  const text = params.toString();
  return text ? `?${text}` : '';
}

/** The part of a view that the server answers to. */
export function toFilter(view: ViewState): RelationshipFilter {
  return {
    ...(view.from && { from: view.from }),
    ...(view.to && { to: view.to }),
    ...(view.query.trim() && { q: view.query.trim() }),
    ...(view.zone && { zone: view.zone }),
    ...(view.statuses.length > 0 && { status: view.statuses.join(',') }),
  };
}

/** True when the server is asked for less than everything. */
export function isNarrowed(view: ViewState): boolean {
  return Object.keys(toFilter(view)).length > 0;
}

/** No id of a bundle has one in it; `~` stands in those without direction. */
const BUNDLE_SEPARATOR = ',';

/** The selection of a line or chip that stands for one or more bundles. */
export function selectBundles(ids: readonly string[]): Selection {
  return { kind: 'bundle', id: ids.join(BUNDLE_SEPARATOR) };
}

/** The bundles of a selection made by {@link selectBundles}; none for another kind. */
export function selectedBundles(selection: Selection | null): readonly string[] {
  return selection?.kind === 'bundle' ? selection.id.split(BUNDLE_SEPARATOR) : [];
}
