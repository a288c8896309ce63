import { type AddressSet, type AddressTerm, ANY_ADDRESS, addressSet } from '../../model/address-set.ts';
import type { RuleFileBuilder } from '../../model/rule-file-builder.ts';
import type { ServiceMatch } from '../../model/service-match.ts';
import { GroupTable } from '../../text/group-table.ts';
import { NotUnderstood } from '../../text/not-understood.ts';
import { maskedTerm, rangeTerm, readAddressTerm, wildcardTerm } from '../../text/read-address.ts';
import type { FortiosEntry } from './fortios-entries.ts';
import { FORTIOS_SERVICES, fortiosService } from './fortios-services.ts';

/** Addresses and services of a configuration by `vdom/name`. */
export class FortiosObjects {
  readonly #addresses = new GroupTable<AddressTerm>();
  readonly #services = new GroupTable<ServiceMatch>();

  constructor(entries: readonly FortiosEntry[], builder: RuleFileBuilder) {
    for (const entry of entries) {
      try {
        this.#read(entry);
      } catch (error) {
        if (!(error instanceof NotUnderstood)) throw error;
        builder.addUnread(entry.line, entry.text, error.message);
        const table = entry.section.includes('service') ? this.#services : this.#addresses;
        // Part of it is missing: whoever names it cannot be sure.
        table.addGroup(keyOf(entry.vdom, entry.name), `${entry.name} (line ${entry.line})`);
      }
    }
  }

  #read(entry: FortiosEntry): void {
    const { section, vdom, name, settings } = entry;
    const key = keyOf(vdom, name);
    if (section === 'firewall address' || section === 'firewall address6') this.#addresses.add(key, addressOf(entry));
    else if (section === 'firewall addrgrp' || section === 'firewall addrgrp6') {
      for (const member of settings.get('member') ?? []) this.#addresses.addGroup(key, keyOf(vdom, member));
      if (settings.get('exclude')?.[0] === 'enable') throw new NotUnderstood('a group that excludes members');
    } else if (section === 'firewall service custom') {
      this.#services.define(key);
      for (const service of fortiosService(entry)) this.#services.add(key, service);
    } else if (section === 'firewall service group')
      for (const member of settings.get('member') ?? []) this.#services.addGroup(key, keyOf(vdom, member));
  }

  addressSet(vdom: string, names: readonly string[], negated: boolean): AddressSet {
    if (names.some((name) => name === 'all' && !this.#addresses.has(keyOf(vdom, name))))
      return { ...ANY_ADDRESS, negated };
    const terms: AddressTerm[] = [];
    for (const name of names) {
      const { members, missing } = this.#addresses.resolve(keyOf(vdom, name));
      for (const member of members) terms.push(member);
      for (const each of missing)
        if (!isNone(each)) terms.push({ kind: 'unknown', name: `address ${each.replace(/^\//, '')}` });
    }
    return addressSet(terms, negated);
  }

  services(vdom: string, names: readonly string[]): ServiceMatch[] {
    return names.flatMap((name) => {
      const { members, missing } = this.#services.resolve(keyOf(vdom, name));
      return [...members, ...missing.flatMap((each) => predefined(each.slice(each.indexOf('/') + 1)))];
    });
  }
}

function keyOf(vdom: string, name: string): string {
  return `${vdom}/${name}`;
}

/** The predefined address `none` matches nothing. */
function isNone(key: string): boolean {
  return key.endsWith('/none');
}

function predefined(name: string): readonly ServiceMatch[] {
  if (Object.hasOwn(FORTIOS_SERVICES, name)) return FORTIOS_SERVICES[name] as readonly ServiceMatch[];
  return [{ protocols: null, sourcePorts: null, destinationPorts: null, icmp: null, unknown: `service ${name}` }];
}

function addressOf({ section, settings }: FortiosEntry): AddressTerm {
  const value = (name: string): string => settings.get(name)?.[0] ?? '';
  const type = value('type') || 'ipmask';
  if (section === 'firewall address6')
    return readAddressTerm(value('ip6')) ?? notUnderstood(`the address "${value('ip6')}"`);
  if (type === 'ipmask') {
    const [address = '0.0.0.0', mask = '0.0.0.0'] = settings.get('subnet') ?? [];
    const term = address.includes('/') ? readAddressTerm(address) : maskedTerm(address, mask);
    return term ?? notUnderstood(`the subnet "${address} ${mask}"`);
  }
  if (type === 'iprange')
    return rangeTerm(value('start-ip'), value('end-ip')) ?? notUnderstood('the range of addresses');
  if (type === 'wildcard') {
    const [address = '', mask = ''] = settings.get('wildcard') ?? [];
    const free = mask
      .split('.')
      .map((octet) => 255 - Number(octet))
      .join('.');
    return wildcardTerm(address, free) ?? notUnderstood(`the wildcard "${address} ${mask}"`);
  }
  return { kind: 'unknown', name: `${type} ${value(type)}`.trim() };
}

function notUnderstood(why: string): never {
  throw new NotUnderstood(why);
}
