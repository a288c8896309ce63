import type { Graph, GraphDiff } from '@scopemap/contract';
import { formatCount, formatInstant, formatPeriod, formatPlural } from '../ui/format.ts';
import type { ViewState } from '../url/view-state.ts';

interface Heading {
  readonly view: ViewState;
  readonly graph: Graph;
  readonly diff: GraphDiff | undefined;
  /** Whose network it is; undefined where nobody has said so. */
  readonly entity: string | undefined;
  /** Where the picture can be seen again. */
  readonly link: string;
  readonly madeAt: Date;
}

/** What a picture has to say of itself once it has left the page: whose network, which period and filter, what it counts. */
export function pictureHeading({ view, graph, diff, entity, link, madeAt }: Heading): readonly string[] {
  const { counts } = graph;
  const filters = [
    view.query.trim(),
    view.zone && `zone ${view.zone}`,
    view.statuses.length > 0 && `status ${view.statuses.join(', ')}`,
    !view.infrastructure && 'without shared infrastructure',
    view.exceptionsOnly && 'without approved lines',
  ].filter(Boolean);
  const figures = [
    formatPlural(counts.hosts, 'host'),
    formatPlural(counts.relationships, 'relationship'),
    `${formatCount(counts.inScope)} in scope, of these ${formatCount(counts.undetermined)} undetermined`,
    formatPlural(counts.violations, 'violation'),
    `${formatCount(counts.unreviewed)} unreviewed`,
  ];
  return [
    entity ? `Scope map of ${entity}` : 'Scope map',
    `Traffic of ${formatPeriod(view.from, view.to)} (UTC) · ${filters.length > 0 ? `only ${filters.join(' · ')}` : 'everything'} · ${figures.join(' · ')}`,
    ...(diff ? [comparedLine(diff)] : []),
    `Made ${formatInstant(madeAt.toISOString())} UTC · ${link}`,
    'Drawn from flow records. That no line is drawn does not prove that there is no connection.',
  ];
}

function comparedLine({ compared, counts }: GraphDiff): string {
  const period = formatPeriod(compared.from, compared.to);
  return `Against ${period}: + ${formatPlural(counts.relationshipsAdded, 'relationship')}, − ${formatCount(counts.relationshipsRemoved)} · + ${formatPlural(counts.hostsAdded, 'host')}, − ${formatCount(counts.hostsRemoved)}`;
}
