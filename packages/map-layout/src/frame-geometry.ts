import type { Box } from './drawn-network.ts';
import type { BoundaryGeometry, LaneGeometry } from './geometry.ts';
import type { LaneColumns } from './lane-columns.ts';
import { BOUNDARY_GUTTER } from './lane-columns.ts';
import type { Lane } from './map-input.ts';
import { LANES } from './map-input.ts';
import { LANE_HEADER, MARGIN } from './metrics.ts';
import { placeText } from './placed-text.ts';

interface LaneWords {
  readonly title: string;
  readonly meaning: string;
  /** Title of the strip that an empty lane is. */
  readonly empty: string;
}

const WORDS: Readonly<Record<Lane, LaneWords>> = {
  cde: {
    title: 'Cardholder data environment',
    meaning: 'stores · processes · transmits',
    empty: 'CDE: no zone',
  },
  connected: {
    title: 'Connected-to & security-impacting',
    meaning: 'in scope, outside the CDE',
    empty: 'Connected-to: no zone',
  },
  undetermined: {
    title: 'Undetermined',
    meaning: 'not shown to be out: counts as in scope',
    empty: 'Undetermined: no zone',
  },
  'out-of-scope': { title: 'Out of scope', meaning: 'must not reach the CDE', empty: 'Out of scope: no zone' },
  external: { title: 'External', meaning: 'untrusted networks', empty: 'External: no zone' },
};

const EMPTY_TITLE = { size: 11, weight: 'bold', anchor: 'middle' } as const;
const TITLE = { size: 13, weight: 'bold', anchor: 'middle' } as const;
const SUBTITLE = { size: 10.5, weight: 'regular', anchor: 'middle' } as const;
const BOUNDARY_WORDS = { size: 10, weight: 'bold' } as const;

export function laneGeometry(columns: LaneColumns, boxes: readonly Box[], bottom: number): readonly LaneGeometry[] {
  return LANES.map((lane, index) => {
    const { x, width, collapsed } = columns.lanes[index] as LaneColumns['lanes'][number];
    const hostCount = boxes.filter((box) => box.lane === index).reduce((sum, box) => sum + box.hostCount, 0);
    const rect = { x, y: MARGIN, width, height: bottom - MARGIN };
    const { title, meaning, empty } = WORDS[lane];
    const middle = x + width / 2;
    if (collapsed) {
      const centre = (MARGIN + LANE_HEADER + bottom) / 2;
      const turned = placeText(empty, middle + 4, centre, bottom - MARGIN - LANE_HEADER, EMPTY_TITLE);
      return { lane, rect, collapsed, title: turned, hostCount };
    }
    const systems = `${meaning} · ${hostCount} ${hostCount === 1 ? 'system' : 'systems'}`;
    return {
      lane,
      rect,
      collapsed,
      title: placeText(title, middle, MARGIN + 20, width - 12, TITLE),
      subtitle: placeText(systems, middle, MARGIN + 37, width - 12, SUBTITLE),
      hostCount,
    };
  });
}

export function boundaryGeometry(columns: LaneColumns, bottom: number): BoundaryGeometry {
  const gutter = columns.gutters[BOUNDARY_GUTTER] as LaneColumns['gutters'][number];
  const x = gutter.x + gutter.width / 2;
  const y = MARGIN + LANE_HEADER - 10;
  const room = 110;
  return {
    x,
    y1: MARGIN,
    y2: bottom,
    inScope: placeText('◀ IN SCOPE', x - 8, y, room, { ...BOUNDARY_WORDS, anchor: 'end' }),
    outOfScope: placeText('OUT OF SCOPE ▶', x + 8, y, room, { ...BOUNDARY_WORDS, anchor: 'start' }),
  };
}
