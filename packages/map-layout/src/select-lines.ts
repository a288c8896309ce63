import type { Box, Line } from './drawn-network.ts';
import { isException, severity, worstStatus } from './drawn-network.ts';
import type { MapBundle } from './map-input.ts';
import { LANES } from './map-input.ts';
import { MAX_APPROVED_LINES, MAX_EXCEPTION_LINES } from './metrics.ts';
import { byText } from './text-order.ts';

export interface LineSelection {
  readonly lines: readonly Line[];
  /** Box id -> bundles inside it that are counted instead of drawn. */
  readonly inside: ReadonlyMap<string, readonly string[]>;
  readonly omittedBundles: number;
  readonly unknownZoneBundles: number;
}

/** First lane on the far side of the scope boundary. */
const OUT_OF_SCOPE = LANES.indexOf('out-of-scope');

/** Chooses the lines within the budgets: every exception is in one of them, approved traffic may be left out and is counted. */
export function selectLines(bundles: readonly MapBundle[], boxOfZone: ReadonlyMap<string, Box>): LineSelection {
  const inside = new Map<string, string[]>();
  const lines: Line[] = [];
  let unknownZoneBundles = 0;
  for (const bundle of [...new Map(bundles.map((each) => [each.id, each])).values()].sort(byId)) {
    const source = boxOfZone.get(bundle.sourceZone);
    const target = boxOfZone.get(bundle.targetZone);
    if (source === undefined || target === undefined) {
      unknownZoneBundles += 1;
    } else if (source === target && !isException(bundle.status)) {
      pushTo(inside, source.id, bundle.id);
    } else {
      const { id, service, status, infrastructure, directed, pairs } = bundle;
      lines.push({ id, source, target, service, status, infrastructure, directed, pairs, bundles: [bundle] });
    }
  }
  const exceptions = lines.filter((line) => isException(line.status));
  const approved = lines.filter((line) => !isException(line.status));
  const drawn = withinBudget(approved);
  const drawnBundles = drawn.reduce((sum, line) => sum + line.bundles.length, 0);
  const drawnExceptions = exceptions.length > MAX_EXCEPTION_LINES ? mergePairs(exceptions, 'exception') : exceptions;
  return {
    lines: [...drawn, ...drawnExceptions].sort((a, b) => severity(a.status) - severity(b.status) || byId(a, b)),
    inside,
    omittedBundles: approved.length - drawnBundles,
    unknownZoneBundles,
  };
}

/** Over budget only what crosses the edge of the CDE or of the scope remains, then one line per pair, then the largest. */
function withinBudget(approved: readonly Line[]): readonly Line[] {
  if (approved.length <= MAX_APPROVED_LINES) return approved;
  const crossing = approved.filter(crossesScope);
  if (crossing.length <= MAX_APPROVED_LINES) return crossing;
  return mergePairs(crossing, 'approved')
    .sort((a, b) => b.pairs - a.pairs || byId(a, b))
    .slice(0, MAX_APPROVED_LINES);
}

function crossesScope({ source, target }: Line): boolean {
  return (source.lane === 0) !== (target.lane === 0) || source.lane >= OUT_OF_SCOPE !== target.lane >= OUT_OF_SCOPE;
}

/** One line per pair of boxes, direction known or not, and infrastructure or not. */
function mergePairs(lines: readonly Line[], kind: 'approved' | 'exception'): Line[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = JSON.stringify([line.source.id, line.target.id, line.directed, line.infrastructure]);
    pushTo(groups, key, line);
  }
  return [...groups.values()].map((group) => mergeLines(group, kind));
}

function pushTo<Item>(groups: Map<string, Item[]>, key: string, item: Item): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}

function mergeLines(group: readonly Line[], kind: string): Line {
  const [first] = group as readonly [Line, ...Line[]];
  if (group.length === 1) return first;
  const services = new Set(group.map((line) => line.service));
  const traits = `${first.directed ? '' : ' undirected'}${first.infrastructure ? ' infrastructure' : ''}`;
  return {
    ...first,
    id: `pair:${kind}${traits}:${first.source.id}>${first.target.id}`,
    service: services.size === 1 ? first.service : `${services.size} services`,
    status: worstStatus(group.map((line) => line.status)),
    pairs: group.reduce((sum, line) => sum + line.pairs, 0),
    bundles: group.flatMap((line) => line.bundles),
  };
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return byText(a.id, b.id);
}
