import { canonicalIp, formatPrefix, parsePrefix } from '@scopemap/net';
import type { ContactFact } from '../facts/contact-fact.ts';
import type { PlaceRef } from '../facts/place.ts';
import type { NetworkFacts } from '../facts/scope-facts.ts';
import type { TagFact } from '../facts/tag-fact.ts';
import { isMapped, systemAddress, systemKey } from '../network/system-address.ts';

/** What is wrong with one fact. */
export interface FactError {
  /** Where it stands, as in JavaScript: `tags[3].subject.id`. */
  readonly path: string;
  readonly message: string;
}

/** After so many errors more would not help anybody. */
const MOST_ERRORS = 1000;

/**
 * What the form of the facts alone does not show: references to nothing, ids that two facts share, places with the same
 * prefix, times in the wrong order, addresses that are not canonical. Facts with errors must not be classified: a statement
 * about nothing would be silently without effect. Contacts are looked at one by one and not kept.
 */
export function checkFacts(facts: NetworkFacts & { readonly contacts: Iterable<ContactFact> }): FactError[] {
  const check = new FactCheck(facts);
  try {
    check.all();
  } catch (error) {
    if (!(error instanceof TooManyErrors)) throw error;
  }
  return check.errors;
}

class TooManyErrors extends Error {}

class FactCheck {
  readonly errors: FactError[] = [];
  readonly #facts: NetworkFacts & { readonly contacts: Iterable<ContactFact> };
  readonly #assets: ReadonlySet<string>;
  readonly #places: ReadonlySet<string>;
  readonly #bound: ReadonlyMap<string, string>;
  /** Assets that are named like an address and have bindings, and whether that address is among these. */
  readonly #namedLikeAddress: ReadonlyMap<string, boolean>;
  readonly #verdictContacts = new Map<string, string[]>();
  readonly #taggedContacts = new Map<string, string[]>();

