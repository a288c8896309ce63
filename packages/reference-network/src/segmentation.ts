import { approvals } from './approvals.ts';
import { zones } from './zones.ts';

/** A stateful device with default deny between zones. */
export interface SegmentationControl {
  /** Host name of the device. */
  readonly host: string;
  readonly separates: readonly (readonly [string, string])[];
}

/** One line of a control's rule list, in order; the last one denies everything. */
export interface ReferenceRule {
  readonly control: string;
  readonly line: number;
  readonly action: 'permit' | 'deny';
  readonly sourceZone: string | null;
  readonly targetZone: string | null;
  /** Prefixes; null: any. */
  readonly source: readonly string[] | null;
  readonly destination: readonly string[] | null;
  /** Null: any. */
  readonly protocol: number | null;
  readonly port: number | null;
  readonly remark: string;
}

/** A test that one zone cannot reach another (11.4.5). A retailer's test is good for twelve months. */
export interface SegmentationTest {
  readonly fromZone: string;
  readonly toZone: string;
  readonly daysBeforeEnd: number;
  readonly result: 'passed' | 'failed';
  readonly tester: string;
  readonly independent: boolean;
}

/** What people state about a zone: nothing of the card data is there, and why it may stay out of scope (12.5.2). */
export interface ZoneStatement {
  readonly zone: string;
  readonly noAccountData: true;
  readonly justification: string;
  readonly approvedBy: string;
  readonly validUntilDaysAfterEnd: number;
}

const CDE_ZONES = zones.filter(({ claim }) => claim === 'cde').map(({ name }) => name);
const OTHER_ZONES = zones.filter(({ claim }) => claim !== 'cde').map(({ name }) => name);
const SERVER_ROOM = ['Payment application', 'Card vault'];
const GUESTS = 'Guest Wi-Fi';
/** Everything of the company's own that guests are kept from, beside the CDE. */
const INSIDE = zones
  .filter(({ name, claim }) => name !== GUESTS && claim !== 'cde' && claim !== 'external')
  .map(({ name }) => name);

export const segmentationControls: readonly SegmentationControl[] = [
  {
    host: 'cde-fw-1',
    separates: [
      ...SERVER_ROOM.flatMap((cde) => OTHER_ZONES.map((other): [string, string] => [cde, other])),
      ...SERVER_ROOM.map((cde): [string, string] => [cde, 'Store POS']),
      ...INSIDE.map((inside): [string, string] => [GUESTS, inside]),
    ],
  },
  { host: 'store-rtr-1', separates: OTHER_ZONES.map((other): [string, string] => ['Store POS', other]) },
];

function prefixesOf(name: string): readonly string[] {
  return zones.find((zone) => zone.name === name)?.prefixes ?? [];
}

function rulesOf({ host: control, separates }: SegmentationControl): ReferenceRule[] {
  const covers = (a: string, b: string) => separates.some(([x, y]) => (x === a && y === b) || (x === b && y === a));
  const permits = approvals
    .filter(({ sourceZone, targetZone }) => covers(sourceZone, targetZone))
    .map(({ sourceZone, targetZone, protocol, port, businessNeed }) => ({
      sourceZone,
      targetZone,
      protocol,
      port,
      remark: businessNeed,
    }));
  const leftover =
    control === 'cde-fw-1'
      ? [
          {
            sourceZone: 'Development & test',
            targetZone: 'Payment application',
            protocol: null,
            port: null,
            remark: 'Temporary for the migration.',
          },
        ]
      : [];
  const lines = [...permits, ...leftover].map(
    (permit, i): ReferenceRule => ({
      control,
      line: (i + 1) * 10,
      action: 'permit',
      source: prefixesOf(permit.sourceZone),
      destination: prefixesOf(permit.targetZone),
      ...permit,
    }),
  );
  const last = (lines.length + 1) * 10;
  const denial = { sourceZone: null, targetZone: null, source: null, destination: null, protocol: null, port: null };
  return [...lines, { control, line: last, action: 'deny', ...denial, remark: 'Default.' }];
}

/** Rules of the controls around the CDE: what is approved, the leftover that permits everything from development, and a default deny. */
export const rules: readonly ReferenceRule[] = segmentationControls.flatMap(rulesOf);

function tested(fromZone: string, daysBeforeEnd: number, toZones: readonly string[]): SegmentationTest[] {
  return toZones.map((toZone) => ({
    fromZone,
    toZone,
    daysBeforeEnd,
    result: 'passed',
    tester: 'Fjordlight Assurance',
    independent: true,
  }));
}

/**
 * Guests were tested two months ago, against everything inside: the leftover rule makes development a part of the CDE, and
 * a test against the server room alone would leave that way open. The desks were tested fourteen months ago, nobody else.
 */
export const segmentationTests: readonly SegmentationTest[] = [
  ...tested(GUESTS, 61, [...CDE_ZONES, ...INSIDE]),
  ...tested('Corporate workstations', 427, CDE_ZONES),
];

export const zoneStatements: readonly ZoneStatement[] = [
  {
    zone: 'Guest Wi-Fi',
    noAccountData: true,
    justification: 'Visitors reach the Internet only; no system of the company stands there.',
    approvedBy: 'M. Okafor, head of information security',
    validUntilDaysAfterEnd: 200,
  },
  {
    zone: 'Corporate workstations',
    noAccountData: true,
    justification: 'Office work; card data are searched for every quarter.',
    approvedBy: 'M. Okafor, head of information security',
    validUntilDaysAfterEnd: 200,
  },
];
