import type { EvidenceView } from '../evidence-view.ts';
import { serviceLabel } from '../evidence-view.ts';
import { escapeXml } from '../formats/escape-xml.ts';
import { contactVerdict } from '../tables/contact-verdict.ts';

const KEYS = [
  ['name', 'node', 'string'],
  ['category', 'node', 'string'],
  ['inScope', 'node', 'boolean'],
  ['place', 'node', 'string'],
  ['zone', 'node', 'string'],
  ['service', 'edge', 'string'],
  ['state', 'edge', 'string'],
  ['method', 'edge', 'string'],
  ['verdict', 'edge', 'string'],
  ['flows', 'edge', 'long'],
  ['first', 'edge', 'string'],
  ['last', 'edge', 'string'],
] as const;

/** Systems and contacts as GraphML, for people who go on with a graph program. */
export function* graphml(view: EvidenceView): Generator<string> {
  const data = (key: string, value: string | number | boolean) =>
    `<data key="${key}">${escapeXml(String(value))}</data>`;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n';
  for (const [name, on, type] of KEYS)
    yield `<key id="${name}" for="${on}" attr.name="${name}" attr.type="${type}"/>\n`;
  yield '<graph id="scope" edgedefault="directed">\n';
  for (const asset of view.assets) {
    const place = view.placeOf(asset.id);
    yield `<node id="${escapeXml(asset.id)}">${data('name', asset.label)}${data('category', asset.category)}${data('inScope', asset.inScope)}${data('place', view.placeLabel(place))}${data('zone', view.zoneLabel(place))}</node>\n`;
  }
  for (const contact of view.contacts) {
    const undirected = contact.directed ? '' : ' directed="false"';
    yield `<edge id="${escapeXml(contact.id)}" source="${escapeXml(contact.from)}" target="${escapeXml(contact.to)}"${undirected}>${data('service', serviceLabel(contact))}${data('state', contact.state)}${data('method', `${contact.method}, ${contact.confidence}`)}${data('verdict', contactVerdict(view, contact))}${data('flows', contact.flows)}${data('first', new Date(contact.first).toISOString())}${data('last', new Date(contact.last).toISOString())}</edge>\n`;
  }
  yield '</graph>\n</graphml>\n';
}
