import type { Graph, GraphBundle, GraphZone, ScopeItem } from '@scopemap/contract';
import type { Selection } from '../url/view-state.ts';
import { itemWords } from './review-words.ts';

export type Severity = ScopeItem['severity'];

/** One service from zone to zone as an approval takes it. */
export interface ApprovalTarget {
  readonly sourceZoneId: number;
  readonly targetZoneId: number;
  readonly protocol: string;
  readonly port: number;
}

/** One line of the review queue. */
export interface ReviewEntry {
  readonly key: string;
  readonly severity: Severity;
  /** What kind of thing it is, in words. */
  readonly kind: string;
  /** What it is about. */
  readonly title: string;
  /** One sentence: why it is here. */
  readonly text: string;
  /** First seen, ISO 8601; null where the finding has no beginning of its own. */
  readonly since: string | null;
  /** What shows the evidence; null when there is no page for it. */
  readonly selection: Selection | null;
  /** What an approval would say; null: it cannot be approved from here. */
  readonly approval: ApprovalTarget | null;
}

const RANK: Readonly<Record<Severity, number>> = { high: 0, medium: 1, low: 2 };

/** Everything that waits for a person: the worst first, and of the same severity the oldest. */
export function reviewEntries(graph: Pick<Graph, 'zones' | 'bundles'>, items: readonly ScopeItem[]): ReviewEntry[] {
  const zones = new Map(graph.zones.map((zone) => [zone.id, zone]));
  const waiting = graph.bundles.filter(({ status }) => status === 'violation' || status === 'unreviewed');
  return [...waiting.map((bundle) => bundleEntry(bundle, zones)), ...items.map(itemEntry)].sort(
    (a, b) =>
      RANK[a.severity] - RANK[b.severity] ||
      // What was seen at some time stands before what only is so.
      (a.since ?? '9').localeCompare(b.since ?? '9') ||
      a.title.localeCompare(b.title, 'en'),
  );
}

function bundleEntry(bundle: GraphBundle, zones: ReadonlyMap<string, GraphZone>): ReviewEntry {
  const source = zones.get(bundle.sourceZone);
  const target = zones.get(bundle.targetZone);
  const cde = source?.claim === 'cde' || target?.claim === 'cde';
  const violation = bundle.status === 'violation';
  return {
    key: `bundle:${bundle.id}`,
    severity: violation ? 'high' : cde ? 'medium' : 'low',
    kind: violation ? 'Violation' : 'Unreviewed service',
    title: `${source?.name ?? bundle.sourceZone} ${bundle.directed ? '→' : '↔'} ${target?.name ?? bundle.targetZone}: ${bundle.service}`,
    text: `${pairsText(bundle.pairs)} ${violation ? 'against what was said of one end' : 'and no approval covers it'}.`,
    since: bundle.firstSeen,
    selection: { kind: 'bundle', id: bundle.id },
    approval: violation ? null : approvalOf(bundle, source, target),
  };
}

const pairsText = (pairs: number) => (pairs === 1 ? '1 pair of hosts uses it,' : `${pairs} pairs of hosts use it,`);

/** An approval names one service of a known direction between two zones. */
function approvalOf(bundle: GraphBundle, source?: GraphZone, target?: GraphZone): ApprovalTarget | null {
  const [port, protocol] = /^([0-9]{1,5})\/([a-z0-9-]+)/.exec(bundle.service)?.slice(1) ?? [];
  if (!bundle.directed || bundle.infrastructure || !port || !protocol) return null;
  if (source?.zoneId == null || target?.zoneId == null) return null;
  return { sourceZoneId: source.zoneId, targetZoneId: target.zoneId, protocol, port: Number(port) };
}

function itemEntry(item: ScopeItem): ReviewEntry {
  const { subject } = item;
  return {
    key: `item:${item.code}:${subject.kind}:${subject.id}:${item.text}`,
    severity: item.severity,
    kind: itemWords(item.code),
    title: subject.name,
    text: item.text,
    since: null,
    selection: selectionOf(subject),
    approval: null,
  };
}

function selectionOf({ kind, id, hostId }: ScopeItem['subject']): Selection | null {
  if (hostId !== null) return { kind: 'host', id: String(hostId) };
  return kind === 'zone' ? { kind: 'zone', id } : null;
}
