import type { EvidenceView } from '../evidence-view.ts';

/** What stands under every diagram, so that a printed page says of itself what it is. */
export function titleBlock({ about, facts }: EvidenceView, title: string, page: string): readonly [string, string][] {
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  return [
    ['Diagram', about.redacted ? `${title} (redacted)` : title],
    ['Entity', facts.entity.name],
    ['Period', `${day(facts.period.start)} to ${day(facts.period.end)} (UTC)`],
    ['Prepared by', `${about.takenBy}, ${day(about.takenAt)}`],
    ['Snapshot', about.snapshotId],
    ['Page', page],
  ];
}
