import { GLYPHS, type Glyph, LANES } from '@scopemap/map-layout';
import { REVIEW_STATUSES } from '@scopemap/scope-model';
import type { Css, StylesheetJsonBlock } from 'cytoscape';
import { statusColor, type Tokens } from './read-tokens.ts';

const FONT = 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

const SHAPE: Readonly<Record<Glyph, Css.NodeShape>> = {
  cde: 'round-rectangle',
  connected: 'ellipse',
  security: 'hexagon',
  'out-of-scope': 'ellipse',
  external: 'triangle',
  undetermined: 'diamond',
};

/** Drawing order: lanes, boundary, quiet lines, boxes, hosts, chips, exceptions on top. */
const Z = {
  lane: 0,
  boundary: 2,
  line: 5,
  zone: 10,
  host: 14,
  connector: 16,
  chip: 20,
  unreviewed: 25,
  violation: 26,
  label: 27,
  step: 30,
};

const CHANGES = [
  { change: 'added', color: 'added', line: 'solid', label: '+ new' },
  { change: 'removed', color: 'removed', line: 'dotted', label: '− no longer seen' },
  { change: 'changed', color: 'accent', line: 'dashed', label: '± other hosts' },
] as const;

/** The stylesheet of the map in the colours of one scheme. Every difference of colour is also one of shape, letter, dash or width. */
export function graphStyle(tokens: Tokens): StylesheetJsonBlock[] {
  return [
    ...baseStyle(tokens),
    ...zoneStyle(tokens),
    ...hostStyle(tokens),
    ...lineStyle(tokens),
    ...chipStyle(tokens),
    ...stateStyle(tokens),
  ];
}

function baseStyle(tokens: Tokens): StylesheetJsonBlock[] {
  return [
    {
      selector: 'node',
      style: {
        'font-family': FONT,
        'font-size': 11,
        'min-zoomed-font-size': 4.5,
        color: tokens.text,
        label: '',
        'text-valign': 'center',
        'text-halign': 'center',
        'z-index-compare': 'manual',
        'overlay-opacity': 0,
        'border-width': 0,
        width: 1,
        height: 1,
      },
    },
    { selector: 'node[width]', style: { width: 'data(width)', height: 'data(height)' } },
    { selector: 'node[label]', style: { label: 'data(label)' } },
    { selector: 'node[size]', style: { 'font-size': 'data(size)' } },
    { selector: '.text', style: { 'background-opacity': 0, 'z-index': Z.zone + 1, 'text-events': 'yes' } },
    { selector: '.start', style: { 'text-halign': 'right' } },
    { selector: '.end', style: { 'text-halign': 'left' } },
    { selector: '.bold', style: { 'font-weight': 600 } },
    { selector: '.muted', style: { color: tokens.muted } },
    { selector: '.turned', style: { 'text-rotation': -Math.PI / 2 } },
    { selector: '.tip', style: { 'background-opacity': 0, events: 'no' } },
    {
      selector: '.lane',
      style: { shape: 'rectangle', 'z-index': Z.lane, events: 'no' },
    },
    ...LANES.map((lane) => ({ selector: `.lane-${lane}`, style: { 'background-color': tokens[`lane-${lane}`] } })),
    { selector: '.boundary-text', style: { color: tokens.cde } },
    {
      selector: '.boundary',
      style: {
        'curve-style': 'straight',
        'line-color': tokens.cde,
        'line-style': 'dashed',
        'line-dash-pattern': [7, 5],
        width: 2,
        'z-index-compare': 'manual',
        'z-index': Z.boundary,
        events: 'no',
      },
    },
  ];
}

