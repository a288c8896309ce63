import { createHash } from 'node:crypto';
import type { AddressSet, Rule, RuleFile, UnreadLine } from '@scopemap/acl-formats';
import type { NewRuleSet } from '@scopemap/database';

/** Where a rule file came from. */
export interface RuleFileOrigin {
  readonly fileName: string;
  readonly text: string;
  readonly takenAt: Date;
}

/** The rule file but for its rules and unread lines, which are stored as rows of their own. */
interface StoredModel extends Pick<RuleFile, 'format' | 'lists' | 'bindings' | 'otherLines'> {
  /** Names in the order of the file; a chain may be empty. */
  readonly chains: readonly string[];
}

/** A rule file as a version to be stored. */
export function newRuleSet(file: RuleFile, { fileName, text, takenAt }: RuleFileOrigin): NewRuleSet {
  const { format, lists, bindings, otherLines, unread } = file;
  const model: StoredModel = { format, lists, bindings, otherLines, chains: Object.keys(file.chains) };
  const rules = Object.entries(file.chains).flatMap(([chain, each]) =>
    each.map((rule) => ({ position: rule.id, chain, line: rule.line, text: rule.text, model: rule })),
  );
  const digest = createHash('sha256').update(text, 'utf8').digest('hex');
  return { format, fileName, digest, takenAt, model, unread, rules };
}

/** The rule file that {@link newRuleSet} stored. */
export function ruleFileOf(
  { model, unread }: { readonly model: object; readonly unread: readonly UnreadLine[] },
  rules: readonly { readonly chain: string; readonly model: object }[],
): RuleFile {
  const { chains: names, ...rest } = model as StoredModel;
  const chains: Record<string, Rule[]> = Object.fromEntries(names.map((name) => [name, []]));
  const shared = new Map<string, AddressSet>();
  for (const { chain, model: stored } of rules) {
    const rule = stored as Rule;
    chains[chain]?.push({
      ...rule,
      source: share(rule.source, shared),
      destination: share(rule.destination, shared),
    });
  }
  return { ...rest, chains, unread };
}

/** Rules that name the same group share one set again, so that it is compiled once. */
function share(set: AddressSet, shared: Map<string, AddressSet>): AddressSet {
  const key = JSON.stringify(set);
  const known = shared.get(key);
  if (known) return known;
  shared.set(key, set);
  return set;
}
