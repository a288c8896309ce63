import { createHmac } from 'node:crypto';
import type {
  AddressBinding,
  AssetFact,
  ControlFact,
  PlaceRef,
  RuleFact,
  ScopeFacts,
  TagFact,
  TagStatement,
  TagSubject,
} from '@scopemap/scope-model';
import { AddressPseudonyms } from './address-pseudonyms.ts';
import { NamePseudonyms } from './name-pseudonyms.ts';

/** What a pseudonym stands for: it belongs to the people who made the pack, and never into it. */
export interface PseudonymEntry {
  readonly pseudonym: string;
  readonly original: string;
}

/** Replaces addresses, names and whatever people wrote; see {@link createRedaction}. */
export interface Redaction {
  facts(facts: ScopeFacts): ScopeFacts;
  person(name: string): string;
  /** Everything that was replaced so far, ids of records aside; in the order of the pseudonyms. */
  entries(): PseudonymEntry[];
}

/** Those within which addresses keep their order of nesting: of zones and segments. */
export function prefixesOf({ zones, segments }: ScopeFacts): string[] {
  return [...zones, ...segments].flatMap(({ prefixes }) => prefixes);
}

/** Words of the model in fields that may hold any text; every other text there is somebody's. */
const KNOWN_BY = new Set(['flow', 'scan', 'import', 'person']);
const BASES = new Set(['declared', 'lease', 'mac', 'observed']);
const NUMBER = /^\d{1,10}$/;

/**
 * Pseudonyms under a secret of the installation (1.4.5): the same secret gives the same ones, and without it nobody gets back.
 * Prefixes keep their length and what was inside stays inside, so the scope model comes to the same categories. Everything that
 * is no number, instant or word of the model is replaced. `prefixes` are those of zones and segments.
 */
