import type { Box, Line } from './drawn-network.ts';
import { isException, severity, worstStatus } from './drawn-network.ts';
import type { Side } from './geometry.ts';
import type { BundleStatus } from './map-input.ts';
import { LANES } from './map-input.ts';
import { byText } from './text-order.ts';

/** One service on one side of a box, with the lines that end on it. */
export interface Chip {
  readonly id: string;
  readonly box: Box;
  readonly side: Side;
  readonly label: string;
  readonly status: BundleStatus;
  readonly infrastructure: boolean;
  readonly services: readonly string[];
  readonly lines: readonly Line[];
}

export type End = 'source' | 'target';

export interface Dot {
  readonly line: Line;
  readonly end: End;
}

/** Everything that touches one side of a box. */
export interface BoxSide {
  readonly box: Box;
  readonly side: Side;
  readonly chips: readonly Chip[];
  /** Lines that begin here, and lines of unknown direction: a dot each. */
  readonly dots: readonly Dot[];
}

/** The side that looks to the other box. In one lane both ends are on the right, in the last lane on the left. */
export function facingSide(box: Box, other: Box): Side {
  if (box.lane === other.lane) return box.lane === LANES.length - 1 ? 'left' : 'right';
  return other.lane < box.lane ? 'left' : 'right';
}

export function sideKey(box: Box, side: Side): string {
  return `${side} ${box.id}`;
}

/** Every side of every box, without a limit on the number of chips. */
export function collectSides(boxes: readonly Box[], lines: readonly Line[]): ReadonlyMap<string, BoxSide> {
  const sides = new Map<string, { box: Box; side: Side; groups: Map<string, Line[]>; dots: Dot[] }>();
  for (const box of boxes) {
    for (const side of ['left', 'right'] as const) {
      sides.set(sideKey(box, side), { box, side, groups: new Map(), dots: [] });
    }
  }
  const at = (box: Box, other: Box) => sides.get(sideKey(box, facingSide(box, other)));
  for (const line of lines) {
    at(line.source, line.target)?.dots.push({ line, end: 'source' });
    const end = at(line.target, line.source);
    if (!line.directed) {
      end?.dots.push({ line, end: 'target' });
    } else if (end !== undefined) {
      const key = `${line.infrastructure ? 'infrastructure ' : ''}${line.service}`;
      end.groups.set(key, [...(end.groups.get(key) ?? []), line]);
    }
  }
  return new Map(
    [...sides].map(([key, { box, side, groups, dots }]) => [
      key,
      { box, side, dots, chips: [...groups].map(([group, members]) => serviceChip(box, side, group, members)) },
    ]),
  );
}

function serviceChip(box: Box, side: Side, key: string, lines: readonly Line[]): Chip {
  const [first] = lines as readonly [Line, ...Line[]];
  return {
    id: `${box.id}|${side}|${key}`,
    box,
    side,
    label: first.service,
    status: worstStatus(lines.map((line) => line.status)),
    infrastructure: first.infrastructure,
    services: [...new Set(lines.flatMap((line) => line.bundles.map((bundle) => bundle.service)))].sort(byText),
    lines,
  };
}

/** At most `limit` chips: exceptions first, then the busiest; what is left becomes the last chip, `n other services`. */
export function limitChips(chips: readonly Chip[], limit: number): readonly Chip[] {
  if (chips.length <= limit) return chips;
  const ranked = [...chips].sort(
    (a, b) => severity(b.status) - severity(a.status) || pairsOf(b) - pairsOf(a) || byText(a.id, b.id),
  );
  const kept = ranked.slice(0, Math.max(0, limit - 1));
  const rest = ranked.slice(kept.length);
  const [first] = rest as [Chip, ...Chip[]];
  const services = [...new Set(rest.flatMap((chip) => chip.services))].sort(byText);
  return [
    ...kept,
    {
      ...first,
      id: `${first.box.id}|${first.side}|others`,
      label: kept.length === 0 ? `${services.length} services` : `${services.length} other services`,
      status: worstStatus(rest.map((chip) => chip.status)),
      infrastructure: rest.every((chip) => chip.infrastructure),
      services,
      lines: rest.flatMap((chip) => chip.lines),
    },
  ];
}

function pairsOf(chip: Chip): number {
  return chip.lines.reduce((sum, line) => sum + line.pairs, 0);
}

/** `?` and `✕` carry the status where colour is not seen. */
export function statusPrefix(status: BundleStatus): string {
  if (!isException(status)) return '';
  return status === 'violation' ? '✕ ' : '? ';
}
