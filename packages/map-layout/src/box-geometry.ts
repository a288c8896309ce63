import type { Chip } from './contacts.ts';
import { statusPrefix } from './contacts.ts';
import type { Box, Line } from './drawn-network.ts';
import { isException, severity, worstStatus } from './drawn-network.ts';
import type {
  ChipGeometry,
  GhostGeometry,
  HostGeometry,
  PlacedText,
  Rect,
  StoredBody,
  StripItem,
  ZoneGeometry,
} from './geometry.ts';
import { LANES } from './map-input.ts';
import { BOX_HEADER, BOX_PADDING, CAPTION_ROW, CHIP_HEIGHT, CHIP_OVERHANG, CHIP_WIDTH } from './metrics.ts';
import { placeText } from './placed-text.ts';
import { byNaturalText } from './text-order.ts';
import { textWidth } from './text-width.ts';
import { BODY_TOP, bodyArea, LABEL_INDENT, LABEL_SIZE } from './zone-body.ts';

const TITLE = { size: 12.5, weight: 'bold' } as const;
const CAPTION = { size: 10, weight: 'regular' } as const;
const STRIP = { size: 10.5, weight: 'bold' } as const;
const STRIP_NAME_ROOM = 120;
const STRIP_GAP = 12;
const TITLE_INDENT = 26;
/** From the left edge of a cell to the middle of its glyph. */
const GLYPH_CENTRE = 6;

/** What one box needs besides its place. */
export interface BoxContent {
  readonly box: Box;
  readonly rect: Rect;
  /** Absent where no host glyphs are drawn. */
  readonly body: StoredBody | undefined;
  readonly lines: readonly Line[];
  readonly inside: readonly string[];
  /** Hosts without a glyph, 0 where none are drawn. */
  readonly hiddenHosts: number;
}

export function zoneGeometry(content: BoxContent): ZoneGeometry {
  const { box, rect, lines, inside, hiddenHosts } = content;
  const statuses = [...lines.map((line) => line.status), ...box.hosts.map((host) => host.status)];
  return {
    id: box.id,
    lane: LANES[box.lane] as ZoneGeometry['lane'],
    name: box.name,
    rect,
    glyph: box.glyph,
    badge: { x: rect.x + 13, y: rect.y + 15 },
    ...headerTexts(content),
    dashed: box.glyph === 'external' || box.glyph === 'undetermined',
    status: worstStatus(statuses),
    ...stripTexts(content),
    ...footerText(content),
    hostCount: box.hostCount,
    hiddenHosts,
    insideBundles: inside,
    zones: box.zones.map((zone) => zone.id),
  };
}

/** With hosts the caption shares the header row, else it has its own. */
function headerTexts({ box, rect, body }: BoxContent): { title: PlacedText; caption: PlacedText } {
  const room = rect.width - TITLE_INDENT - BOX_PADDING;
  const prefixes = box.caption === '' ? '' : ` · ${box.caption}`;
  const titleX = rect.x + TITLE_INDENT;
  if (body === undefined) {
    const systems = `${box.hostCount} ${box.hostCount === 1 ? 'system' : 'systems'}${prefixes}`;
    const y = rect.y + BOX_HEADER + CAPTION_ROW - 5;
    return {
      title: placeText(box.name, titleX, rect.y + 19.5, room, TITLE),
      caption: placeText(systems, rect.x + BOX_PADDING, y, rect.width - 2 * BOX_PADDING, CAPTION),
    };
  }
  const right = rect.x + rect.width - BOX_PADDING;
  const wanted = textWidth(box.name, TITLE.size, TITLE.weight);
  const captionRoom = Math.max(room * 0.4, room - wanted - 10);
  const style = { ...CAPTION, anchor: 'end' } as const;
  const caption = placeText(`${box.hostCount}${prefixes}`, right, rect.y + 19, captionRoom, style);
  return { title: placeText(box.name, titleX, rect.y + 19.5, room - caption.width - 10, TITLE), caption };
}

