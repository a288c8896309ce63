import type { Conversation } from './conversation/conversation.ts';

export interface UnresolvedBounds {
  readonly maxUnresolvedPerExporter: number;
  readonly maxUnresolved: number;
}

/**
 * Which undecided conversations, by their rows, are folded into 'many ports' of their two hosts: those beyond the bounds, in order of
 * their keys, so that the choice does not depend on the order of arrival. A conversation counts for the first of its exporters.
 */
export function beyondBounds(undecided: Iterable<Conversation>, count: number, bounds: UnresolvedBounds): Set<number> {
  const { maxUnresolved, maxUnresolvedPerExporter } = bounds;
  const folded = new Set<number>();
  if (count <= Math.min(maxUnresolved, maxUnresolvedPerExporter)) return folded;
  const perExporter = new Map<string, number>();
  let kept = 0;
  const named = Array.from(undecided, (conversation) => {
    const { row, key } = conversation;
    return { row, key, exporter: firstExporter(conversation) };
  });
  for (const { row, exporter } of named.sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const own = perExporter.get(exporter) ?? 0;
    if (kept >= maxUnresolved || own >= maxUnresolvedPerExporter) folded.add(row);
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
