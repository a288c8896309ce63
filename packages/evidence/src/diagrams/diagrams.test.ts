import type { ScopeFacts } from '@scopemap/scope-model';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { accountDataHops } from '../tables/account-data-flows.ts';
import { confirmedView, factsWithFlows } from '../testing/confirmed-view.ts';
import { facts, viewOf } from '../testing/reference-view.ts';
import { accountDataSheets, accountDataSvg } from './account-data-svg.ts';
import { drawio } from './drawio.ts';
import { evidenceMap } from './evidence-map.ts';
import { graphml } from './graphml.ts';
import { mapSvg } from './map-svg.ts';
import { matrixSvg } from './matrix-svg.ts';
import { zoneSheets } from './zone-sheets.ts';

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
const DOCUMENTS = {
  map: (of: typeof view) => mapSvg(of),
  'account data': accountDataSvg,
  matrix: matrixSvg,
  drawio,
  graphml: (of: typeof view) => [...graphml(of)].join(''),
};

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

describe('account-data flows', () => {
  const hops = accountDataHops(confirmedView());

  it('are numbered arrows, one for each row of T11', () => {
    const { text } = read(accountDataSvg(confirmedView()));
    for (const { number, flow, service } of hops)
      for (const word of [String(number), flow, service]) expect(text).toContain(word);
    expect(hops.map(({ number }) => number)).toEqual(hops.map((_, i) => i + 1));
  });

  it('are told to be unknown where nobody has named one', () => {
    expect(read(accountDataSvg(view)).text).toContain('Nobody has named a flow');
    expect(accountDataSheets(view)).toHaveLength(1);
  });

  it('are cut into sheets, together the same arrows', () => {
    const tags = Array.from({ length: 25 }, (_, i) =>
      factsWithFlows.tags.flatMap((tag) =>
        tag.statement.kind === 'carries-account-data' && tag.statement.step === 1
          ? [{ ...tag, id: `${tag.id} ${i}`, statement: { ...tag.statement, step: i + 1 } }]
          : [],
      ),
    ).flat();
    const many = viewOf({ ...factsWithFlows, tags: [...facts.tags, ...tags] });
    const sheets = accountDataSheets(many);
    expect(sheets).toHaveLength(5);
    const circles = sheets.map((svg) => read(svg).elements.get('circle') ?? 0);
    expect(circles.reduce((sum, one) => sum + one, 0)).toBe(accountDataHops(many).length);
  });
});

describe('sheets of zones', () => {
  it('are made where the map folds zones, for every zone with contact, with all of its services', () => {
    const map = evidenceMap(view);
    const sheets = zoneSheets(view);
    const touched = map.zones.filter(({ id }) =>
      map.bundles.some((one) => one.sourceZone === id || one.targetZone === id),
    );
    expect(sheets.map(({ zone }) => zone).sort()).toEqual(touched.map(({ name }) => name).sort());
    expect(touched.find(({ name }) => name === sheets[0]?.zone)?.lane).toBe('cde');
    for (const { svg } of sheets) expect(read(svg()).text).toContain(facts.entity.name);
  });

  it('are none where the map draws every zone', () => {
    const few = facts.zones.slice(0, 3).map(({ id }) => id);
    const small = {
      ...facts,
      zones: facts.zones.filter(({ id }) => few.includes(id)),
      segments: [],
      tags: [],
      controls: [],
      approvals: [],
      segmentationTests: [],
      boundaries: [],
      verdicts: [],
      sightings: [],
    };
    expect(zoneSheets(viewOf(small))).toEqual([]);
  });
});
