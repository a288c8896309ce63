import type { BundleStatus, MapGeometry } from '@scopemap/map-layout';

const EXCEPTIONS: ReadonlySet<BundleStatus> = new Set(['violation', 'unreviewed']);

/**
 * Ids of lines and chips that the options leave out. They keep their places, so that nothing moves; exceptions are always shown.
 */
export function hiddenElements(
  geometry: MapGeometry,
  options: { infrastructure: boolean; exceptionsOnly: boolean },
): ReadonlySet<string> {
  const hidden = new Set<string>();
  const left = (part: { status: BundleStatus; infrastructure: boolean }) =>
    !EXCEPTIONS.has(part.status) && (options.exceptionsOnly || (part.infrastructure && !options.infrastructure));
  for (const edge of geometry.edges) {
    if (left(edge)) for (const part of ['edge', 'tail', 'head', 'label']) hidden.add(`${part}:${edge.id}`);
  }
  for (const chip of geometry.chips) if (left(chip)) hidden.add(`chip:${chip.id}`);
  return hidden;
}
