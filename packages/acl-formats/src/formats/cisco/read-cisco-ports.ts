import type { NumberRange } from '../../model/service-match.ts';
import { complement, HIGHEST_PORT } from '../../model/service-match.ts';
import { NotUnderstood } from '../../text/not-understood.ts';
import { portNumber } from '../../text/port-names.ts';
import type { Words } from '../../text/words.ts';
import type { CiscoObjects } from './cisco-objects.ts';

const OPERATORS: ReadonlySet<string> = new Set(['eq', 'neq', 'lt', 'gt', 'range']);

/** Ports that an operator names, or null when the next word is none. IOS takes several ports behind `eq` and `neq`. */
export function readCiscoPorts(words: Words, objects: CiscoObjects): readonly NumberRange[] | null {
  const word = words.peek();
  if (OPERATORS.has(word)) return readOperator(words);
  if (word === 'portgroup') {
    words.take('portgroup');
    return portGroup(words.take('the name of the portgroup'), objects);
  }
  return null;
}

/** The ports of a group. Throws {@link NotUnderstood} when a part of it is not defined. */
export function portGroup(name: string, { ports }: CiscoObjects): readonly NumberRange[] {
  const { members, missing } = ports.resolve(name);
  if (missing.length > 0) throw new NotUnderstood(`the port group ${missing[0]} is not defined`);
  return members;
}

/** `eq 80 443`, `neq 25`, `lt 1024`, `gt 1023`, `range 20 21`. */
export function readOperator(words: Words): readonly NumberRange[] {
  const operator = words.take('an operator');
  const port = takePort(words);
  switch (operator) {
    case 'eq':
      return [[port, port], ...morePorts(words)];
    case 'neq':
      return complement([[port, port], ...morePorts(words)], HIGHEST_PORT);
    case 'lt':
      return port > 0 ? [[0, port - 1]] : [];
    case 'gt':
      return port < HIGHEST_PORT ? [[port + 1, HIGHEST_PORT]] : [];
    case 'range': {
      const last = takePort(words);
      return port <= last ? [[port, last]] : [[last, port]];
    }
    default:
      throw new NotUnderstood(`"${operator}" is no operator on ports`);
  }
}

function takePort(words: Words): number {
  const text = words.take('a port');
  const port = portNumber(text, true);
  if (port === null) throw new NotUnderstood(`"${text}" is no port`);
  return port;
}

function morePorts(words: Words): NumberRange[] {
  const more: NumberRange[] = [];
  for (;;) {
    const port = portNumber(words.peek(), true);
    if (port === null) return more;
    words.take('a port');
    more.push([port, port]);
  }
}
