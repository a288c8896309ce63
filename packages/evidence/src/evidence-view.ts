import { hasPorts, PrefixTable, parseIp, parsePrefix, protocolName } from '@scopemap/net';
import {
  type AddressBinding,
  type ApprovalFact,
  type AssetFact,
  type BoundaryCoverage,
  byId,
  byText,
  type ContactFact,
  type ControlFact,
  type PlaceRef,
  type RuleVerdictFact,
  type ScopeCategory,
  type ScopeDecision,
  type ScopeFacts,
  serviceText,
} from '@scopemap/scope-model';
import { indexApprovals } from './approval-index.ts';
import type { EvidenceInput } from './evidence-input.ts';

/** An asset of the inventory, or an address that nobody bound to one. */
export interface EvidenceAsset {
  readonly id: string;
  readonly label: string;
  readonly fact: AssetFact | null;
  readonly bindings: readonly AddressBinding[];
  readonly category: ScopeCategory;
  readonly inScope: boolean;
  /** A statement and another fact contradict each other. */
  readonly conflict: boolean;
}

/** The input with everything that tables look up, found once. Lists are in a stable order. */
export interface EvidenceView extends EvidenceInput {
  readonly assets: readonly EvidenceAsset[];
  asset(id: string): EvidenceAsset | undefined;
  /** What the model says of an asset; a snapshot holds every asset that its tables name. */
  decision(assetId: string): ScopeDecision;
  /** Name of an asset, or the address itself. */
  assetLabel(id: string): string;
  /** Segment, or zone, of an asset or address at the end of the period; null when it belongs to none. */
  placeOf(assetId: string): PlaceRef | null;
  placeLabel(place: PlaceRef | null): string;
  /** Zone of a place as a label; its own for a zone. */
  zoneLabel(place: PlaceRef | null): string;
  /** The place itself, and the zone that it is part of. */
  placesWithin(place: PlaceRef | null): readonly PlaceRef[];
  isCdePlace(place: PlaceRef): boolean;
  readonly contacts: readonly ContactFact[];
  contact(id: string): ContactFact | undefined;
  readonly controls: readonly ControlFact[];
  control(id: string): ControlFact | undefined;
  /** Approvals of the contact's service between the places of its ends, whatever their date. */
  approvalsOf(contact: ContactFact): readonly ApprovalFact[];
  /** Null where the model grades nothing: neither of the two is part of the CDE. */
  coverageBetween(a: PlaceRef | null, b: PlaceRef | null): BoundaryCoverage['grade'] | null;
  verdictsOf(contactId: string): readonly RuleVerdictFact[];
}

export const placeKey = ({ kind, id }: PlaceRef) => `${kind} ${id}`;

/** The same for both orders of the two. */
const pairKey = (a: PlaceRef, b: PlaceRef) => [placeKey(a), placeKey(b)].sort(byText).join('\u0000');

export function samePlace(a: PlaceRef | null, b: PlaceRef | null): boolean {
  return a === b || (a !== null && b !== null && a.kind === b.kind && a.id === b.id);
}

/** `443/tcp https`, `esp`, or `port not known/tcp`. */
export function serviceLabel({ protocol, port }: { readonly protocol: number; readonly port: number | null }): string {
  if (!hasPorts(protocol)) return protocolName(protocol);
  if (port === null) return `port not known/${protocolName(protocol)}`;
  return serviceText(protocol, port);
}

