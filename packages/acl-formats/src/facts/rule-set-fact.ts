import { parsePrefix } from '@scopemap/net';
import type { RuleFact, RuleSetFact } from '@scopemap/scope-model';
import { compileAddresses } from '../evaluate/compiled-addresses.ts';
import { compileChains } from '../evaluate/create-rule-matcher.ts';
import { addressSet } from '../model/address-set.ts';
import { findList } from '../model/find-list.ts';
import type { RuleFile } from '../model/rule-file.ts';
import {
  type AddressRanges,
  ALL_ADDRESSES,
  addressBounds,
  complementOf,
  intersection,
  NO_ADDRESSES,
  prefixesOf,
  unionOf,
} from './address-ranges.ts';
import { type FlatList, type FlatRule, flattenList } from './flatten-list.ts';
import { flattenTalkTable } from './flatten-talk-table.ts';
import { createReplyCheck } from './reply-passes.ts';
import { commonBox, EVERYTHING, type RuleBox } from './rule-box.ts';

/** A prefix that lies in a place, or in another one. Of those that hold an address the longest counts. */
export interface PlacePrefix {
  readonly prefix: string;
  readonly inside: boolean;
}

/** Where a list of the file decides. */
export interface ListUse {
  readonly list: string;
  /** For lists without state: the list that replies pass. Default: the one the file itself names. */
  readonly replyList?: string | null;
  /** The place that clients are in, and the one that servers are in; null: everywhere. Of equal prefixes the last counts. */
  readonly sources: readonly PlacePrefix[] | null;
  readonly targets: readonly PlacePrefix[] | null;
  /** Interface or zone of both, as the rules name them; null when not known. */
  readonly from?: string | null;
  readonly to?: string | null;
}

/** What is said of an import beside its text. */
export interface RuleSetOrigin {
  readonly id: string;
  readonly version: string;
  /** Milliseconds since 1970 UTC. */
  readonly pulledAt: number;
}

/**
 * The rules of a control as facts of the scope model: jumps, groups, stages and defaults written out in order, addresses as
 * exact prefixes. They speak of the first packet of a connection. Whatever cannot be written exactly is `uncertain`: such a
 * fact never covers less than its line may match. A line of unknown effect is written twice, allowing and denying.
 *
 * Where several lists decide about the same packets, all of their facts are uncertain: a packet must pass each of them.
 * `no-match`, the default of lists that only name traffic, becomes the default `unknown`.
 *
 * A list that is bound to places says nothing elsewhere: its default is a fact of its own, and the default of the whole is not
 * known. With `everyPath` the uses are all directions that the control decides about, so that nothing else is left open.
 *
 * Throws RangeError for a list the file does not have and TypeError for a prefix that is none.
 */
export function ruleSetFact(
  file: RuleFile,
  uses: readonly ListUse[],
  origin: RuleSetOrigin,
  everyPath = false,
): RuleSetFact {
  const parts = uses.flatMap((use) => {
    const box = boxOf(use);
    return box ? [{ use, box }] : [];
  });
  const writer = new FactWriter(origin.id);
  const defaults = new Set<RuleSetFact['defaultAction']>();
  for (const { use, box } of parts) {
    const flat = flattenUse(file, use, box);
    const shared = parts.some((other) => other.box !== box && commonBox(other.box, box) !== null);
    for (const rule of flat.rules) writer.add(rule, shared);
    defaults.add(shared ? 'unknown' : flat.fallback);
    if (box !== EVERYTHING || parts.length > 1) writer.addDefault(flat, box, shared);
    if (flat.cut) writer.notUnderstood.push(`${use.list}: its chains lead to more rules than can be written out`);
  }
  const known = everyPath || (parts.length === 1 && parts[0]?.box === EVERYTHING);
  const defaultAction = known ? weakest(defaults) : 'unknown';
  const linesNotUnderstood = [...unreadOutsideOfRules(file), ...writer.notUnderstood];
  return { ...origin, defaultAction, linesNotUnderstood, rules: writer.rules };
}

/** The default that stops least. */
function weakest(defaults: ReadonlySet<RuleSetFact['defaultAction']>): RuleSetFact['defaultAction'] {
  if (defaults.size === 0 || defaults.has('unknown')) return 'unknown';
  return defaults.has('allow') ? 'allow' : 'deny';
}

function boxOf({ sources, targets }: ListUse): RuleBox | null {
  if (sources === null && targets === null) return EVERYTHING;
  return commonBox({ ...EVERYTHING, source: rangesOf(sources) }, { ...EVERYTHING, destination: rangesOf(targets) });
}

