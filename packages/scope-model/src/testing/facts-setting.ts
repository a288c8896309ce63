import { parseService } from '@scopemap/net';
import type { AddressBinding, AssetFact } from '../facts/asset-fact.ts';
import type { ContactFact } from '../facts/contact-fact.ts';
import type {
  ApprovalFact,
  ControlFact,
  RuleFact,
  RuleSetFact,
  RuleVerdictFact,
  SegmentationTestFact,
} from '../facts/control-fact.ts';
import type { BoundaryFact, CalendarEventFact, ExporterFact } from '../facts/coverage-fact.ts';
import type { PlaceRef, SegmentFact, SegmentSighting, ZoneFact } from '../facts/place.ts';
import { FACTS_VERSION, type ScopeFacts } from '../facts/scope-facts.ts';
import { defaultSettings } from '../facts/scope-settings.ts';
import type { TagFact, TagStatement, TagSubject } from '../facts/tag-fact.ts';

/** 2026-09-30T00:00:00Z, the end of the period of every setting. */
export const NOW = Date.UTC(2026, 8, 30);
export const DAY = 86_400_000;
const START = NOW - 40 * DAY;

/** A service as the facts write it. Throws RangeError for text that is not exactly one. */
export function service(text: string): { readonly protocol: number; readonly port: number | null } {
  const [only, ...more] = parseService(text) ?? [];
  if (!only || only.protocol === null || more.length > 0) throw new RangeError(`not a service: ${text}`);
  return { protocol: only.protocol, port: only.port };
}

/** `10.2.0.5 -> 10.1.0.1 1433/tcp` as a line that allows; `any` stands for anything on each of the three places. */
export function allow(source: string, destination: string, what: string, more: Partial<RuleFact> = {}): RuleFact {
  const prefixes = (text: string) => (text === 'any' ? null : [text.includes('/') ? text : hostPrefix(text)]);
  const pattern = what === 'any' ? null : service(what);
  return {
    id: `allow ${source} ${destination} ${what}`,
    line: '10',
    action: 'allow',
    source: prefixes(source),
    destination: prefixes(destination),
    protocol: pattern?.protocol ?? null,
    ports: pattern === null || pattern.port === null ? null : [[pattern.port, pattern.port]],
    uncertain: false,
    text: `permit ${what} ${source} ${destination}`,
    ...more,
  };
}

