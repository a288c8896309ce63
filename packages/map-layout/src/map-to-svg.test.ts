import { describe, expect, test } from 'vitest';
import { layoutMap } from './layout-map.ts';
import { mapToSvg } from './map-to-svg.ts';
import { randomNetwork } from './testing/random-network.ts';
import { retailer } from './testing/retailer.ts';

const THEMES = ['light', 'dark', 'grey'] as const;
const ELEMENTS = ['svg', 'title', 'desc', 'rect', 'text', 'line', 'path', 'circle', 'polygon', 'g'];

/** Fails on anything that is not balanced markup of known elements with quoted attributes. */
function elementNames(svg: string): readonly string[] {
  const names: string[] = [];
  const open: string[] = [];
  const rest = svg.replaceAll(/<(\/?)([a-z]+)((?: [a-zA-Z0-9-]+="[^"<]*")*)(\/?)>/g, (_, closing, name, __, empty) => {
    names.push(name);
    if (closing === '/') expect(open.pop()).toBe(name);
    else if (empty !== '/') open.push(name);
    return '';
  });
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]/);
  expect(rest.replaceAll(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
  return names;
}

describe.each(THEMES)('theme %s', (theme) => {
  const svg = mapToSvg(layoutMap(retailer(), { level: 'hosts' }), theme, { title: 'Scope of <Retailer> & "co"' });

  test('is well-formed and made of shapes and text only', () => {
    expect(elementNames(svg).filter((name) => !ELEMENTS.includes(name))).toEqual([]);
    expect(svg).toContain('<title>Scope of &lt;Retailer&gt; &amp; &quot;co&quot;</title>');
  });

  test('refers to nothing outside itself', () => {
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /href|url\(|https?:|<script|<style|\son[a-z]+=/,
    );
  });

  test('carries every status by more than colour', () => {
    expect(svg).toContain('✕ 5432/tcp postgres');
    expect(svg).toContain('? 22/tcp ssh');
    expect(svg).toContain('stroke-dasharray="7 4"');
    expect(svg).toContain('>C</text>');
  });
});

test('hostile names stay text, and characters that XML forbids are replaced', () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const network = randomNetwork({ seed, zones: 12, hosts: 60, bundles: 40, exceptions: 0.5 });
    const svg = mapToSvg(layoutMap(network, { level: 'hosts' }), 'light');
    expect(elementNames(svg)).not.toContain('script');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be in the document
    expect(svg).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]|\p{Surrogate}/u);
  }
});

test('the legend can be left out', () => {
  const geometry = layoutMap(retailer(), { level: 'zones' });
  expect(mapToSvg(geometry, 'light', { legend: false })).toContain(`height="${geometry.height}"`);
  expect(mapToSvg(geometry, 'light')).toContain('Violates a rule');
});

test('a network without zones is a picture all the same', () => {
  const svg = mapToSvg(layoutMap({ zones: [], hosts: [], bundles: [] }, { level: 'zones' }), 'light');
  expect(elementNames(svg)[0]).toBe('svg');
  expect(svg).toContain('CDE: no zone');
});

describe('what is shown on top', () => {
  const geometry = layoutMap(retailer(), { level: 'hosts' });
  const [edge] = geometry.edges;
  const [host] = geometry.hosts;

  test('a heading stands above the picture, which moves down by its height', () => {
    const svg = mapToSvg(geometry, 'light', { heading: ['Scope map of A & B', '1 – 30 Sept 2026'], legend: false });
    expect(elementNames(svg)[0]).toBe('svg');
    expect(svg).toContain('Scope map of A &amp; B');
    const [, shift = ''] = /translate\(0 ([0-9.]+)\)/.exec(svg) ?? [];
    expect(Number(/ height="([0-9.]+)"/.exec(svg)?.[1])).toBe(geometry.height + Number(shift));
  });

  test('what is not lit is pale', () => {
    const pale = (svg: string) => svg.split('opacity="0.2"').length - 1;
    expect(pale(mapToSvg(geometry, 'light'))).toBe(0);
    const all = mapToSvg(geometry, 'light', { overlay: { lit: new Set() } });
    const one = mapToSvg(geometry, 'light', { overlay: { lit: new Set([`host:${host?.id}`]) } });
    expect(pale(all) - pale(one)).toBe(1);
  });

  test('changes have a colour, a dash and a row in the legend; plates a sign', () => {
    const changes = new Map([[`edge:${edge?.id}`, 'removed' as const]]);
    const plates = [{ at: { x: 10, y: 10 }, text: '− old-host', change: 'removed' as const }];
    const svg = mapToSvg(geometry, 'light', { overlay: { changes, plates } });
    expect(elementNames(svg).filter((name) => !ELEMENTS.includes(name))).toEqual([]);
    for (const part of ['#8A3FA0', 'stroke-dasharray="2 3"', '− No longer seen', '− old-host'])
      expect(svg).toContain(part);
    expect(mapToSvg(geometry, 'light')).not.toContain('No longer seen');
  });

  test('hidden lines and chips are left out', () => {
    const [chip] = geometry.chips;
    const hidden = new Set([`edge:${edge?.id}`, `chip:${chip?.id}`]);
    const count = (svg: string, name: string) => elementNames(svg).filter((each) => each === name).length;
    const whole = mapToSvg(geometry, 'light');
    const less = mapToSvg(geometry, 'light', { hidden });
    expect(count(less, 'path')).toBeLessThan(count(whole, 'path'));
    expect(count(less, 'rect')).toBe(count(whole, 'rect') - 1);
  });
});