  constructor(facts: NetworkFacts & { readonly contacts: Iterable<ContactFact> }) {
    this.#facts = facts;
    this.#assets = new Set(facts.assets.map(({ id }) => id));
    this.#places = new Set([
      ...facts.zones.map(({ id }) => `zone ${id}`),
      ...facts.segments.map(({ id }) => `segment ${id}`),
    ]);
    this.#bound = new Map(facts.bindings.map(({ address, asset }) => [systemKey(address), asset]));
    this.#namedLikeAddress = assetsNamedLikeAddresses(facts);
  }

  all(): void {
    this.#period();
    this.#ids();
    this.#placesOf();
    this.#assetNames();
    this.#bindings();
    this.#sightings();
    this.#tags();
    this.#controls();
    this.#evidence();
    this.#contacts();
  }

  #report(path: string, message: string): void {
    this.errors.push({ path, message });
    if (this.errors.length >= MOST_ERRORS) throw new TooManyErrors();
  }

  #period(): void {
    const { period } = this.#facts;
    if (!(period.start < period.end)) this.#report('period', 'ends before it has begun');
  }

  #ids(): void {
    const { controls, ...lists } = this.#facts;
    const named = {
      zones: lists.zones,
      segments: lists.segments,
      assets: lists.assets,
      sightings: lists.sightings,
      tags: lists.tags,
      thirdParties: lists.thirdParties,
      controls,
      segmentationTests: lists.segmentationTests,
      approvals: lists.approvals,
      exporters: lists.exporters,
      boundaries: lists.boundaries,
      calendar: lists.calendar,
    };
    for (const [list, rows] of Object.entries(named)) this.#unique(list, rows, new Map());
    const rules = new Map<string, string>();
    controls.forEach(({ ruleSet }, i) => {
      if (ruleSet) this.#unique(`controls[${i}].ruleSet.rules`, ruleSet.rules, rules);
    });
  }

  #unique(list: string, rows: readonly { readonly id: string }[], seen: Map<string, string>): void {
    rows.forEach(({ id }, i) => {
      const path = `${list}[${i}].id`;
      const first = seen.get(id);
      if (first !== undefined) this.#report(path, `"${id}" is taken by ${first}`);
      else seen.set(id, path);
    });
  }

  #placesOf(): void {
    const { zones, segments } = this.#facts;
    segments.forEach(({ zone }, i) => {
      if (zone !== null && !this.#places.has(`zone ${zone}`)) this.#report(`segments[${i}].zone`, `no zone "${zone}"`);
    });
    for (const [list, rows] of Object.entries({ zones, segments })) {
      const owners = new Map<string, string>();
      rows.forEach(({ prefixes }, i) => {
        prefixes.forEach((prefix, j) => {
          const path = `${list}[${i}].prefixes[${j}]`;
          this.#prefix(path, prefix);
          const owner = owners.get(prefix);
          if (owner !== undefined) this.#report(path, `${prefix} belongs to ${owner} as well`);
          else owners.set(prefix, path);
        });
      });
    }
  }

  #prefix(path: string, text: string): void {
    const prefix = parsePrefix(text);
    if (!prefix) this.#report(path, `"${text}" is no prefix`);
    else if (isMapped(text) && prefix.length >= 96)
      this.#report(
        path,
        `write ${text.slice('::ffff:'.length, text.indexOf('/'))}/${prefix.length - 96} for "${text}"`,
      );
    else if (formatPrefix(prefix) !== text) this.#report(path, `write ${formatPrefix(prefix)} for "${text}"`);
  }

  #address(path: string, text: string): void {
    const canonical = systemAddress(text);
    if (canonical === null) this.#report(path, `"${text}" is no address`);
    else if (canonical !== text) this.#report(path, `write ${canonical} for "${text}"`);
  }

  #assetNames(): void {
    this.#facts.assets.forEach(({ id }, i) => {
      if (this.#namedLikeAddress.get(id) === false)
        this.#report(
          `assets[${i}].id`,
          `${id} is an address that it is not bound to: contacts of whoever has that would be its own`,
        );
    });
  }

  #bindings(): void {
    this.#facts.bindings.forEach(({ asset, address, from, until }, i) => {
      const path = `bindings[${i}]`;
      if (!this.#assets.has(asset)) this.#report(`${path}.asset`, `no asset "${asset}"`);
      this.#address(`${path}.address`, address);
      if (from !== null && until !== null && !(from < until)) this.#report(path, 'ends before it has begun');
      // An address that changes hands may be a system of its own between its holders, if it is bound to itself then.
      if (asset !== address && this.#assets.has(address) && !this.#namedLikeAddress.has(address))
        this.#report(`${path}.address`, `there is an asset with the id ${address}: which of the two is meant by it?`);
    });
  }

  #sightings(): void {
    this.#facts.sightings.forEach(({ asset, place, first, last }, i) => {
      this.#system(`sightings[${i}].asset`, asset);
      this.#place(`sightings[${i}].place`, place);
      if (!(first <= last)) this.#report(`sightings[${i}]`, 'ends before it has begun');
    });
  }

  /** An asset by its id, or an address that nobody has bound. */
  #system(path: string, id: string): void {
    if (this.#assets.has(id)) return;
    const owner = this.#bound.get(systemKey(id));
    if (owner !== undefined) this.#report(path, `${id} is an address of "${owner}": name the asset`);
    else if (canonicalIp(id) !== id) this.#report(path, `no asset "${id}"`);
  }

  #place(path: string, { kind, id }: PlaceRef): void {
    if (!this.#places.has(`${kind} ${id}`)) this.#report(path, `no ${kind} "${id}"`);
  }

  #tags(): void {
    this.#facts.tags.forEach((tag, i) => {
      this.#tag(`tags[${i}]`, tag);
    });
  }

  #tag(path: string, { subject, statement }: TagFact): void {
    const { kind, id } = subject;
    if (kind === 'asset') this.#system(`${path}.subject.id`, id);
    else if (kind === 'contact') listAt(this.#taggedContacts, id).push(`${path}.subject.id`);
    else this.#place(`${path}.subject`, { kind, id });
    const allowed = SUBJECTS[statement.kind] ?? ['asset'];
    if (!allowed.includes(kind))
      this.#report(`${path}.subject.kind`, `${statement.kind} is said of ${allowed.join(' or ')}, not of ${kind}`);
    if (statement.kind === 'manages' || statement.kind === 'no-influence')
      this.#system(`${path}.statement.target`, statement.target);
    if (statement.kind === 'hosts') this.#system(`${path}.statement.guest`, statement.guest);
    if (statement.kind === 'unsegmented') this.#place(`${path}.statement.other`, statement.other);
    if (statement.kind === 'hides')
      statement.prefixes.forEach((prefix, i) => {
        this.#prefix(`${path}.statement.prefixes[${i}]`, prefix);
      });
    if (statement.kind === 'third-party' && statement.party !== null) {
      const { party } = statement;
      if (!this.#facts.thirdParties.some((known) => known.id === party))
        this.#report(`${path}.statement.party`, `no third party "${party}"`);
    }
  }

  #controls(): void {
    this.#facts.controls.forEach(({ asset, separates, ruleSet }, i) => {
      const path = `controls[${i}]`;
      if (asset !== null) this.#system(`${path}.asset`, asset);
      separates.forEach((pair, j) => {
        pair.forEach((place, k) => {
          this.#place(`${path}.separates[${j}][${k}]`, place);
        });
      });
      ruleSet?.rules.forEach(({ source, destination, ports }, j) => {
        const rule = `${path}.ruleSet.rules[${j}]`;
        source?.forEach((prefix, k) => {
          this.#prefix(`${rule}.source[${k}]`, prefix);
        });
        destination?.forEach((prefix, k) => {
          this.#prefix(`${rule}.destination[${k}]`, prefix);
        });
        ports?.forEach(([from, to], k) => {
          if (from > to) this.#report(`${rule}.ports[${k}]`, `ends at ${to} before it begins at ${from}`);
        });
      });
    });
    const controls = new Set(this.#facts.controls.map(({ id }) => id));
    this.#facts.verdicts.forEach(({ contact, control }, i) => {
      if (!controls.has(control)) this.#report(`verdicts[${i}].control`, `no control "${control}"`);
      listAt(this.#verdictContacts, contact).push(`verdicts[${i}].contact`);
    });
  }

  #evidence(): void {
    const { segmentationTests, approvals, boundaries, exporters } = this.#facts;
    for (const [list, rows] of Object.entries({ segmentationTests, approvals }))
      rows.forEach(({ from, to }, i) => {
        this.#place(`${list}[${i}].from`, from);
        this.#place(`${list}[${i}].to`, to);
      });
    const known = new Set(exporters.map(({ id }) => id));
    boundaries.forEach(({ between, exporters: ids }, i) => {
      between.forEach((place, j) => {
        this.#place(`boundaries[${i}].between[${j}]`, place);
      });
      ids.forEach((id, j) => {
        if (!known.has(id)) this.#report(`boundaries[${i}].exporters[${j}]`, `no exporter "${id}"`);
      });
    });
  }

  #contacts(): void {
    const seen = new Set<string>();
    const ends = new Set<string>();
    let i = 0;
    for (const { id, from, to, first, last } of this.#facts.contacts) {
      const path = `contacts[${i}]`;
      if (seen.has(id)) this.#report(`${path}.id`, `"${id}" is taken by another contact`);
      seen.add(id);
      for (const [name, end] of [
        ['from', from],
        ['to', to],
      ] as const) {
        // The same end comes again and again: it is looked at once.
        if (ends.has(end)) continue;
        ends.add(end);
        if (!this.#assets.has(end) && canonicalIp(end) !== end)
          this.#report(`${path}.${name}`, `"${end}" is neither an asset nor a canonical address`);
      }
      if (!(first <= last)) this.#report(path, 'ends before it has begun');
      i++;
    }
    for (const paths of [this.#verdictContacts, this.#taggedContacts])
      for (const [id, where] of paths)
        if (!seen.has(id)) for (const path of where) this.#report(path, `no contact "${id}"`);
  }
}

const PLACES_TOO: readonly TagFact['subject']['kind'][] = ['asset', 'segment', 'zone'];
const PLACES_ONLY: readonly TagFact['subject']['kind'][] = ['segment', 'zone'];

/** What a statement may be about, where that is not an asset alone. */
const SUBJECTS: Partial<Record<TagFact['statement']['kind'], readonly TagFact['subject']['kind'][]>> = {
  claim: PLACES_TOO,
  'no-account-data': PLACES_TOO,
  'out-of-scope-justified': PLACES_TOO,
  'third-party': PLACES_TOO,
  'cde-segment': PLACES_ONLY,
  unsegmented: PLACES_ONLY,
  'no-influence': ['asset', 'contact'],
  'contact-retired': ['contact'],
  'carries-account-data': ['contact'],
};

function assetsNamedLikeAddresses({ assets, bindings }: NetworkFacts): ReadonlyMap<string, boolean> {
  const named = new Set(assets.map(({ id }) => id).filter((id) => systemAddress(id) !== null));
  const found = new Map<string, boolean>();
  for (const { asset, address } of bindings)
    if (named.has(asset)) found.set(asset, found.get(asset) === true || systemKey(address) === systemKey(asset));
  return found;
}

function listAt(map: Map<string, string[]>, key: string): string[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}
