import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  INITIAL_VIEW,
  isNarrowed,
  readViewState,
  selectBundles,
  selectedBundles,
  toFilter,
  type ViewState,
  writeViewState,
} from './view-state.ts';

describe('readViewState', () => {
  it.each<[string, Partial<ViewState>]>([
    ['', {}],
    ['?from=2026-09-01&to=2026-09-30', { from: '2026-09-01', to: '2026-09-30' }],
    ['?from=yesterday', {}],
    ['?q=cat%3Acde+-svc%3Adns&zone=7', { query: 'cat:cde -svc:dns', zone: '7' }],
    ['?host=10.1.0.0%2F16&service=443%2Ftcp', { query: '10.1.0.0/16 svc:443/tcp' }],
    ['?status=unreviewed,violation', { statuses: ['violation', 'unreviewed'] }],
    ['?status=secret', {}],
    ['?level=zones&infra=hide&approved=hide', { level: 'zones', infrastructure: false, exceptionsOnly: true }],
    ['?level=galaxies', {}],
    ['?sel=host:12', { selection: { kind: 'host', id: '12' } }],
    ['?sel=bundle:a%3Eb%3E443%2Ftcp', { selection: { kind: 'bundle', id: 'a>b>443/tcp' } }],
    ['?sel=host:12&why=1', { selection: { kind: 'host', id: '12' }, why: true }],
    ['?sel=planet:9', {}],
    ['?unknown=1', {}],
  ])('reads %s', (search, expected) => {
    expect(readViewState(search)).toEqual({ ...INITIAL_VIEW, ...expected });
  });
});

describe('writeViewState', () => {
  it('is empty for the initial view', () => {
    expect(writeViewState(INITIAL_VIEW)).toBe('');
  });

  const text = fc.string({ unit: 'grapheme', maxLength: 12 }).map((value) => value.trim());
  const day = fc.constantFrom(null, '2026-09-01', '2027-01-31');
  const view = fc.record<ViewState>({
    from: day,
    to: day,
    query: text,
    zone: fc.constantFrom('', 'none', '12'),
    statuses: fc.constantFrom([], ['violation'], ['violation', 'unreviewed'], ['approved', 'ordinary']),
    level: fc.constantFrom('hosts', 'zones'),
    infrastructure: fc.boolean(),
    exceptionsOnly: fc.boolean(),
    why: fc.boolean(),
    viewport: fc.constantFrom(null, { zoom: 1.25, x: 800, y: -40 }),
    compare: fc.constantFrom(null, { kind: 'days', from: '2026-08-01', to: '2026-08-31' } as const),
    selection: fc.option(
      fc.record({ kind: fc.constantFrom('host', 'zone', 'bundle'), id: fc.string({ minLength: 1 }) }),
    ),
  });

  it('reads back as it was written', () => {
    fc.assert(
      fc.property(view, (value) => {
        expect(readViewState(writeViewState(value))).toEqual(value);
      }),
    );
  });
});

describe('toFilter', () => {
  it('asks for nothing in the initial view', () => {
    expect(toFilter(INITIAL_VIEW)).toEqual({});
    expect(isNarrowed(INITIAL_VIEW)).toBe(false);
  });

  it('leaves out what only directs the picture', () => {
    const view: ViewState = {
      ...INITIAL_VIEW,
      level: 'zones',
      exceptionsOnly: true,
      selection: { kind: 'host', id: '1' },
    };
    expect(isNarrowed(view)).toBe(false);
  });

  it('names every filter as the contract does', () => {
    const view: ViewState = {
      ...INITIAL_VIEW,
      from: '2026-09-01',
      query: ' host:web ',
      zone: 'none',
      statuses: ['violation', 'unreviewed'],
    };
    expect(toFilter(view)).toEqual({ from: '2026-09-01', q: 'host:web', zone: 'none', status: 'violation,unreviewed' });
  });
});

describe('selectBundles', () => {
  it('keeps the bundles of a merged line', () => {
    const ids = ['zone-1>zone-2|443-6|approved', 'zone-1~unassigned-10.2.0.0/24|undecided-6|unreviewed'];
    expect(selectedBundles(selectBundles(ids))).toEqual(ids);
    expect(selectedBundles({ kind: 'host', id: '1' })).toEqual([]);
    expect(selectedBundles(null)).toEqual([]);
  });
});
