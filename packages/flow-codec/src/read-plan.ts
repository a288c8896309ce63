import type { ElementRegistry } from './element-registry.ts';
import { COLUMN_TYPES, type ColumnName, LIST_COLUMNS } from './flow-columns.ts';
import type { ElementRole, ElementType, InformationElement } from './information-elements.ts';
import type { ConstantStep, FamilyStep, Place, ReadStep } from './read-step.ts';
import type { StoredField } from './stored-template.ts';
import { BASIC_LIST, SUB_TEMPLATE_LIST, SUB_TEMPLATE_MULTI_LIST } from './structured-data.ts';
import { VARIABLE_LENGTH } from './template.ts';

/** Everything that a reader needs to know of a layout: numbers and column names of ours, nothing of the packet. */
export interface ReadPlan {
  readonly steps: readonly ReadStep[];
  /** Columns that the steps fill. */
  readonly columns: ReadonlySet<ColumnName>;
  /** Structured data (RFC 6313), in the order of the record. */
  readonly lists: readonly ListField[];
  /** Columns that these lists may fill. */
  readonly listColumns: ReadonlySet<ColumnName>;
  /** All of them. */
  readonly present: ReadonlySet<ColumnName>;
  /** Fixed length of each segment; one more than there are variable-length fields. */
  readonly segments: readonly number[];
  /** Shortest record: a variable-length field counts one byte, its length. 0 when there is no record to read. */
  readonly minLength: number;
  /** Element of each step, for problems. */
  readonly elements: readonly (readonly [enterprise: number, id: number])[];
  /** Elements whose length their type cannot have; they are not read. */
  readonly misfits: readonly (readonly [enterprise: number, id: number])[];
  /** Source and destination are the client and the server because the template names the addresses so. */
  readonly sourceIsClient: boolean;
}

/** Where a list lies in a record. */
export interface ListField {
  readonly element: number;
  readonly place: Place;
}

interface Candidate {
  readonly element: InformationElement;
  readonly field: StoredField;
  readonly place: Place;
}

type Chosen = Map<ElementRole, Candidate[]>;

/** Works out which field fills which column. `version` decides how times since boot are told. */
export function readPlan(fields: readonly StoredField[], version: number, registry: ElementRegistry): ReadPlan {
  const { places, segments } = placesOf(fields);
  const innerFrom = innerHeaderFrom(fields);
  const chosen: Chosen = new Map();
  const misfits: [number, number][] = [];
  for (const [i, field] of fields.entries()) {
    const place = places[i] as Place;
    const element = registry(field[0], field[1]);
    if (element?.role === undefined || (place.length === 0 && !place.variable)) continue;
    if (!fits(element.type, element.role, place)) misfits.push([field[0], field[1]]);
    else {
      const role = i >= innerFrom ? (INNER[element.role] ?? element.role) : element.role;
      const candidates = chosen.get(role);
      if (candidates) candidates.push({ element, field, place });
      else chosen.set(role, [{ element, field, place }]);
    }
  }
  for (const candidates of chosen.values()) candidates.sort((a, b) => (a.element.rank ?? 0) - (b.element.rank ?? 0));
  const sourceIsClient = takeClientAsSource(chosen);
  const steps: ReadStep[] = [];
  const elements: [number, number][] = [];
  const add = (step: ReadStep, candidate?: Candidate) => {
    steps.push(step);
    elements.push(candidate ? [candidate.field[0], candidate.field[1]] : [0, 60]);
  };
  for (const [role, candidates] of chosen) addSteps(role, candidates, chosen, version, add);
  const family = familyStep(chosen);
  if (family) add(family);
  const columns = new Set<ColumnName>(steps.map((step) => step.column));
  if (columns.has('frameOffset')) columns.add('frameLength').add('frameElement');
  const lists = version === 10 ? listsOf(fields, places) : [];
  const listColumns = lists.length > 0 ? columnsForLists(columns) : NO_COLUMNS;
  const present = lists.length > 0 ? new Set([...columns, ...listColumns]) : columns;
  const minLength = segments.reduce((sum, length) => sum + length, 0) + segments.length - 1;
  return { steps, columns, lists, listColumns, present, segments, minLength, elements, misfits, sourceIsClient };
}

