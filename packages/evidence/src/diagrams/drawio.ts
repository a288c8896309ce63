import { layoutMap } from '@scopemap/map-layout';
import type { EvidenceView } from '../evidence-view.ts';
import { escapeXml } from '../formats/escape-xml.ts';
import { evidenceMap } from './evidence-map.ts';
import { titleBlock } from './title-block.ts';

const STROKE = { violation: '#9b1230', unreviewed: '#8a5300', approved: '#3d6b4f', ordinary: '#5c6673' } as const;
const DASH = { violation: '', unreviewed: 'dashed=1;', approved: '', ordinary: '' } as const;

/** The map as a diagrams.net (draw.io) document, uncompressed, with zones as boxes and bundles as connectors between them. */
export function drawio(view: EvidenceView): string {
  const input = evidenceMap(view);
  const geometry = layoutMap(input, { level: 'zones' });
  const title = `Network diagram of ${view.facts.entity.name}`;
  const boxes = new Map(geometry.zones.map((zone) => [zone.id, zone.rect]));
  const cells: string[] = [];
  const box = (
    id: string,
    label: string,
    rect: { x: number; y: number; width: number; height: number },
    style: string,
  ) =>
    cells.push(
      `<mxCell id="${escapeXml(id)}" value="${escapeXml(label)}" style="${style}" vertex="1" parent="1"><mxGeometry x="${rect.x}" y="${rect.y}" width="${rect.width}" height="${rect.height}" as="geometry"/></mxCell>`,
    );
  for (const lane of geometry.lanes)
    box(
      `lane ${lane.lane}`,
      lane.title.text,
      lane.rect,
      'verticalAlign=top;fillColor=#f6f7f9;strokeColor=none;html=0;',
    );
  for (const zone of input.zones) {
    const rect = boxes.get(zone.id);
    if (rect)
      box(
        zone.id,
        `${zone.name}\n${zone.caption}\n${zone.hostCount} systems`,
        rect,
        'rounded=1;whiteSpace=wrap;html=0;verticalAlign=top;',
      );
  }
  for (const bundle of input.bundles) {
    // What stays inside a box, or belongs to a box that was folded away, has no line; GraphML has all of it.
    if (bundle.sourceZone === bundle.targetZone || !boxes.has(bundle.sourceZone) || !boxes.has(bundle.targetZone))
      continue;
    const style = `edgeStyle=orthogonalEdgeStyle;html=0;strokeColor=${STROKE[bundle.status]};${DASH[bundle.status]}endArrow=${bundle.directed ? 'classic' : 'none'};`;
    cells.push(
      `<mxCell id="${escapeXml(bundle.id)}" value="${escapeXml(`${bundle.service} (${bundle.status})`)}" style="${style}" edge="1" parent="1" source="${escapeXml(bundle.sourceZone)}" target="${escapeXml(bundle.targetZone)}"><mxGeometry relative="1" as="geometry"/></mxCell>`,
    );
  }
  const block = titleBlock(view, title, '1 of 1').map(([name, value]) => `${name}: ${value}`);
  box(
    'title block',
    block.join('\n'),
    { x: 16, y: geometry.height + 16, width: geometry.width - 32, height: 110 },
    'align=left;whiteSpace=wrap;html=0;',
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<mxfile host="Scopemap"><diagram id="scope" name="${escapeXml(title)}"><mxGraphModel page="1" pageWidth="1654" pageHeight="1169"><root><mxCell id="0"/><mxCell id="1" parent="0"/>\n${cells.join('\n')}\n</root></mxGraphModel></diagram></mxfile>\n`;
}