function hostPrefix(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`;
}

/** The rules of a control that denies what no line allows. */
export function ruleSet(id: string, rules: readonly RuleFact[], more: Partial<RuleSetFact> = {}): RuleSetFact {
  return { id, version: '1', pulledAt: NOW - DAY, defaultAction: 'deny', linesNotUnderstood: [], rules, ...more };
}

type Lists = {
  -readonly [K in keyof ScopeFacts]: ScopeFacts[K] extends readonly (infer T)[] ? T[] : ScopeFacts[K];
};

interface ControlOptions extends Partial<Omit<ControlFact, 'ruleSet'>> {
  /** Null: the rules are not known. Without it the control denies everything. */
  readonly allows?: readonly RuleFact[] | null;
  readonly rules?: Partial<RuleSetFact>;
}

/**
 * Facts of a small network in the making. Places, assets and contacts are named by their ids; each method returns the
 * setting, so that a network reads as one sentence. What is not given is what an orderly site has.
 */
export class FactsSetting {
  private readonly lists: Lists = {
    version: FACTS_VERSION,
    entity: { name: 'Example', kind: 'merchant' },
    period: { start: START, end: NOW },
    now: NOW,
    settings: defaultSettings('merchant'),
    zones: [],
    segments: [],
    assets: [],
    bindings: [],
    sightings: [],
    tags: [],
    thirdParties: [],
    controls: [],
    verdicts: [],
    segmentationTests: [],
    approvals: [],
    exporters: [],
    boundaries: [],
    calendar: [],
    contacts: [],
  };

  facts(): ScopeFacts {
    const copies = Object.entries(this.lists).map(([name, list]) => [name, Array.isArray(list) ? [...list] : list]);
    return Object.fromEntries(copies) as ScopeFacts;
  }

  /** A service provider: tests are good for six months. */
  serviceProvider(): this {
    this.lists.entity = { name: 'Example', kind: 'service-provider' };
    this.lists.settings = defaultSettings('service-provider');
    return this;
  }

  zone(id: string, ...prefixes: string[]): this {
    return this.put<ZoneFact>('zones', { id, name: id, prefixes });
  }

  segment(id: string, prefix: string, more: Partial<SegmentFact> = {}): this {
    return this.put<SegmentFact>('segments', {
      id,
      name: id,
      zone: null,
      prefixes: [prefix],
      vlan: null,
      wireless: false,
      ...more,
    });
  }

  /** A zone or a segment by its id. */
  place(id: string): PlaceRef {
    return { kind: this.lists.zones.some((zone) => zone.id === id) ? 'zone' : 'segment', id };
  }

  /** An asset that has had its addresses since ever. */
  asset(id: string, ...addresses: string[]): this {
    this.put<AssetFact>('assets', {
      id,
      name: id,
      firstSeen: START,
      lastSeen: NOW,
      knownBy: ['import'],
      inventory: null,
    });
    for (const address of addresses) this.bind(id, address, null, null);
    return this;
  }

  bind(asset: string, address: string, from: number | null, until: number | null): this {
    return this.put<AddressBinding>('bindings', { asset, address, from, until, basis: 'declared' });
  }

  sighting(asset: string, place: string, basis: string): this {
    return this.put<SegmentSighting>('sightings', {
      id: `sighting ${asset} ${place}`,
      asset,
      place: this.place(place),
      first: START + DAY,
      last: START + DAY,
      basis,
    });
  }

  /** A statement about an asset; or about a place or contact, when `kind` says so. Its id is `kind subject`. */
  tag(
    subject: string,
    statement: TagStatement,
    more: Partial<TagFact> = {},
    kind: TagSubject['kind'] = this.kindOf(subject),
  ): this {
    return this.put<TagFact>('tags', {
      id: `${statement.kind} ${subject}`,
      subject: { kind, id: subject },
      statement,
      author: 'j.doe',
      at: START - 100 * DAY,
      reason: 'Checked.',
      evidence: 'TICKET-1',
      until: null,
      ...more,
    });
  }

  /** Account data are stored, processed and transmitted there. */
  holdsAccountData(asset: string): this {
    return this.tag(asset, { kind: 'account-data', stores: true, processes: true, transmits: true });
  }

  /** A contact is a step of an account-data flow. */
  carriesAccountData(contact: string, flow: string, step: number): this {
    const details = { stages: [], channels: [], encryption: null, elements: [] };
    return this.tag(contact, { kind: 'carries-account-data', flow, step, ...details }, {}, 'contact');
  }

  /** A control of the given pairs, both ways, that has not changed for a long time and denies what it does not allow. */
  control(id: string, pairs: readonly (readonly [string, string])[], options: ControlOptions = {}): this {
    const { allows = [], rules, ...more } = options;
    return this.put<ControlFact>('controls', {
      id,
      name: id,
      asset: null,
      separates: pairs.map(([a, b]) => [this.place(a), this.place(b)]),
      description: null,
      ruleSet: allows === null ? null : ruleSet(`rules ${id}`, allows, rules),
      changedAt: START - 200 * DAY,
      ...more,
    });
  }

  /** A test passed a month ago by somebody independent. */
  tested(from: string, to: string, more: Partial<SegmentationTestFact> = {}): this {
    return this.put<SegmentationTestFact>('segmentationTests', {
      id: `test ${from} ${to}`,
      from: this.place(from),
      to: this.place(to),
      at: NOW - 30 * DAY,
      result: 'passed',
      tester: 'Tester Inc',
      independent: true,
      evidence: 'report.pdf',
      ...more,
    });
  }

  /** An exporter without a fault, and the boundary that it sees. */
  watched(a: string, b: string, boundary: Partial<BoundaryFact> = {}, exporter: Partial<ExporterFact> = {}): this {
    const id = `exporter ${a} ${b}`;
    this.put<ExporterFact>('exporters', {
      id,
      name: id,
      address: '192.0.2.1',
      sampling: 'none',
      samplingInterval: null,
      uptime: 1,
      sequenceLoss: 0,
      undecodable: 0,
      skewSeconds: 0,
      ...exporter,
    });
    return this.put<BoundaryFact>('boundaries', {
      id: `boundary ${a} ${b}`,
      between: [this.place(a), this.place(b)],
      exporters: [id],
      everyPath: true,
      directions: 'both',
      ...boundary,
    });
  }

  calendarEvent(name: string, ...occurrences: number[]): this {
    return this.put<CalendarEventFact>('calendar', { id: name, name, occurrences });
  }

  /** Somebody looked at the place, found no account data, and said why it may stay out of scope. */
  statedClean(place: string): this {
    return this.tag(place, { kind: 'no-account-data' }).tag(place, {
      kind: 'out-of-scope-justified',
      approvedBy: 'CISO',
    });
  }

  /** Everything that R8 asks of a place: statements, and for every CDE place a control, a test and full coverage. */
  isolated(place: string, ...fromCdePlaces: string[]): this {
    this.statedClean(place);
    for (const cde of fromCdePlaces) {
      this.control(`control ${place} ${cde}`, [[place, cde]])
        .tested(place, cde)
        .watched(place, cde);
    }
    return this;
  }

  /** `what` is `1433/tcp`. Established, from client to server, in the middle of the period, unless more is given. */
  contact(from: string, to: string, what: string, more: Partial<ContactFact> = {}): this {
    const { protocol, port } = service(what);
    return this.put<ContactFact>('contacts', {
      id: `${from} > ${to} ${what}`,
      from,
      to,
      directed: true,
      method: 'tcp-flags',
      confidence: 'high',
      protocol,
      port,
      state: 'established',
      scanner: false,
      first: START + 10 * DAY,
      last: START + 20 * DAY,
      flows: 3,
      observers: [],
      ...more,
    });
  }

  verdict(contact: string, control: string, verdict: RuleVerdictFact['verdict'], line: string | null = null): this {
    return this.put<RuleVerdictFact>('verdicts', { contact, control, verdict, line });
  }

  approval(from: string, to: string, what: string, more: Partial<ApprovalFact> = {}): this {
    return this.put<ApprovalFact>('approvals', {
      id: `approval ${from} ${to} ${what}`,
      from: this.place(from),
      to: this.place(to),
      ...service(what),
      need: 'Needed.',
      approvedBy: 'CISO',
      until: null,
      ...more,
    });
  }

  thirdParty(id: string): this {
    this.lists.thirdParties.push({ id, name: id, service: null, attestation: null });
    return this;
  }

  private kindOf(id: string): TagSubject['kind'] {
    if (this.lists.zones.some((zone) => zone.id === id)) return 'zone';
    if (this.lists.segments.some((segment) => segment.id === id)) return 'segment';
    return this.lists.contacts.some((contact) => contact.id === id) ? 'contact' : 'asset';
  }

  private put<T>(list: keyof Lists, fact: T): this {
    (this.lists[list] as unknown as T[]).push(fact);
    return this;
  }
}

export function network(): FactsSetting {
  return new FactsSetting();
}
