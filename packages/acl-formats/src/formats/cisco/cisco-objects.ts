import { type AddressSet, type AddressTerm, addressSet } from '../../model/address-set.ts';
import { ANY_SERVICE, type IcmpMessage, type NumberRange, type ServiceMatch } from '../../model/service-match.ts';
import { GroupTable } from '../../text/group-table.ts';

/** Objects and object groups of a configuration, found before its lists are read. */
export class CiscoObjects {
  readonly addresses = new GroupTable<AddressTerm>();
  readonly services = new GroupTable<ServiceMatch>();
  /** Groups of ports alone (`portgroup`, ASA `object-group service NAME tcp`). */
  readonly ports = new GroupTable<NumberRange>();
  readonly protocols = new GroupTable<NumberRange>();
  readonly icmpTypes = new GroupTable<IcmpMessage>();
  /** ASA `name`: an address by name. */
  readonly names = new Map<string, string>();
  readonly #sets = new Map<string, AddressSet>();

  /** The addresses of an object or group; unknown members where the file does not define them. */
  addressSet(name: string): AddressSet {
    let set = this.#sets.get(name);
    if (!set) {
      const { members, missing } = this.addresses.resolve(name);
      const unknown = missing.map((each): AddressTerm => ({ kind: 'unknown', name: `object ${each}` }));
      set = addressSet([...members, ...unknown]);
      this.#sets.set(name, set);
    }
    return set;
  }

  /** The services of an object or group, whichever kind it is of. */
  serviceMatches(name: string): ServiceMatch[] {
    if (this.protocols.has(name)) {
      const { members, missing } = this.protocols.resolve(name);
      return [...(members.length > 0 ? [{ ...ANY_SERVICE, protocols: members }] : []), ...unknownMembers(missing)];
    }
    const { members, missing } = this.services.resolve(name);
    return [...members, ...unknownMembers(missing)];
  }
}

function unknownMembers(missing: readonly string[]): ServiceMatch[] {
  return missing.map((name) => ({ ...ANY_SERVICE, unknown: `object ${name}` }));
}
