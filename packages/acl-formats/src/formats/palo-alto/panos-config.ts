import { TCP, UDP } from '@scopemap/net';
import { type AddressSet, type AddressTerm, ANY_ADDRESS, addressSet } from '../../model/address-set.ts';
import type { RuleFileBuilder } from '../../model/rule-file-builder.ts';
import { ANY_SERVICE, type NumberRange, protocolService, type ServiceMatch } from '../../model/service-match.ts';
import { GroupTable } from '../../text/group-table.ts';
import { readAddressTerm, wildcardTerm } from '../../text/read-address.ts';

/** One setting: the words of a `set` line, or of the path to a leaf of the XML, with its value at the end. */
export interface PanosSetting {
  readonly line: number;
  readonly words: readonly string[];
}

/** Where a setting belongs: `shared`, a virtual system or a device group. Empty: the only one. */
interface Scoped {
  readonly scope: string;
  readonly words: readonly string[];
}

export const RULEBASES = ['pre-rulebase', 'rulebase', 'post-rulebase'] as const;

export type Rulebase = (typeof RULEBASES)[number];

/** A security rule with its settings as they stand in the file. */
export interface PanosRule {
  readonly scope: string;
  readonly rulebase: Rulebase;
  readonly name: string;
  readonly line: number;
  readonly settings: Map<string, string[]>;
}

const PLACES: ReadonlySet<string> = new Set(['vsys', 'device-group', 'devices', 'template', 'template-stack']);
const SHARED = 'shared';

/** Takes the scope off the front of a path. */
function scopeOf(words: readonly string[]): Scoped {
  let scope = '';
  let at = words[0] === 'config' ? 1 : 0;
  for (;;) {
    const word = words[at];
    if (word === SHARED) {
      scope = SHARED;
      at++;
    } else if (word !== undefined && PLACES.has(word)) {
      if (word === 'vsys' || word === 'device-group') scope = words[at + 1] ?? '';
      at += 2;
    } else return { scope, words: words.slice(at) };
  }
}

