import { fitText } from '@scopemap/map-layout';
import type { PlaceRef } from '@scopemap/scope-model';
import { type EvidenceView, placeKey } from '../evidence-view.ts';
import { escapeXml } from '../formats/escape-xml.ts';
import { type AccountDataHop, accountDataHops } from '../tables/account-data-flows.ts';
import { titleBlock } from './title-block.ts';
import { withTitleBlock } from './with-title-block.ts';

const LEFT = 24;
const HEAD = 76;
const ROW = 46;
const TITLE_ROW = 46;
const LEAST_COLUMN = 150;
const WIDTH = 1160;
const INK = '#14181d';
const GREY = '#5c6673';

/** Arrows on one sheet of the report. */
const ARROWS_A_SHEET = 10;

interface Sheet {
  readonly hops: readonly AccountDataHop[];
  readonly page: string;
}

/**
 * The flows of account data as numbered arrows between the places that they pass (1.2.4), in the order of their steps; the
 * numbers are those of T11. Readable in black and white: what has run out is dashed.
 */
export function accountDataSvg(view: EvidenceView): string {
  return sheetSvg(view, { hops: accountDataHops(view), page: '1 of 1' });
}

/** The same cut into sheets that fit a page; one that says so when no flow is named. */
export function accountDataSheets(view: EvidenceView): string[] {
  const hops = accountDataHops(view);
  const count = Math.max(1, Math.ceil(hops.length / ARROWS_A_SHEET));
  return Array.from({ length: count }, (_, i) =>
    sheetSvg(view, {
      hops: hops.slice(i * ARROWS_A_SHEET, (i + 1) * ARROWS_A_SHEET),
      page: `${i + 1} of ${count}`,
    }),
  );
}

const keyOf = (place: PlaceRef | null) => (place ? placeKey(place) : 'outside');

function sheetSvg(view: EvidenceView, { hops, page }: Sheet): string {
  const places = new Map(hops.flatMap(({ from, to }) => [from, to].map((place) => [keyOf(place), place] as const)));
  const column = Math.max(LEAST_COLUMN, (WIDTH - 2 * LEFT) / Math.max(1, places.size));
  const width = Math.max(WIDTH, 2 * LEFT + column * places.size);
  const xOf = new Map([...places.keys()].map((key, i) => [key, LEFT + column * (i + 0.5)]));
  const flows = new Set(hops.map(({ flow }) => flow)).size;
  const height = HEAD + hops.length * ROW + flows * TITLE_ROW + 44;
  const parts: string[] = [];
  for (const [key, place] of places) parts.push(placeHead(view, place, xOf.get(key) ?? 0, column, height));
  let y = HEAD;
  let flow: string | null = null;
  for (const hop of hops) {
    if (hop.flow !== flow) {
      flow = hop.flow;
      y += TITLE_ROW;
      parts.push(
        `<rect x="${LEFT}" y="${y - 20}" width="${width - 2 * LEFT}" height="22" fill="#eef0f3"/>`,
        text(LEFT + 8, y - 5, fitText(flow, 13, 'bold', width - 2 * LEFT - 16), 13, INK, 'font-weight="700"'),
      );
    }
    y += ROW;
    parts.push(arrow(hop, xOf.get(keyOf(hop.from)) ?? 0, xOf.get(keyOf(hop.to)) ?? 0, y, column));
  }
  if (hops.length === 0)
    parts.push(text(LEFT, HEAD, 'Nobody has named a flow of account data. Flow records cannot show one.', 14));
  const title = `Account-data flow diagram of ${view.facts.entity.name}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="Inter, &quot;Helvetica Neue&quot;, Arial, sans-serif"><title>${escapeXml(title)}</title><rect width="${width}" height="${height}" fill="#ffffff"/>${parts.join('')}</svg>\n`;
  return withTitleBlock(svg, titleBlock(view, title, page));
}

function text(x: number, y: number, content: string, size: number, fill = INK, more = ''): string {
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" ${more}>${escapeXml(content)}</text>`;
}

/** The box of a place at the top, and its line down the sheet. */
function placeHead(view: EvidenceView, place: PlaceRef | null, x: number, column: number, height: number): string {
  const category = view.classification.places.find(({ place: one }) => keyOf(one) === keyOf(place))?.category;
  const room = column - 28;
  const name = fitText(place ? view.placeLabel(place) : 'Outside every zone', 13, 'bold', room);
  const said = fitText(category ?? 'in no zone', 10, 'regular', room);
  const left = x - column / 2 + 8;
  return `<line x1="${x}" y1="64" x2="${x}" y2="${height - 12}" stroke="#8794a5" stroke-dasharray="2 4"/><rect x="${left}" y="16" width="${column - 16}" height="48" rx="6" fill="#ffffff" stroke="${INK}"/>${text(x, 37, name, 13, INK, 'text-anchor="middle" font-weight="700"')}${text(x, 54, said, 10, GREY, 'text-anchor="middle"')}`;
}

/** One numbered arrow; within one place it is a loop. Without a known direction it has no head. */
function arrow(hop: AccountDataHop, from: number, to: number, y: number, column: number): string {
  const protections = [...new Set(hop.marked.flatMap(({ statement }) => statement.encryption ?? []))].join(', ');
  const label = `${hop.service} · ${protections || 'protection not stated'}`;
  const systems = new Set(hop.marked.flatMap(({ contact }) => [contact.from, contact.to])).size;
  const below = `${hop.marked.length} relationships of ${systems} systems`;
  const dash = hop.inDate ? '' : ' stroke-dasharray="6 4"';
  const line = `stroke="${INK}" stroke-width="1.8" fill="none"${dash}`;
  const rightward = to >= from;
  const room = from === to ? column - 84 : Math.abs(to - from) - 44;
  const start = Math.min(from, to);
  const number = `<circle cx="${from}" cy="${y}" r="11" fill="#ffffff" stroke="${INK}" stroke-width="1.5"/>${text(from, y + 4, String(hop.number), 11, INK, 'text-anchor="middle" font-weight="700"')}`;
  if (from === to) {
    const right = from + 34;
    const head = hop.directed ? arrowHead(from, y + 15, -1) : '';
    const words = `${text(right + 8, y - 1, fitText(label, 11, 'regular', room), 11)}${text(right + 8, y + 13, fitText(below, 10, 'regular', room), 10, GREY)}`;
    return `<path d="M${from} ${y} H${right} V${y + 15} H${from + 2}" ${line}/>${head}${words}${number}`;
  }
  const head = hop.directed ? arrowHead(to, y, rightward ? 1 : -1) : '';
  const middle = start + Math.abs(to - from) / 2;
  const words = `${text(middle, y - 6, fitText(label, 11, 'regular', room), 11, INK, 'text-anchor="middle"')}${text(middle, y + 14, fitText(below, 10, 'regular', room), 10, GREY, 'text-anchor="middle"')}`;
  return `<path d="M${from} ${y} H${to}" ${line}/>${head}${words}${number}`;
}

/** `way`: 1 points to the right, -1 to the left. */
function arrowHead(x: number, y: number, way: 1 | -1): string {
  return `<path d="M${x} ${y} l${-9 * way} -5 v10 z" fill="${INK}"/>`;
}
