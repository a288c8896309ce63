import type { ScopeFacts } from '@scopemap/scope-model';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { facts, viewOf } from '../testing/reference-view.ts';
import { drawio } from './drawio.ts';
import { evidenceMap } from './evidence-map.ts';
import { graphml } from './graphml.ts';
import { mapSvg } from './map-svg.ts';
import { matrixSvg } from './matrix-svg.ts';

const view = viewOf(facts);

/** Names of elements with how often each stands in the document, and all of its text. Throws for what is not well-formed. */
function read(xml: string): { elements: Map<string, number>; text: string } {
  const elements = new Map<string, number>();
  let text = '';
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => elements.set(name, (elements.get(name) ?? 0) + 1));
  parser.on('text', (part) => {
    text += `${part}\n`;
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return { elements, text };
}

const nasty = '<b onload="x">&"\' \u0007 \ud800 שלום';
const hostile: ScopeFacts = {
  ...facts,
  entity: { ...facts.entity, name: nasty },
  zones: facts.zones.map((zone) => ({ ...zone, name: `${nasty} ${zone.name}` })),
  assets: facts.assets.map((asset) => ({ ...asset, name: `${nasty} ${asset.name}` })),
};
const DOCUMENTS = { map: mapSvg, matrix: matrixSvg, drawio, graphml: (of: typeof view) => [...graphml(of)].join('') };

describe('diagrams', () => {
  it.each(Object.entries(DOCUMENTS))('are well-formed whatever the names: %s', (_, make) => {
    const { elements } = read(make(viewOf(hostile)));
    expect(elements.has('b')).toBe(false);
    expect(elements.has('script')).toBe(false);
  });

  it('name entity, period and snapshot', () => {
    for (const make of [mapSvg, matrixSvg]) {
      const { text } = read(make(view));
      for (const word of [facts.entity.name, '2026-10-01', 's-1', 'ann']) expect(text).toContain(word);
    }
  });

  it('draw every zone that has a system', () => {
    const { text } = read(mapSvg(view));
    const drawn = evidenceMap(view).zones.filter(({ name }) => text.includes(name.slice(0, 12)));
    expect(drawn.length).toBeGreaterThanOrEqual(10);
  });

  it('keep every system and contact in GraphML', () => {
    const { elements } = read([...graphml(view)].join(''));
    expect(elements.get('node')).toBe(view.assets.length);
    expect(elements.get('edge')).toBe(view.contacts.length);
  });

  it('put undetermined places inside the boundary', () => {
    const untold = evidenceMap(viewOf({ ...facts, tags: [], segmentationTests: [], controls: [], verdicts: [] }));
    expect(untold.zones.filter(({ lane }) => lane === 'out-of-scope')).toEqual([]);
  });
});
