import {
  CONTACT_STATES,
  type ContactColumns,
  type ControlFact,
  defaultSettings,
  FACTS_VERSION,
  type NetworkFacts,
  type PlaceRef,
  type RuleFact,
  type TagFact,
} from '@scopemap/scope-model';

/** Places, of which two hold account data, and contacts per asset. */
const SEGMENTS = 50;
const CDE_SEGMENTS = 2;
const CONTACTS_PER_ASSET = 20;
const RULES_PER_CONTROL = 40;

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 8, 30);
const START = NOW - 40 * DAY;
const SERVICES = [443, 80, 53, 88, 389, 25, 123, 514, 8080, 636];
/** One contact in so many is of a kind by which systems are administered. */
const ADMINISTRATIVE = 500;

export interface MadeUpNetwork {
  readonly facts: NetworkFacts;
  readonly contacts: ContactColumns;
}

/** A small generator with a fixed seed: every run takes the same network. */
function randomNumbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

const place = (segment: number): PlaceRef => ({ kind: 'segment', id: `segment-${segment}` });
const assetId = (asset: number): string => `asset-${asset}`;

/** Segment n has the prefix 10.(4 n).0.0/14; assets are dealt to the segments in turn. */
function addressOf(asset: number): string {
  const [segment, number] = [asset % SEGMENTS, Math.floor(asset / SEGMENTS) + 1];
  return `10.${segment * 4 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
}

/**
 * Two segments with account data and 48 around them, each behind a control of its own with specific rules, tested, watched and
 * justified: the work of every rule has to be done. One contact in a hundred reaches into the CDE from a segment that may.
 */
export function madeUpNetwork(assets: number): MadeUpNetwork {
  const segments = Array.from({ length: SEGMENTS }, (_, n) => n);
  const outside = segments.slice(CDE_SEGMENTS);
  const cde = segments.slice(0, CDE_SEGMENTS);
  const facts: NetworkFacts = {
    version: FACTS_VERSION,
    entity: { name: 'Bench', kind: 'merchant' },
    period: { start: START, end: NOW },
    now: NOW,
    settings: defaultSettings('merchant'),
    zones: [],
    segments: segments.map((n) => ({
      id: `segment-${n}`,
      name: `Segment ${n}`,
      zone: null,
      prefixes: [`10.${n * 4}.0.0/14`],
      vlan: null,
      wireless: false,
    })),
    assets: Array.from({ length: assets }, (_, n) => ({
      id: assetId(n),
      name: null,
      firstSeen: START,
      lastSeen: NOW,
      knownBy: ['flow'],
      inventory: null,
    })),
    bindings: Array.from({ length: assets }, (_, n) => ({
      asset: assetId(n),
      address: addressOf(n),
      from: null,
      until: null,
      basis: 'declared',
    })),
    sightings: [],
    tags: tagsOf(assets, outside),
    thirdParties: [],
    controls: outside.map((n) => controlOf(n, cde)),
    verdicts: [],
    segmentationTests: outside.flatMap((n) =>
      cde.map((to) => ({
        id: `test-${n}-${to}`,
        from: place(n),
        to: place(to),
        at: NOW - 30 * DAY,
        result: 'passed' as const,
        tester: 'Tester',
        independent: true,
        evidence: null,
      })),
    ),
    approvals: [],
    exporters: outside.map((n) => ({
      id: `exporter-${n}`,
      name: `exporter-${n}`,
      address: '192.0.2.1',
      sampling: 'none' as const,
      samplingInterval: null,
      uptime: 1,
      sequenceLoss: 0,
      undecodable: 0,
      skewSeconds: 0,
    })),
    boundaries: outside.flatMap((n) =>
      cde.map((to) => ({
        id: `boundary-${n}-${to}`,
        between: [place(n), place(to)] as const,
        exporters: [`exporter-${n}`],
        everyPath: true,
        directions: 'both' as const,
      })),
    ),
    calendar: [],
  };
  return { facts, contacts: contactsOf(assets) };
}

function tagsOf(assets: number, outside: readonly number[]): TagFact[] {
  const says = (id: string, subject: TagFact['subject'], statement: TagFact['statement']): TagFact => ({
    id,
    subject,
    statement,
    author: 'bench',
    at: START,
    reason: 'bench',
    evidence: null,
    until: null,
  });
  const tags = outside.flatMap((n) => [
    says(`clean-${n}`, place(n), { kind: 'no-account-data' }),
    says(`justified-${n}`, place(n), { kind: 'out-of-scope-justified', approvedBy: 'bench' }),
  ]);
  const account = { kind: 'account-data', stores: true, processes: true, transmits: true } as const;
  for (let n = 0; n < assets; n += SEGMENTS)
    tags.push(says(`account-${n}`, { kind: 'asset', id: assetId(n) }, account));
  for (const [i, role] of (['directory', 'dns', 'ntp', 'log', 'jump', 'backup'] as const).entries())
    tags.push(says(`role-${role}`, { kind: 'asset', id: assetId(CDE_SEGMENTS + i) }, { kind: 'role', role }));
  return tags;
}

function controlOf(segment: number, cde: readonly number[]): ControlFact {
  const rules = Array.from(
    { length: RULES_PER_CONTROL },
    (_, i): RuleFact => ({
      id: `rule-${segment}-${i}`,
      line: String(i + 1),
      action: 'allow',
      source: [`10.${segment * 4}.0.${i + 1}/32`],
      destination: [`10.${(i % cde.length) * 4}.0.1/32`],
      protocol: 6,
      ports: [[443, 443]],
      uncertain: false,
      text: '',
    }),
  );
  return {
    id: `control-${segment}`,
    name: `control-${segment}`,
    asset: null,
    separates: cde.map((to) => [place(segment), place(to)] as const),
    description: null,
    ruleSet: {
      id: `rules-${segment}`,
      version: '1',
      pulledAt: NOW - 100 * DAY,
      defaultAction: 'deny',
      linesNotUnderstood: [],
      rules,
    },
    changedAt: NOW - 200 * DAY,
  };
}

/** One asset in fifty is a server that the others use; one contact in a hundred ends in the CDE. */
function contactsOf(assets: number): ContactColumns {
  const count = assets * CONTACTS_PER_ASSET;
  const random = randomNumbers(assets);
  const columns = {
    from: new Int32Array(count),
    to: new Int32Array(count),
    protocol: new Uint8Array(count).fill(6),
    port: new Int32Array(count),
    state: new Uint8Array(count).fill(CONTACT_STATES.indexOf('established')),
    directed: new Uint8Array(count).fill(1),
    scanner: new Uint8Array(count),
    first: new Float64Array(count).fill(START + DAY),
    last: new Float64Array(count).fill(NOW - DAY),
  };
  for (let row = 0; row < count; row++) {
    const from = Math.floor(row / CONTACTS_PER_ASSET);
    const toCde = from % SEGMENTS < SEGMENTS / 2 && random(100) === 0;
    const number = random(Math.ceil(assets / SEGMENTS));
    const segment = toCde ? random(CDE_SEGMENTS) : CDE_SEGMENTS + random(SEGMENTS - CDE_SEGMENTS);
    columns.from[row] = from;
    columns.to[row] = Math.min(assets - 1, number * SEGMENTS + segment);
    columns.port[row] = random(ADMINISTRATIVE) === 0 ? 22 : (SERVICES[random(SERVICES.length)] as number);
  }
  const ends = Array.from({ length: assets }, (_, n) => assetId(n));
  return { ...columns, count, ends, id: (row) => `contact-${row}` };
}
