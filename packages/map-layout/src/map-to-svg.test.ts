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
