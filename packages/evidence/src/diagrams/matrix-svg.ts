import type { EvidenceView } from '../evidence-view.ts';
import { escapeXml } from '../formats/escape-xml.ts';
import { boundaryMatrix } from '../tables/boundary-matrix.ts';
import { titleBlock } from './title-block.ts';

const CELL = 64;
const LEFT = 210;
const TOP = 150;

/** Symbols of a cell, worst first; they carry the meaning also without colour. */
const SYMBOLS = [
  ['seen, not allowed', '×', '#9b1230'],
  ['undetermined', '?', '#8a5300'],
  ['allowed', '√', '#2f5d43'],
] as const;

/** The boundary matrix as one picture: sources as rows, targets as columns, a cell with the number of services and its worst verdict. */
export function matrixSvg(view: EvidenceView): string {
  const rows = [...boundaryMatrix.rows(view)];
  const names = [...new Set(rows.flatMap(({ from, to }) => [String(from), String(to)]))].sort();
  const width = LEFT + names.length * CELL + 130;
  const height = TOP + names.length * (CELL / 2) + 90;
  const text = (x: number, y: number, content: string, more = '') =>
    `<text x="${x}" y="${y}" font-size="12" fill="#14181d" ${more}>${escapeXml(content)}</text>`;
  const parts: string[] = [];
  for (const [i, name] of names.entries()) {
    const x = LEFT + i * CELL + CELL / 2;
    const y = TOP + i * (CELL / 2) + CELL / 4 + 4;
    parts.push(text(LEFT - 8, y, short(name, 30), 'text-anchor="end"'));
    parts.push(text(x, TOP - 8, short(name, 24), `transform="rotate(-50 ${x} ${TOP - 8})"`));
  }
  for (const [i, from] of names.entries()) {
    for (const [j, to] of names.entries()) {
      const own = rows.filter((row) => row.from === from && row.to === to);
      const [x, y] = [LEFT + j * CELL, TOP + i * (CELL / 2)];
      parts.push(
        `<rect x="${x}" y="${y}" width="${CELL}" height="${CELL / 2}" fill="${i === j ? '#eef0f3' : '#ffffff'}" stroke="#c3c9d1"/>`,
      );
      const found = SYMBOLS.find(([verdict]) => own.some((row) => row.verdict === verdict));
      if (!found) continue;
      const services = new Set(own.map(({ service }) => service)).size;
      parts.push(
        `<text x="${x + CELL / 2}" y="${y + CELL / 4 + 5}" font-size="13" text-anchor="middle" fill="${found[2]}"><title>${escapeXml(`${from} to ${to}: ${found[0]}`)}</title>${found[1]} ${services}</text>`,
      );
    }
  }
  const legend =
    'Row to column. Number of services seen; × at least one that the rules deny, ? one that they do not explain, √ all allowed. Empty: none was observed.';
  const block = titleBlock(view, 'Boundary matrix', '1 of 1').map(([name, value]) => `${name}: ${value}`);
  parts.push(text(16, height - 52, legend), text(16, height - 28, block.join('   ·   ')));
  const wide = Math.max(width, 1200);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${height}" viewBox="0 0 ${wide} ${height}" role="img" font-family="Inter, &quot;Helvetica Neue&quot;, Arial, sans-serif"><title>Boundary matrix of ${escapeXml(view.facts.entity.name)}</title><rect width="${wide}" height="${height}" fill="#ffffff"/>${parts.join('')}</svg>\n`;
}

function short(name: string, most: number): string {
  const letters = [...name];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : name;
}