const NO_COLUMNS: ReadonlySet<ColumnName> = new Set();

function listsOf(fields: readonly StoredField[], places: readonly Place[]): ListField[] {
  return fields.flatMap(([enterprise, element], i) =>
    enterprise === 0 && LISTS.has(element) ? [{ element, place: places[i] as Place }] : [],
  );
}

/** What the record itself says goes before what its lists say. */
function columnsForLists(own: ReadonlySet<ColumnName>): ReadonlySet<ColumnName> {
  const free = LIST_COLUMNS.filter((name) => !own.has(name));
  return new Set(own.has('ipVersion') ? free : [...free, 'ipVersion', ...ADDRESS_ROLES]);
}

function placesOf(fields: readonly StoredField[]) {
  const places: Place[] = [];
  const segments = [0];
  for (const [, , length] of fields) {
    const segment = segments.length - 1;
    if (length === VARIABLE_LENGTH) {
      places.push({ segment, offset: 0, length: 0, variable: true });
      segments.push(0);
    } else {
      places.push({ segment, offset: segments[segment] as number, length, variable: false });
      segments[segment] = (segments[segment] as number) + length;
    }
  }
  return { places, segments };
}

const PROTOCOL = 4;
const LISTS = new Set([BASIC_LIST, SUB_TEMPLATE_LIST, SUB_TEMPLATE_MULTI_LIST]);
const ADDRESSES = new Set([8, 12, 27, 28]);

/** A template that names the protocol twice has a tunnel: the inner header begins with the addresses behind the first one. */
function innerHeaderFrom(fields: readonly StoredField[]): number {
  const isProtocol = ([enterprise, id, length]: StoredField) => enterprise === 0 && id === PROTOCOL && length > 0;
  const first = fields.findIndex(isProtocol);
  if (first < 0 || fields.findLastIndex(isProtocol) === first) return Number.POSITIVE_INFINITY;
  const inner = fields.findIndex(([enterprise, id], i) => i > first && enterprise === 0 && ADDRESSES.has(id));
  return inner < 0 ? Number.POSITIVE_INFINITY : inner;
}

const INNER: Partial<Record<ElementRole, ElementRole>> = {
  srcAddr4: 'innerSrcAddr4',
  dstAddr4: 'innerDstAddr4',
  srcAddr6: 'innerSrcAddr6',
  dstAddr6: 'innerDstAddr6',
  srcPort: 'innerSrcPort',
  dstPort: 'innerDstPort',
  protocol: 'innerProtocol',
  tcpFlags: 'innerTcpFlags',
};

/** Whether the type can have the length; reduced-size encoding (RFC 7011 6.2) makes any shorter unsigned one right. */
function fits(type: ElementType, role: ElementRole, { length, variable }: Place): boolean {
  if (role === 'frame') return true;
  if (variable) return type === 'unsigned' || type === 'dateTimeMilliseconds';
  switch (type) {
    case 'ipv4Address':
      return length === 4;
    case 'ipv6Address':
      return length === 16;
    case 'macAddress':
      return length === 6;
    case 'dateTimeMicroseconds':
    case 'dateTimeNanoseconds':
      return length === 8;
    case 'dateTimeSeconds':
    case 'sysUpTime':
    case 'deltaMicroseconds':
      return length <= 4;
    default:
      return length <= 8;
  }
}

const CLIENT_ROLES: readonly (readonly [ElementRole, ElementRole])[] = [
  ['clientAddr4', 'srcAddr4'],
  ['serverAddr4', 'dstAddr4'],
  ['clientAddr6', 'srcAddr6'],
  ['serverAddr6', 'dstAddr6'],
  ['clientPort', 'srcPort'],
  ['serverPort', 'dstPort'],
];

/** Cisco AVC may name client and server instead of source and destination: they become just those. */
function takeClientAsSource(chosen: Chosen): boolean {
  if (ADDRESS_ROLES.some((role) => chosen.has(role))) return false;
  if (!chosen.has('clientAddr4') && !chosen.has('clientAddr6')) return false;
  for (const [from, to] of CLIENT_ROLES) {
    const candidates = chosen.get(from);
    if (candidates) chosen.delete(from);
    if (candidates && !chosen.has(to)) chosen.set(to, candidates);
  }
  return true;
}