/** Objects and security rules of a configuration. */
export class PanosConfig {
  readonly #addresses = new GroupTable<AddressTerm>();
  readonly #services = new GroupTable<ServiceMatch>();
  readonly #members: {
    table: GroupTable<AddressTerm> | GroupTable<ServiceMatch>;
    scope: string;
    name: string;
    member: string;
  }[] = [];
  readonly #serviceParts = new Map<string, { protocol: number; destination: string | null; source: string | null }>();
  readonly #rules = new Map<string, PanosRule>();
  readonly #builder: RuleFileBuilder;

  constructor(settings: readonly PanosSetting[], builder: RuleFileBuilder) {
    this.#builder = builder;
    for (const setting of settings) this.#read(setting);
    for (const [key, part] of this.#serviceParts) this.#addService(key, part);
    for (const { table, scope, name, member } of this.#members)
      table.addGroup(keyOf(scope, name), this.#find(table, scope, member));
  }

  get rules(): readonly PanosRule[] {
    return [...this.#rules.values()];
  }

  #read({ line, words: path }: PanosSetting): void {
    const { scope, words } = scopeOf(path);
    const [section, name, ...rest] = words;
    if (section === undefined || name === undefined) return;
    if (section === 'address') this.#addAddress(scope, name, rest, line);
    else if (section === 'address-group') this.#addAddressGroup(scope, name, rest);
    else if (section === 'service') this.#readService(scope, name, rest);
    else if (section === 'service-group') {
      this.#services.define(keyOf(scope, name));
      for (const member of membersOf(rest.slice(1))) this.#members.push({ table: this.#services, scope, name, member });
    } else if (RULEBASES.some((each) => each === section))
      this.#readRulebase(scope, section as Rulebase, words.slice(1), line);
    else this.#builder.otherLines++;
  }

  #addAddress(scope: string, name: string, [kind, value = '']: readonly string[], line: number): void {
    const key = keyOf(scope, name);
    if (kind === 'description' || kind === 'tag' || kind === undefined) return;
    if (kind === 'ip-netmask' || kind === 'ip-range' || kind === 'ip-wildcard') {
      const [address = '', wildcard = ''] = value.split('/');
      const term = kind === 'ip-wildcard' ? wildcardTerm(address, wildcard) : readAddressTerm(value);
      if (term) {
        this.#addresses.add(key, term);
        return;
      }
      this.#builder.addUnread(line, `address ${name} ${kind} ${value}`, `"${value}" is no address`);
    }
    this.#addresses.add(key, { kind: 'unknown', name: `${name} (${kind} ${value})` });
  }

  #addAddressGroup(scope: string, name: string, [kind, ...rest]: readonly string[]): void {
    if (kind === 'static') {
      this.#addresses.define(keyOf(scope, name));
      for (const member of membersOf(rest)) this.#members.push({ table: this.#addresses, scope, name, member });
    } else if (kind === 'dynamic')
      this.#addresses.add(keyOf(scope, name), { kind: 'unknown', name: `dynamic group ${name}` });
  }

  #readService(scope: string, name: string, words: readonly string[]): void {
    if (words[0] !== 'protocol') return;
    const key = keyOf(scope, name);
    const protocol = words[1] === 'tcp' ? TCP : words[1] === 'udp' ? UDP : -1;
    const part = this.#serviceParts.get(key) ?? { protocol, destination: null, source: null };
    for (let at = 2; at + 1 < words.length; at += 2) {
      if (words[at] === 'port') part.destination = words[at + 1] as string;
      if (words[at] === 'source-port') part.source = words[at + 1] as string;
    }
    this.#serviceParts.set(key, part);
  }

  #addService(key: string, part: { protocol: number; destination: string | null; source: string | null }): void {
    const destinationPorts = portsOf(part.destination);
    const sourcePorts = portsOf(part.source);
    const known = part.protocol >= 0 && destinationPorts !== undefined && sourcePorts !== undefined;
    const service = known
      ? protocolService(part.protocol, { destinationPorts, sourcePorts })
      : { ...ANY_SERVICE, unknown: `service ${key.slice(key.indexOf('/') + 1)}` };
    this.#services.add(key, service);
  }

  #readRulebase(scope: string, rulebase: Rulebase, words: readonly string[], line: number): void {
    const [kind, rules, name, ...settings] = words;
    if (kind !== 'security' || rules !== 'rules' || name === undefined) {
      const text = `${rulebase} ${words.join(' ')}`;
      if (kind === 'nat' || kind === 'default-security-rules' || kind === 'pbf' || kind === 'application-override')
        this.#builder.addUnread(line, text, 'not modelled: it may change what the security rules decide');
      return;
    }
    const key = `${scope}/${rulebase}/${name}`;
    const rule = this.#rules.get(key) ?? { scope, rulebase, name, line, settings: new Map<string, string[]>() };
    this.#rules.set(key, rule);
    for (let at = 0; at < settings.length; ) {
      const setting = settings[at] as string;
      const end = settings[at + 1] === '[' ? settings.indexOf(']', at) : at + 1;
      const values = membersOf(settings.slice(at + 1, (end < 0 ? settings.length : end) + 1));
      rule.settings.set(setting, [...(rule.settings.get(setting) ?? []), ...values]);
      // `profile-setting` and `option` hold settings of their own, up to the end of the line.
      if (setting === 'profile-setting' || setting === 'option' || setting === 'qos') return;
      at = end < 0 ? settings.length : end + 1;
    }
  }

  #find(table: { has(name: string): boolean }, scope: string, name: string): string {
    const own = keyOf(scope, name);
    return table.has(own) || !table.has(keyOf(SHARED, name)) ? own : keyOf(SHARED, name);
  }

  addressSet(scope: string, names: readonly string[], negated: boolean): AddressSet {
    if (names.includes('any') && names.length === 1) return { ...ANY_ADDRESS, negated };
    const terms: AddressTerm[] = [];
    for (const name of names) {
      const key = this.#find(this.#addresses, scope, name);
      const literal = this.#addresses.has(key) ? null : readAddressTerm(name);
      if (literal) {
        terms.push(literal);
        continue;
      }
      const { members, missing } = this.#addresses.resolve(key);
      for (const member of members) terms.push(member);
      for (const each of missing)
        terms.push(readAddressTerm(each.slice(each.indexOf('/') + 1)) ?? { kind: 'unknown', name: `address ${each}` });
    }
    return addressSet(terms, negated);
  }

  /** Services by name; `application-default` depends on the application and is not known. */
  services(scope: string, names: readonly string[]): ServiceMatch[] {
    if (names.includes('any')) return [ANY_SERVICE];
    return names.flatMap((name) => {
      if (name === 'application-default') return [{ ...ANY_SERVICE, unknown: 'the default ports of the application' }];
      const { members, missing } = this.#services.resolve(this.#find(this.#services, scope, name));
      return [...members, ...missing.flatMap((each) => predefined(each.slice(each.indexOf('/') + 1)))];
    });
  }
}

function keyOf(scope: string, name: string): string {
  return `${scope}/${name}`;
}

/** `A`, or `[ A B ]`. */
function membersOf(words: readonly string[]): string[] {
  return words.filter((word) => word !== '[' && word !== ']');
}

/** `80,443,8000-8010`; null for none given, undefined when it is not understood. */
function portsOf(text: string | null): readonly NumberRange[] | null | undefined {
  if (text === null) return null;
  const ranges: NumberRange[] = [];
  for (const part of text.split(',')) {
    const match = /^\s*([0-9]{1,5})(?:-([0-9]{1,5}))?\s*$/.exec(part);
    const low = Number(match?.[1]);
    const high = Number(match?.[2] ?? match?.[1]);
    if (!match || low > high || high > 65535) return undefined;
    ranges.push([low, high]);
  }
  return ranges;
}

function predefined(name: string): ServiceMatch[] {
  if (name === 'service-http')
    return [
      protocolService(TCP, {
        destinationPorts: [
          [80, 80],
          [8080, 8080],
        ],
      }),
    ];
  if (name === 'service-https') return [protocolService(TCP, { destinationPorts: [[443, 443]] })];
  return [{ ...ANY_SERVICE, unknown: `service ${name}` }];
}
