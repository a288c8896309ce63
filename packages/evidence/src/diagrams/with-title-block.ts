import { escapeXml } from '../formats/escape-xml.ts';

const BLOCK_HEIGHT = 58;
const MARGIN = 16;

/** Makes an SVG document taller and writes the fields of a title block under its picture. */
export function withTitleBlock(svg: string, fields: readonly (readonly [string, string])[]): string {
  const [, width = 0, height = 0] = (/width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? []).map(Number);
  const whole = height + BLOCK_HEIGHT;
  const column = (width - 2 * MARGIN) / fields.length;
  const cells = fields.map(([name, value], i) => {
    const x = MARGIN + i * column + 8;
    return `<text x="${x}" y="${height + 20}" font-size="10" fill="#5c6673">${escapeXml(name)}</text><text x="${x}" y="${height + 36}" font-size="12" fill="#14181d"${fit(value, column - 14)}>${escapeXml(value)}</text>`;
  });
  const frame = `<rect x="0" y="${height}" width="${width}" height="${BLOCK_HEIGHT}" fill="#ffffff"/><rect x="${MARGIN}" y="${height + 2}" width="${width - 2 * MARGIN}" height="${BLOCK_HEIGHT - 12}" fill="#ffffff" stroke="#5c6673"/>`;
  return svg
    .replace(/height="[\d.]+"/, `height="${whole}"`)
    .replace(/viewBox="0 0 ([\d.]+) [\d.]+"/, `viewBox="0 0 $1 ${whole}"`)
    .replace(/<\/svg>\s*$/, () => `${frame}${cells.join('')}</svg>\n`);
}

/** Squeezes a text that would leave its cell. */
function fit(value: string, width: number): string {
  return value.length * 6.4 > width ? ` textLength="${width.toFixed(1)}" lengthAdjust="spacingAndGlyphs"` : '';
}
