import type { PlacedText, Point, Rect } from './geometry.ts';

/** Characters that XML 1.0 does not allow even as references (section 2.2). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be replaced
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

/** Text as XML character data or attribute value. */
export function escapeXml(text: string): string {
  return text
    .replace(FORBIDDEN, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element; every attribute value is escaped, `content` must be markup. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter((entry): entry is [string, string | number] => entry[1] !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? round(value) : escapeXml(value)}"`)
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

export function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function textElement(text: PlacedText, fill: string, attributes: Attributes = {}): string {
  if (text.text === '') return '';
  return element(
    'text',
    {
      x: text.x,
      y: text.y,
      'font-size': text.size,
      'font-weight': text.weight === 'bold' ? 600 : undefined,
      'text-anchor': text.anchor === 'start' ? undefined : text.anchor,
      fill,
      ...attributes,
    },
    escapeXml(text.text),
  );
}

export function rectElement(rect: Rect, attributes: Attributes): string {
  return element('rect', { x: rect.x, y: rect.y, width: rect.width, height: rect.height, ...attributes });
}

/** Orthogonal path whose corners are rounded as far as the shorter neighbouring segment allows. */
export function roundedPath(points: readonly Point[], radius: number): string {
  const [first] = points;
  if (first === undefined) return '';
  let path = `M${round(first.x)} ${round(first.y)}`;
  for (let index = 1; index < points.length - 1; index += 1) {
    const before = points[index - 1] as Point;
    const corner = points[index] as Point;
    const after = points[index + 1] as Point;
    const bend = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2);
    const start = towards(corner, before, bend);
    const end = towards(corner, after, bend);
    path += `L${round(start.x)} ${round(start.y)}Q${round(corner.x)} ${round(corner.y)} ${round(end.x)} ${round(end.y)}`;
  }
  const last = points.at(-1) as Point;
  return `${path}L${round(last.x)} ${round(last.y)}`;
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** The point `length` from `from` on the way to `to`. */
export function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to);
  if (whole === 0) return from;
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole };
}
