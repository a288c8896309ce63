import type { ReferenceExporter } from './reference-exporter.ts';
import { MULTICAST, UNZONED } from './reference-zone.ts';

const CDE = ['Payment application', 'Card vault'];
const STORES = ['Store POS', 'Store gateways'];
const OUTSIDE = ['Third parties', 'Internet'];
const OFFICE = [
  'Corporate workstations',
  'Corporate servers',
  'Voice',
  'Showroom',
  'Development & test',
  'Guest Wi-Fi',
];
const GUARDS = ['Security & management', 'Network devices', 'Virtualisation'];

/** Every unordered pair of one name of `left` with one of `right`, without pairs of a zone with itself. */
function pairs(left: readonly string[], right: readonly string[]): (readonly [string, string])[] {
  const seen = new Set<string>();
  const result: (readonly [string, string])[] = [];
  for (const a of left)
    for (const b of right) {
      const key = a < b ? `${a}|${b}` : `${b}|${a}`;
      if (a === b || seen.has(key)) continue;
      seen.add(key);
      result.push([a, b]);
    }
  return result;
}

const INSIDE = [...CDE, 'DMZ', ...GUARDS, ...OFFICE];

/**
 * Three export versions, six devices. What passes between the CDE and the rest is seen twice (core-sw-1 and cde-fw-1, or
 * store-rtr-1 and cde-fw-1), and traffic inside the two CDE zones only by the virtual switch. Nobody sees what stays
 * inside an office zone.
 */
export const exporters: readonly ReferenceExporter[] = [
  {
    name: 'core-sw-1',
    address: '10.40.1.1',
    version: 9,
    domain: 1,
    sees: [
      ...pairs(INSIDE, INSIDE),
      ['Security & management', 'Security & management'],
      ['Corporate servers', UNZONED],
      ['Corporate workstations', MULTICAST],
      ['Network devices', MULTICAST],
    ],
    sampling: null,
  },
  {
    name: 'cde-fw-1',
    address: '10.40.1.2',
    version: 10,
    domain: 256,
    sees: pairs(CDE, ['DMZ', ...STORES, ...GUARDS, ...OFFICE, ...OUTSIDE]),
    sampling: null,
  },
  {
    name: 'vds-1',
    address: '10.40.1.3',
    version: 10,
    domain: 7,
    sees: [
      ['Payment application', 'Payment application'],
      ['Card vault', 'Card vault'],
      ['Payment application', 'Card vault'],
      ['Virtualisation', 'Virtualisation'],
    ],
    sampling: null,
  },
  {
    name: 'store-rtr-1',
    address: '10.40.1.4',
    version: 5,
    domain: 1,
    sees: [
      ...pairs(STORES, [...STORES, ...CDE, ...GUARDS, 'DMZ', ...OFFICE, ...OUTSIDE]),
      ['Store gateways', MULTICAST],
    ],
    sampling: null,
  },
  {
    name: 'edge-fw-1',
    address: '10.40.1.5',
    version: 10,
    domain: 512,
    sees: pairs([...CDE, 'DMZ', 'Security & management', ...OFFICE], OUTSIDE),
    sampling: null,
  },
  {
    name: 'border-rtr-1',
    address: '10.40.1.6',
    version: 5,
    domain: 257,
    sees: [
      ['Perimeter', 'Internet'],
      ['Perimeter', 'Third parties'],
    ],
    sampling: null,
  },
];

/** Inside zones whose traffic to the outside gets the address of `edge-nat`. The DMZ's own outside addresses do not. */
export const translatedZones: ReadonlySet<string> = new Set([...CDE, 'DMZ', 'Security & management', ...OFFICE]);
