import type { Conversation } from './conversation/conversation.ts';

export interface UnresolvedBounds {
  readonly maxUnresolvedPerExporter: number;
  readonly maxUnresolved: number;
}

/**
 * Which undecided conversations are folded into 'many ports' of their two hosts: those beyond the bounds, in order of their
 * keys, so that the choice does not depend on the order of arrival. A conversation counts for the first of its exporters.
 */
export function beyondBounds(undecided: readonly Conversation[], bounds: UnresolvedBounds): ReadonlySet<Conversation> {
  const { maxUnresolved, maxUnresolvedPerExporter } = bounds;
  const folded = new Set<Conversation>();
  if (undecided.length <= Math.min(maxUnresolved, maxUnresolvedPerExporter)) return folded;
  const perExporter = new Map<string, number>();
  let kept = 0;
  for (const conversation of undecided.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    const exporter = firstExporter(conversation);
    const own = perExporter.get(exporter) ?? 0;
    if (kept >= maxUnresolved || own >= maxUnresolvedPerExporter) folded.add(conversation);
    else {
      perExporter.set(exporter, own + 1);
      kept++;
    }
  }
  return folded;
}

function firstExporter({ observations }: Conversation): string {
  return observations.reduce((first, { exporter }) => (exporter < first ? exporter : first), '\uffff');
}