function zoneStyle(tokens: Tokens): StylesheetJsonBlock[] {
  return [
    {
      selector: '.zone',
      style: {
        shape: 'round-rectangle',
        'corner-radius': '7',
        'background-color': tokens.surface,
        'border-width': 1.6,
        'border-position': 'inside',
        'z-index': Z.zone,
      },
    },
    { selector: '.zone.glyph-cde', style: { 'border-width': 2.4 } },
    { selector: '.zone.dashed', style: { 'border-style': 'dashed' } },
    ...GLYPHS.map((glyph) => ({ selector: `.zone.glyph-${glyph}`, style: { 'border-color': tokens[glyph] } })),
    {
      selector: '.badge',
      style: { 'z-index': Z.zone + 2, 'font-size': 8.5, 'font-weight': 'bold', color: tokens.surface },
    },
    { selector: '.badge.glyph-external', style: { 'text-margin-y': 2, 'font-size': 7 } },
    ...GLYPHS.map((glyph) => ({
      selector: `.badge.glyph-${glyph}`,
      style: { shape: SHAPE[glyph], 'background-color': tokens[glyph] },
    })),
    {
      selector: '.ghost',
      style: {
        shape: 'ellipse',
        'background-opacity': 0,
        'border-width': 1,
        'border-style': 'dotted',
        'border-color': tokens.muted,
        'z-index': Z.host,
      },
    },
  ];
}

function hostStyle(tokens: Tokens): StylesheetJsonBlock[] {
  return [
    { selector: '.host', style: { 'z-index': Z.host, 'text-halign': 'right', 'text-events': 'yes' } },
    { selector: '.host[gap]', style: { 'text-margin-x': 'data(gap)' as unknown as number } },
    ...GLYPHS.map((glyph) => ({
      selector: `.host.glyph-${glyph}`,
      style: { shape: SHAPE[glyph], 'background-color': tokens[glyph] },
    })),
    { selector: '.host.glyph-cde', style: { 'corner-radius': '1.5' } },
    {
      selector: '.host.glyph-out-of-scope',
      style: {
        'background-color': tokens.surface,
        'border-color': tokens['out-of-scope'],
        'border-width': 1.4,
        'border-position': 'inside',
      },
    },
    { selector: '.host.glyph-out-of-scope.server', style: { 'border-width': 2.8 } },
    ...(['unreviewed', 'violation'] as const).flatMap((status) => [
      {
        selector: `.host.${status}`,
        style: {
          'border-width': 2,
          'border-color': tokens[status],
          'border-position': 'outside' as const,
          color: tokens[status],
        },
      },
      { selector: `.strip.${status}`, style: { color: tokens[status] } },
    ]),
  ];
}

function lineStyle(tokens: Tokens): StylesheetJsonBlock[] {
  return [
    {
      selector: '.line',
      style: {
        'curve-style': 'straight',
        'source-endpoint': '0px 0px',
        'target-endpoint': '0px 0px',
        width: 'data(width)',
        'line-opacity': 0.6,
        'z-index-compare': 'manual',
        'z-index': Z.line,
        'overlay-opacity': 0,
        'arrow-scale': 0.8,
      },
    },
    {
      selector: '.line.bent',
      style: {
        'curve-style': 'round-segments',
        'edge-distances': 'endpoints',
        'segment-weights': 'data(weights)',
        'segment-distances': 'data(distances)',
        'segment-radii': 9,
        'radius-type': 'arc-radius',
      } as unknown as Css.Edge,
    },
    { selector: '.line.directed', style: { 'target-arrow-shape': 'triangle' } },
    ...REVIEW_STATUSES.flatMap((status) => {
      const color = statusColor(tokens, status);
      return [
        { selector: `.line.${status}`, style: { 'line-color': color, 'target-arrow-color': color } },
        { selector: `.tail.${status}`, style: { 'background-color': color } },
      ];
    }),
    { selector: '.tail', style: { shape: 'ellipse', width: 5, height: 5, 'z-index': Z.chip } },
    { selector: '.line.infrastructure', style: { 'line-opacity': 0.5 } },
    { selector: '.line.unreviewed', style: { 'line-opacity': 1, 'z-index': Z.unreviewed, 'arrow-scale': 0.9 } },
    { selector: '.line.violation', style: { 'line-opacity': 1, 'z-index': Z.violation, 'arrow-scale': 0.85 } },
    {
      selector: '.line.violation',
      style: { 'line-outline-width': 1.5, 'line-outline-color': tokens.canvas } as Css.Edge,
    },
    { selector: '.line.dashed', style: { 'line-style': 'dashed', 'line-dash-pattern': [7, 4] } },
    {
      selector: '.edge-label',
      style: {
        shape: 'round-rectangle',
        'background-color': tokens.canvas,
        'background-opacity': 0.92,
        'font-weight': 'bold',
        'z-index': Z.label,
      },
    },
    { selector: '.edge-label.unreviewed', style: { color: tokens.unreviewed } },
    { selector: '.edge-label.violation', style: { color: tokens.violation } },
    {
      selector: '.connector',
      style: {
        'curve-style': 'straight',
        'source-endpoint': 'inside-to-node',
        'target-endpoint': 'inside-to-node',
        width: 1.2,
        'line-color': tokens.accent,
        'z-index-compare': 'manual',
        'z-index': Z.connector,
        events: 'no',
      },
    },
    ...(['unreviewed', 'violation'] as const).map((status) => ({
      selector: `.connector.${status}`,
      style: { 'line-color': tokens[status] },
    })),
    { selector: '.connector.unreviewed', style: { 'line-style': 'dashed' } },
  ];
}

