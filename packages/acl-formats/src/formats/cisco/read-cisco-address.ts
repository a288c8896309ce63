import { formatPrefix, parseIp } from '@scopemap/net';
import { type AddressSet, type AddressTerm, ANY_ADDRESS, addressSet, unknownAddress } from '../../model/address-set.ts';
import { NotUnderstood } from '../../text/not-understood.ts';
import { hostTerm, loosePrefix, maskedTerm, wildcardTerm } from '../../text/read-address.ts';
import type { Words } from '../../text/words.ts';
import type { CiscoDialect } from './cisco-dialect.ts';
import type { CiscoObjects } from './cisco-objects.ts';

const ANY_IPV4 = addressSet([{ kind: 'prefix', prefix: '0.0.0.0/0' }]);
const ANY_IPV6 = addressSet([{ kind: 'prefix', prefix: '::/0' }]);

/** Reads the address of an entry: `any`, `host A`, `A MASK`, `A/LENGTH`, an object or a group. Throws {@link NotUnderstood}. */
export function readCiscoAddress(words: Words, dialect: CiscoDialect, objects: CiscoObjects): AddressSet {
  const word = words.take('an address');
  if (word === 'any') return ANY_ADDRESS;
  if (word === 'any4') return ANY_IPV4;
  if (word === 'any6') return ANY_IPV6;
  if (word === 'host') return addressSet([readHost(words.take('the address of the host'), objects)]);
  if (word === 'object' || word === 'object-group' || word === 'addrgroup')
    return objects.addressSet(words.take(`the name of the ${word}`));
  if (word === 'interface') return unknownAddress(`the address of interface ${words.take('the interface')}`);
  if (/^object-group-|^(?:user|user-group|security-group)$/.test(word))
    throw new NotUnderstood(`"${word}" (users and security groups are not in flows)`);
  return addressSet([readNetwork(word, words, dialect, objects)]);
}

/** One address; ASA allows a name for it. */
export function readHost(text: string, { names }: CiscoObjects): AddressTerm {
  const term = hostTerm(names.get(text) ?? text);
  if (!term) throw new NotUnderstood(`"${text}" is no address`);
  return term;
}

/** A network whose first word is `first`; its mask is the next word unless it has a length. */
export function readNetwork(first: string, words: Words, dialect: CiscoDialect, objects: CiscoObjects): AddressTerm {
  const text = objects.names.get(first) ?? first;
  const prefix = text.includes('/') ? loosePrefix(text) : null;
  if (prefix) return { kind: 'prefix', prefix: formatPrefix(prefix) };
  const bytes = parseIp(text);
  if (!bytes) throw new NotUnderstood(`"${first}" is no address`);
  const next = words.peek();
  const length = /^\/[0-9]+$/.test(next) ? loosePrefix(text + next) : null;
  if (length) {
    words.take('a length');
    return { kind: 'prefix', prefix: formatPrefix(length) };
  }
  if (bytes.length !== 4) throw new NotUnderstood(`"${first}" has no prefix length`);
  const mask = words.take(`the mask of ${first}`);
  const term = dialect.mask === 'wildcard' ? wildcardTerm(text, mask) : maskedTerm(text, mask);
  if (!term) throw new NotUnderstood(`"${first} ${mask}" is no address with a ${dialect.mask} mask`);
  return term;
}