export function viewEvidence(input: EvidenceInput): EvidenceView {
  const facts = inOrder(input.facts);
  const { classification } = input;
  const factById = new Map(facts.assets.map((asset) => [asset.id, asset]));
  const bindings = Map.groupBy(
    [...facts.bindings].sort(
      (a, b) => byText(a.asset, b.asset) || (a.from ?? 0) - (b.from ?? 0) || byText(a.address, b.address),
    ),
    ({ asset }) => asset,
  );
  const assets = classification.assets.map(({ id, category, inScope, conflict }): EvidenceAsset => {
    const fact = factById.get(id) ?? null;
    return { id, label: fact?.name ?? id, fact, bindings: bindings.get(id) ?? [], category, inScope, conflict };
  });
  const assetById = new Map(assets.map((asset) => [asset.id, asset]));
  const contacts = byId(facts.contacts);
  const contactById = new Map(contacts.map((contact) => [contact.id, contact]));
  const zones = new Map(facts.zones.map((zone) => [zone.id, zone]));
  const segments = new Map(facts.segments.map((segment) => [segment.id, segment]));
  const verdicts = Map.groupBy(facts.verdicts, ({ contact }) => contact);
  const cdePlaces = new Set(
    classification.places.filter(({ category }) => isCde(category)).map(({ place }) => placeKey(place)),
  );
  const prefixes = new PrefixTable<PlaceRef>();
  // Segments last: of a zone and a segment with the same prefix, the segment is nearer.
  for (const { id, prefixes: texts } of facts.zones)
    for (const text of texts) addPrefix(prefixes, text, { kind: 'zone', id });
  for (const { id, prefixes: texts } of facts.segments)
    for (const text of texts) addPrefix(prefixes, text, { kind: 'segment', id });
  const addressOf = (assetId: string) =>
    (bindings.get(assetId) ?? []).findLast(
      ({ from, until }) => (from ?? 0) < facts.period.end && (until ?? Infinity) >= facts.period.end,
    )?.address ?? assetId;
  const placeByAsset = new Map<string, PlaceRef | null>();
  const zoneOf = (place: PlaceRef | null): PlaceRef | null => {
    if (place?.kind !== 'segment') return place;
    const zone = segments.get(place.id)?.zone;
    return zone == null ? null : { kind: 'zone', id: zone };
  };
  const placeLabel = (place: PlaceRef | null) => {
    if (place === null) return 'no zone';
    return (place.kind === 'zone' ? zones : segments).get(place.id)?.name ?? place.id;
  };
  const placeOf = (id: string) => {
    const known = placeByAsset.get(id);
    if (known !== undefined) return known;
    const address = parseIp(addressOf(id));
    const place = (address && prefixes.find(address)) ?? null;
    placeByAsset.set(id, place);
    return place;
  };
  const placesWithin = (place: PlaceRef | null) => {
    const zone = zoneOf(place);
    return [place, zone].filter(
      (found, i, all): found is PlaceRef => found !== null && (i === 0 || !samePlace(found, all[0] ?? null)),
    );
  };
  const controls = byId(facts.controls);
  const controlById = new Map(controls.map((control) => [control.id, control]));
  let grades: ReadonlyMap<string, BoundaryCoverage['grade']> | undefined;
  return {
    ...input,
    facts,
    assets,
    asset: (id) => assetById.get(id),
    decision: (id) => {
      const found = classification.explain(id);
      if (!found) throw new RangeError(`the classification knows no asset ${id}`);
      return found;
    },
    assetLabel: (id) => assetById.get(id)?.label ?? factById.get(id)?.name ?? id,
    placeOf,
    placeLabel,
    zoneLabel: (place) => placeLabel(zoneOf(place)),
    placesWithin,
    isCdePlace: (place) => cdePlaces.has(placeKey(place)),
    contacts,
    contact: (id) => contactById.get(id),
    controls,
    control: (id) => controlById.get(id),
    approvalsOf: indexApprovals(facts.approvals, (asset) => placesWithin(placeOf(asset))),
    coverageBetween: (a, b) => {
      grades ??= new Map(classification.coverage.map(({ between, grade }) => [pairKey(...between), grade]));
      return (a && b && grades.get(pairKey(a, b))) ?? null;
    },
    verdictsOf: (id) => verdicts.get(id) ?? [],
  };
}

/** The order of facts means nothing, so it must not show in a table. */
function inOrder(facts: ScopeFacts): ScopeFacts {
  return {
    ...facts,
    tags: byId(facts.tags),
    approvals: byId(facts.approvals),
    exporters: byId(facts.exporters),
    segmentationTests: byId(facts.segmentationTests),
    calendar: byId(facts.calendar),
  };
}

export function isCde(category: ScopeCategory): boolean {
  return category === 'CDE_CHD' || category === 'CDE_CONTAMINATED';
}

function addPrefix(table: PrefixTable<PlaceRef>, text: string, place: PlaceRef): void {
  const prefix = parsePrefix(text);
  if (prefix) table.set(prefix, place);
}
