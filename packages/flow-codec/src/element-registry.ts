import { COLUMN_TYPES } from './flow-columns.ts';
import { type ElementType, INFORMATION_ELEMENTS, type InformationElement } from './information-elements.ts';

/** Looks an element up; undefined when it is unknown. */
export type ElementRegistry = (enterprise: number, id: number) => InformationElement | undefined;

const CISCO = 9;
const NTOP = 35632;
const REVERSE = 29305;
/** Set by programs that turn v9 into IPFIX and have no better number for what v9 has above 32767. */
const UNASSIGNED = 0xffffffff;
/** nProbe's own elements in v9 begin here. */
const NTOP_V9_BASE = 57472;
const key = (enterprise: number, id: number) => enterprise * 65536 + id;

/**
 * The built-in elements with `additions` put over them: an addition with the number of a built-in element replaces it,
 * and keeps its role when it names none. Throws TypeError for a role that the type cannot fill.
 */
export function elementRegistry(additions: readonly InformationElement[] = []): ElementRegistry {
  const elements = new Map(INFORMATION_ELEMENTS.map((element) => [key(element.enterprise, element.id), element]));
  for (const addition of additions) {
    const number = key(addition.enterprise, addition.id);
    const element = { ...elements.get(number), ...addition };
    if (!canFill(element)) throw new TypeError(`element ${element.name}: ${element.type} cannot be ${element.role}`);
    elements.set(number, element);
  }
  const lookUp: ElementRegistry = (enterprise, id) => {
    const element = elements.get(key(enterprise, id));
    if (element) return element;
    if (enterprise === 0 && id >= NTOP_V9_BASE) return elements.get(key(NTOP, id - NTOP_V9_BASE));
    if (enterprise === CISCO) return elements.get(key(0, id + 0x8000));
    if (enterprise === UNASSIGNED) return lookUp(0, id + 0x8000);
    return enterprise === REVERSE ? reverseOf(elements.get(key(0, id))) : undefined;
  };
  return lookUp;
}

/** RFC 5103 gives every IANA element a reverse one; those that count for a flow are in the table. */
function reverseOf(element: InformationElement | undefined): InformationElement | undefined {
  if (!element) return undefined;
  const { id, name, type } = element;
  return { enterprise: REVERSE, id, name: `reverse${name[0]?.toUpperCase()}${name.slice(1)}`, type };
}

const NUMERIC: ReadonlySet<ElementType> = new Set([
  'unsigned',
  'macAddress',
  'dateTimeSeconds',
  'dateTimeMilliseconds',
  'dateTimeMicroseconds',
  'dateTimeNanoseconds',
  'sysUpTime',
  'deltaMicroseconds',
]);

function canFill({ type, role }: InformationElement): boolean {
  if (role === undefined || role === 'frame') return true;
  if (role === 'icmp' || role === 'bootTime') return NUMERIC.has(type);
  const column = COLUMN_TYPES[role];
  if (column === 'address4') return type === 'ipv4Address';
  if (column === 'address6') return type === 'ipv6Address';
  return column === 'integer' ? type === 'unsigned' : NUMERIC.has(type);
}