function rangesOf(place: readonly PlacePrefix[] | null): AddressRanges {
  if (place === null) return ALL_ADDRESSES;
  const nested = place
    .map(({ prefix, inside }) => ({ inside, length: parsePrefix(prefix)?.length ?? 0, ranges: rangesOfPrefix(prefix) }))
    .sort((a, b) => a.length - b.length);
  let found: AddressRanges = NO_ADDRESSES;
  for (const { inside, ranges } of nested)
    found = inside ? unionOf(found, ranges) : intersection(found, complementOf(ranges));
  return found;
}

function rangesOfPrefix(prefix: string): AddressRanges {
  return addressBounds(compileAddresses(addressSet([{ kind: 'prefix', prefix }]))).core;
}

function flattenUse(file: RuleFile, use: ListUse, box: RuleBox): FlatList {
  const list = findList(file, use.list);
  if (list.order === 'talk-hash') return flattenTalkTable(file, list, box);
  const replyName = use.replyList === undefined ? list.replyList : use.replyList;
  const replyList = replyName === null ? null : findList(file, replyName);
  const chains = compileChains(file, list, false);
  const replyChains = replyList && replyList.order !== list.order ? compileChains(file, replyList, false) : chains;
  const places = { from: use.from ?? null, to: use.to ?? null };
  const flat = flattenList(list, chains, box, places);
  const repliesPass = createReplyCheck({ list, chains, replyList, replyChains, places });
  const unsure = ({ box: { exact, ...rest }, ...rule }: FlatRule): FlatRule[] => {
    const half = { ...rule, box: { ...rest, exact: false } };
    return [half, { ...half, effect: 'deny' }];
  };
  const defaultPasses = flat.fallback !== 'allow' || repliesPass(box);
  return {
    ...flat,
    rules: flat.rules.flatMap((rule) =>
      rule.effect === 'deny' || !rule.box.exact || repliesPass(rule.box) ? [rule] : unsure(rule),
    ),
    fallback: defaultPasses ? flat.fallback : 'unknown',
  };
}

/** Writes flat rules as facts, one for each protocol that they name. */
class FactWriter {
  readonly rules: RuleFact[] = [];
  readonly notUnderstood: string[] = [];
  readonly #prefixes = new Map<AddressRanges, readonly string[]>();
  readonly #ids = new Map<string, number>();
  readonly #set: string;

  /** Ids begin with the one of the rule set: those of other controls are never the same. */
  constructor(set: string) {
    this.#set = set;
  }

  add({ effect, box, rule, line }: FlatRule, shared: boolean): void {
    const name = rule ? `${this.#set}-rule-${rule.id}` : `${this.#set}-default`;
    for (const protocol of numbersOf(box.protocols)) {
      const count = (this.#ids.get(name) ?? 0) + 1;
      this.#ids.set(name, count);
      this.rules.push({
        id: count === 1 ? name : `${name}.${count}`,
        line: line === null ? 'default' : String(line),
        action: effect,
        source: this.#prefixesOf(box.source),
        destination: this.#prefixesOf(box.destination),
        protocol,
        ports: box.ports,
        uncertain: shared || !box.exact,
        text: rule ? rule.text : 'what holds when no rule matches',
      });
    }
  }

  /** The default of a list that does not decide everywhere. */
  addDefault({ fallback, fallbackLine: line }: FlatList, box: RuleBox, shared: boolean): void {
    const rule = { box, rule: null, line };
    if (fallback !== 'unknown') this.add({ ...rule, effect: fallback }, shared);
    else for (const effect of ['allow', 'deny'] as const) this.add({ ...rule, effect }, true);
  }

  #prefixesOf(ranges: AddressRanges): readonly string[] | null {
    if (ranges === ALL_ADDRESSES) return null;
    let prefixes = this.#prefixes.get(ranges);
    if (!prefixes) {
      prefixes = prefixesOf(ranges);
      this.#prefixes.set(ranges, prefixes);
    }
    return prefixes;
  }
}

function numbersOf(protocols: RuleBox['protocols']): (number | null)[] {
  if (protocols === null) return [null];
  return protocols.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at));
}

/** Lines that were not understood and that no rule of the file stands for. */
function unreadOutsideOfRules({ chains, unread }: RuleFile): string[] {
  const lines = new Set(Object.values(chains).flatMap((rules) => rules.map(({ line }) => line)));
  return unread.flatMap(({ line, text, why }) => (lines.has(line) ? [] : [`line ${line}: ${text} (${why})`]));
}