export function createRedaction(secret: Uint8Array, prefixes: readonly string[]): Redaction {
  const keyFor = (purpose: string) => createHmac('sha256', secret).update(purpose).digest();
  const addresses = new AddressPseudonyms(keyFor('addresses').subarray(0, 16), prefixes);
  const names = new NamePseudonyms(keyFor('names'));
  const given = new Map<string, string>();
  const note = (original: string, pseudonym: string) => {
    if (original !== pseudonym) given.set(original, pseudonym);
    return pseudonym;
  };
  const address = (text: string) => {
    const pseudonym = addresses.address(text);
    return pseudonym === null ? names.name('system', text) : note(text, pseudonym);
  };
  const prefix = (text: string) => note(text, addresses.prefix(text));
  const text = (original: string) => names.name('text', original);
  const orNull = <Value, Changed>(value: Value | null, change: (value: Value) => Changed) =>
    value === null ? null : change(value);
  const place = ({ kind, id }: PlaceRef): PlaceRef => ({ kind, id: names.name(kind, id) });
  const line = (original: string) => (NUMBER.test(original) ? original : names.name('line', original));
  const within = (words: ReadonlySet<string>) => (word: string) => (words.has(word) ? word : text(word));

  const subject = (of: TagSubject): TagSubject => {
    if (of.kind === 'asset') return { kind: of.kind, id: address(of.id) };
    return of.kind === 'contact' ? { kind: of.kind, id: names.id(of.id) } : { ...place({ kind: of.kind, id: of.id }) };
  };
  const statement = (said: TagStatement): TagStatement => {
    switch (said.kind) {
      case 'manages':
      case 'no-influence':
        return { ...said, target: address(said.target) };
      case 'hosts':
        return { ...said, guest: address(said.guest) };
      case 'third-party':
        return { ...said, party: orNull(said.party, (party) => names.name('party', party)) };
      case 'no-risk':
        return { ...said, analysis: text(said.analysis), approvedBy: names.name('person', said.approvedBy) };
      case 'out-of-scope-justified':
        return { ...said, approvedBy: names.name('person', said.approvedBy) };
      case 'unsegmented':
        return { ...said, other: place(said.other) };
      case 'hides':
        return { ...said, prefixes: said.prefixes.map(prefix) };
      case 'claim':
      case 'account-data':
      case 'no-account-data':
      case 'cde-segment':
      case 'role':
      case 'serves-cde':
      case 'guests-separated':
      case 'contact-retired':
        return said;
      case 'carries-account-data':
        return {
          ...said,
          flow: text(said.flow),
          encryption: orNull(said.encryption, text),
          elements: said.elements.map(text),
        };
    }
  };
  const tag = (fact: TagFact): TagFact => ({
    id: names.id(fact.id),
    subject: subject(fact.subject),
    statement: statement(fact.statement),
    author: names.name('person', fact.author),
    at: fact.at,
    reason: text(fact.reason),
    evidence: orNull(fact.evidence, text),
    until: fact.until,
  });
  const asset = (fact: AssetFact): AssetFact => ({
    id: address(fact.id),
    name: orNull(fact.name, (name) => address(name)),
    firstSeen: fact.firstSeen,
    lastSeen: fact.lastSeen,
    knownBy: fact.knownBy.map(within(KNOWN_BY)),
    inventory: orNull(fact.inventory, (inventory) => ({
      type: orNull(inventory.type, text),
      vendor: orNull(inventory.vendor, text),
      product: orNull(inventory.product, text),
      version: orNull(inventory.version, text),
      purpose: orNull(inventory.purpose, text),
      owner: orNull(inventory.owner, (owner) => names.name('person', owner)),
      location: orNull(inventory.location, text),
      environment: orNull(inventory.environment, text),
    })),
  });
  const binding = (fact: AddressBinding): AddressBinding => ({
    asset: address(fact.asset),
    address: address(fact.address),
    from: fact.from,
    until: fact.until,
    basis: within(BASES)(fact.basis),
  });
  const rule = (fact: RuleFact): RuleFact => ({
    id: names.id(fact.id),
    line: line(fact.line),
    action: fact.action,
    source: orNull(fact.source, (some) => some.map(prefix)),
    destination: orNull(fact.destination, (some) => some.map(prefix)),
    protocol: fact.protocol,
    ports: fact.ports,
    uncertain: fact.uncertain,
    text: text(fact.text),
  });
  const control = (fact: ControlFact): ControlFact => ({
    id: names.name('control', fact.id),
    name: names.name('control', fact.name),
    asset: orNull(fact.asset, address),
    separates: fact.separates.map(([a, b]) => [place(a), place(b)] as const),
    description: orNull(fact.description, text),
    ruleSet: orNull(fact.ruleSet, (set) => ({
      id: names.id(set.id),
      version: text(set.version),
      pulledAt: set.pulledAt,
      defaultAction: set.defaultAction,
      linesNotUnderstood: set.linesNotUnderstood.map(text),
      rules: set.rules.map(rule),
    })),
    changedAt: fact.changedAt,
  });

  return {
    person: (name) => names.name('person', name),
    entries: () => {
      const all = [...[...given].map(([original, pseudonym]) => ({ pseudonym, original })), ...names.entries()];
      return all.sort((a, b) => (a.pseudonym < b.pseudonym ? -1 : 1));
    },
    facts: (facts) => ({
      version: facts.version,
      entity: { name: names.name('entity', facts.entity.name), kind: facts.entity.kind },
      period: facts.period,
      now: facts.now,
      settings: facts.settings,
      zones: facts.zones.map((zone) => ({
        id: names.name('zone', zone.id),
        name: names.name('zone', zone.name),
        prefixes: zone.prefixes.map(prefix),
      })),
      segments: facts.segments.map((segment) => ({
        id: names.name('segment', segment.id),
        name: names.name('segment', segment.name),
        zone: orNull(segment.zone, (zone) => names.name('zone', zone)),
        prefixes: segment.prefixes.map(prefix),
        vlan: segment.vlan,
        wireless: segment.wireless,
      })),
      assets: facts.assets.map(asset),
      bindings: facts.bindings.map(binding),
      sightings: facts.sightings.map((sighting) => ({
        id: names.id(sighting.id),
        asset: address(sighting.asset),
        place: place(sighting.place),
        first: sighting.first,
        last: sighting.last,
        basis: text(sighting.basis),
      })),
      tags: facts.tags.map(tag),
      thirdParties: facts.thirdParties.map((party) => ({
        id: names.name('party', party.id),
        name: names.name('party', party.name),
        service: orNull(party.service, text),
        attestation: orNull(party.attestation, ({ version, at }) => ({ version: text(version), at })),
      })),
      controls: facts.controls.map(control),
      verdicts: facts.verdicts.map((verdict) => ({
        contact: names.id(verdict.contact),
        control: names.name('control', verdict.control),
        verdict: verdict.verdict,
        line: orNull(verdict.line, line),
      })),
      segmentationTests: facts.segmentationTests.map((test) => ({
        id: names.id(test.id),
        from: place(test.from),
        to: place(test.to),
        at: test.at,
        result: test.result,
        tester: names.name('person', test.tester),
        independent: test.independent,
        evidence: orNull(test.evidence, text),
      })),
      approvals: facts.approvals.map((approval) => ({
        id: names.id(approval.id),
        from: place(approval.from),
        to: place(approval.to),
        protocol: approval.protocol,
        port: approval.port,
        need: text(approval.need),
        approvedBy: names.name('person', approval.approvedBy),
        until: approval.until,
      })),
      exporters: facts.exporters.map((exporter) => ({
        id: names.name('exporter', exporter.id),
        name: names.name('exporter', exporter.name),
        address: address(exporter.address),
        sampling: exporter.sampling,
        samplingInterval: exporter.samplingInterval,
        uptime: exporter.uptime,
        sequenceLoss: exporter.sequenceLoss,
        undecodable: exporter.undecodable,
        skewSeconds: exporter.skewSeconds,
      })),
      boundaries: facts.boundaries.map((boundary) => ({
        id: names.id(boundary.id),
        between: [place(boundary.between[0]), place(boundary.between[1])] as const,
        exporters: boundary.exporters.map((exporter) => names.name('exporter', exporter)),
        everyPath: boundary.everyPath,
        directions: boundary.directions,
      })),
      calendar: facts.calendar.map((event) => ({
        id: names.id(event.id),
        name: text(event.name),
        occurrences: event.occurrences,
      })),
      contacts: facts.contacts.map((contact) => ({
        id: names.id(contact.id),
        from: address(contact.from),
        to: address(contact.to),
        directed: contact.directed,
        method: contact.method,
        confidence: contact.confidence,
        protocol: contact.protocol,
        port: contact.port,
        state: contact.state,
        scanner: contact.scanner,
        first: contact.first,
        last: contact.last,
        flows: contact.flows,
        observers: contact.observers.map((exporter) => names.name('exporter', exporter)),
      })),
    }),
  };
}