const ADDRESS_ROLES = ['srcAddr4', 'dstAddr4', 'srcAddr6', 'dstAddr6'] as const;

function familyStep(chosen: Chosen): FamilyStep | ConstantStep | null {
  const [src4, dst4, src6, dst6] = ADDRESS_ROLES.map((role) => chosen.has(role)) as [
    boolean,
    boolean,
    boolean,
    boolean,
  ];
  const four = src4 || dst4;
  const six = src6 || dst6;
  if (four && six) {
    const place = chosen.get('ipVersion')?.[0]?.place;
    return { kind: 'family', column: 'ipVersion', src4, dst4, ...(place && !place.variable && { place }) };
  }
  return four || six ? { kind: 'constant', column: 'ipVersion', value: four ? 4 : 6 } : null;
}

type AddStep = (step: ReadStep, candidate: Candidate) => void;

function addSteps(
  role: ElementRole,
  candidates: readonly Candidate[],
  chosen: Chosen,
  version: number,
  add: AddStep,
): void {
  const first = candidates[0] as Candidate;
  const { place } = first;
  if (role === 'bootTime' || role === 'ipVersion') return;
  if (role === 'frame') {
    add({ kind: 'frame', column: 'frameOffset', place, element: first.field[1] }, first);
  } else if (role === 'icmp') {
    const second = candidates.find(({ field }) => field[1] !== first.field[1]);
    add(unsigned('icmpType', highByte(place), second && highByte(second.place)), first);
    add(unsigned('icmpCode', lowByte(place), second && lowByte(second.place)), first);
  } else if (role === 'icmpType' || role === 'icmpCode') {
    // Types 176/177 are for IPv4, 178/179 for IPv6; in a template for both the other pair is 0.
    const second = candidates.find(({ field }) => field[1] !== first.field[1]);
    if (!chosen.has('icmp')) add(unsigned(role, place, second?.place), first);
  } else {
    add(stepOf(role, first, chosen, version), first);
  }
}

function stepOf(column: ColumnName, { element, place }: Candidate, chosen: Chosen, version: number): ReadStep {
  const type = COLUMN_TYPES[column];
  if (type === 'address4' || type === 'address6') return { kind: type, column, place };
  switch (element.type) {
    case 'dateTimeSeconds':
      return { kind: 'seconds', column, place };
    case 'dateTimeMicroseconds':
    case 'dateTimeNanoseconds':
      return { kind: 'ntp', column, place };
    case 'deltaMicroseconds':
      return { kind: 'before', column, place };
    case 'sysUpTime': {
      const boot = version === 10 ? chosen.get('bootTime')?.[0]?.place : undefined;
      return { kind: 'uptime', column, place, ...(boot && !boot.variable && { boot }) };
    }
    default:
      return unsigned(column, place, flagsBeside(column, element, chosen));
  }
}

/** YAF tells the flags of the first packet and those of all others apart; the flow has both. */
function flagsBeside(column: ColumnName, element: InformationElement, chosen: Chosen): Place | undefined {
  if (element.rank === undefined) return undefined;
  if (column === 'tcpFlags') return chosen.get('initialTcpFlags')?.[0]?.place;
  if (column === 'reverseTcpFlags') return chosen.get('reverseInitialTcpFlags')?.[0]?.place;
  return undefined;
}

function unsigned(column: ColumnName, place: Place, or?: Place): ReadStep {
  return { kind: 'unsigned', column, place, ...(or && mergeable(or) && mergeable(place) && { or }) };
}

/** Bitwise operators take 32 bits. */
function mergeable(place: Place): boolean {
  return !place.variable && place.length <= 3;
}

function lowByte(place: Place): Place {
  return place.variable ? place : { ...place, offset: place.offset + place.length - 1, length: 1 };
}

/** Byte before the last; in a value reduced to one byte it is an empty place, which reads as 0. */
function highByte(place: Place): Place {
  return place.variable
    ? place
    : { ...place, offset: place.offset + Math.max(0, place.length - 2), length: Math.min(1, place.length - 1) };
}