/** One row of names whatever happens: what has no room is counted. */
function stripTexts({ box, rect, body }: BoxContent): { strip: readonly StripItem[]; stripMore?: PlacedText } {
  const flagged = box.hosts
    .filter((host) => isException(host.status))
    .sort((a, b) => severity(b.status) - severity(a.status) || byNaturalText(a.label, b.label));
  const right = rect.x + rect.width - BOX_PADDING;
  const y = rect.y + BOX_HEADER + (body === undefined ? CAPTION_ROW : 0) + 12;
  const strip: StripItem[] = [];
  let x = rect.x + BOX_PADDING;
  for (const [index, host] of flagged.entries()) {
    const more = flagged.length - index - 1;
    const room = right - x - (more > 0 ? textWidth(`+${more}`, STRIP.size, STRIP.weight) + STRIP_GAP : 0);
    const text = placeText(`${statusPrefix(host.status)}${host.label}`, x, y, STRIP_NAME_ROOM, STRIP);
    if (text.width > room) break;
    strip.push({ host: host.id, status: host.status, text });
    x += text.width + STRIP_GAP;
  }
  const left = flagged.length - strip.length;
  return left === 0 ? { strip } : { strip, stripMore: placeText(`+${left}`, x, y, right - x, STRIP) };
}

function footerText({ box, rect, body, inside, hiddenHosts }: BoxContent): { footer?: PlacedText } {
  const hosts = hiddenHosts === 0 ? [] : [`+${hiddenHosts} ${hiddenHosts === 1 ? 'system' : 'systems'}`];
  const bundles =
    inside.length === 0 ? [] : [`${inside.length} ${inside.length === 1 ? 'service' : 'services'} inside`];
  const short = inside.length === 0 ? [] : [`${inside.length} inside`];
  if (hosts.length + bundles.length === 0) return {};
  const left = box.lane === 0 ? BOX_PADDING : CHIP_WIDTH + 2;
  const right = box.lane === LANES.length - 1 ? BOX_PADDING : CHIP_WIDTH + 2;
  const room = rect.width - left - right;
  const variants = [
    [...hosts, ...bundles],
    [...hosts, ...short],
  ].map((parts) => parts.join(' · '));
  const fitting = variants.find((text) => textWidth(text, CAPTION.size, CAPTION.weight) <= room) ?? variants.at(-1);
  const x = rect.x + left + room / 2;
  const y = rect.y + rect.height - (body === undefined ? 7 : 6);
  return { footer: placeText(fitting ?? '', x, y, room, { ...CAPTION, anchor: 'middle' }) };
}

/** Glyphs in their slots; slots of hosts that are gone become ghosts. */
export function hostGeometry(
  box: Box,
  rect: Rect,
  body: StoredBody | undefined,
): { readonly hosts: readonly HostGeometry[]; readonly ghosts: readonly GhostGeometry[] } {
  const hosts: HostGeometry[] = [];
  const ghosts: GhostGeometry[] = [];
  if (body === undefined) return { hosts, ghosts };
  const area = bodyArea(box.lane, body);
  const hostOf = new Map(box.hosts.map((host) => [host.id, host]));
  const radius = body.kind === 'list' ? 4 : 4.5;
  for (const [slot, id] of body.slots.entries()) {
    const x = rect.x + area.x + (slot % body.columns) * area.columnWidth + GLYPH_CENTRE;
    const y = rect.y + BODY_TOP + Math.floor(slot / body.columns) * area.rowHeight + area.rowHeight / 2;
    const host = hostOf.get(id);
    if (host === undefined) {
      ghosts.push({ id, zone: box.id, x, y, radius });
      continue;
    }
    const { glyph, server, status } = host;
    const base = { id, zone: box.id, x, y, radius, glyph, server, status };
    if (body.kind === 'grid') {
      hosts.push(base);
      continue;
    }
    const weight = isException(status) ? 'bold' : 'regular';
    const room = area.columnWidth - LABEL_INDENT - 3;
    hosts.push({
      ...base,
      label: placeText(host.label, x + LABEL_INDENT - GLYPH_CENTRE, y + 3.7, room, { size: LABEL_SIZE, weight }),
    });
  }
  return { hosts, ghosts };
}

export function chipGeometry(chip: Chip, centre: number, rect: Rect): ChipGeometry {
  const x = chip.side === 'left' ? rect.x - CHIP_OVERHANG : rect.x + rect.width + CHIP_OVERHANG - CHIP_WIDTH;
  const y = centre - CHIP_HEIGHT / 2;
  const flagged = isException(chip.status);
  const style = { size: 10, weight: flagged ? 'bold' : 'regular', anchor: 'middle' } as const;
  const text = `${statusPrefix(chip.status)}${chip.label}`;
  return {
    id: chip.id,
    zone: chip.box.id,
    side: chip.side,
    rect: { x, y, width: CHIP_WIDTH, height: CHIP_HEIGHT },
    text: placeText(text, x + CHIP_WIDTH / 2, centre + 3.5, CHIP_WIDTH - 6, style),
    status: chip.status,
    infrastructure: chip.infrastructure,
    services: chip.services,
    bundles: chip.lines.flatMap((line) => line.bundles.map((bundle) => bundle.id)),
  };
}