function chipStyle(tokens: Tokens): StylesheetJsonBlock[] {
  return [
    {
      selector: '.chip',
      style: {
        shape: 'round-rectangle',
        'corner-radius': '4',
        'background-color': tokens['approved-plate'],
        'border-width': 1,
        'border-color': tokens.approved,
        'border-position': 'inside',
        'z-index': Z.chip,
      },
    },
    ...(['unreviewed', 'violation'] as const).map((status) => ({
      selector: `.chip.${status}`,
      style: {
        'background-color': tokens[`${status}-plate`],
        'border-color': tokens[status],
        'border-width': status === 'violation' ? 2 : 1.6,
        'font-weight': 'bold' as const,
        'z-index': Z.label,
      },
    })),
    { selector: '.chip.unreviewed', style: { 'border-style': 'dashed' } },
  ];
}

function stateStyle(tokens: Tokens): StylesheetJsonBlock[] {
  return [
    { selector: '.dim', style: { opacity: 0.2 } },
    { selector: '.zone.dim', style: { opacity: 1, 'border-opacity': 0.3 } },
    { selector: '.hidden', style: { display: 'none' } },
    {
      selector: '.ring',
      style: { 'outline-width': 2.5, 'outline-color': tokens.accent, 'outline-offset': 2 } as Css.Node,
    },
    {
      selector: '.host.ring',
      style: {
        label: 'data(name)',
        'font-weight': 'bold',
        'text-background-color': tokens.surface,
        'text-background-opacity': 0.9,
        'text-background-padding': '2',
        'z-index': Z.label,
      },
    },
    { selector: '.host.ring[^gap]', style: { 'text-margin-x': 5 } },
    {
      selector: '.plate',
      style: {
        'background-opacity': 0,
        'font-size': 12,
        'font-weight': 600,
        'text-halign': 'right',
        'text-margin-x': 5,
        'text-background-color': tokens.surface,
        'text-background-opacity': 1,
        'text-background-padding': '2.5',
        'text-background-shape': 'roundrectangle',
        'text-border-width': 1.5,
        'text-border-color': tokens.accent,
        'text-border-opacity': 1,
        'z-index': Z.step,
        events: 'no',
      },
    },
    ...changeStyle(tokens),
  ];
}

/** What became of something between two periods: colour, sign, and the kind of line. */
function changeStyle(tokens: Tokens): StylesheetJsonBlock[] {
  return CHANGES.flatMap(({ change, color, line, label }) => {
    const paint = tokens[color];
    return [
      {
        selector: `.line.${change}`,
        style: {
          'line-color': paint,
          'target-arrow-color': paint,
          'line-opacity': 1,
          'line-style': line,
          width: 3.5,
          'z-index': Z.violation,
          label,
          'font-family': FONT,
          'font-size': 10.5,
          'font-weight': 600,
          color: paint,
          'text-background-color': tokens.canvas,
          'text-background-opacity': 0.92,
          'text-background-padding': '2',
        },
      },
      { selector: `.tail.${change}`, style: { 'background-color': paint } },
      { selector: `.chip.${change}`, style: { 'border-color': paint, 'border-width': 2, 'border-style': line } },
      {
        selector: `.host.${change}`,
        style: { 'outline-width': 2.5, 'outline-color': paint, 'outline-offset': 1, 'outline-style': line } as Css.Node,
      },
      { selector: `.plate.${change}`, style: { color: paint, 'text-border-color': paint, 'text-border-style': line } },
    ];
  });
}
