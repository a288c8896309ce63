import { layoutMap, mapToSvg } from '@scopemap/map-layout';
import type { EvidenceView } from '../evidence-view.ts';
import { evidenceMap } from './evidence-map.ts';
import { titleBlock } from './title-block.ts';
import { withTitleBlock } from './with-title-block.ts';

/** The map of the snapshot as one SVG document with a title block (1.2.3), at the level of zones. */
export function mapSvg(view: EvidenceView, page = '1 of 1'): string {
  const geometry = layoutMap(evidenceMap(view), { level: 'zones' });
  const title = `Network diagram of ${view.facts.entity.name}`;
  return withTitleBlock(mapToSvg(geometry, 'light', { title }), titleBlock(view, title, page));
}
