import { parsePrefix, TCP, UDP } from '@scopemap/net';
import { compileRule } from '../evaluate/compiled-rule.ts';
import { TALK_LENGTHS } from '../evaluate/talk-hash.ts';
import type { AddressSet } from '../model/address-set.ts';
import type { RuleFile, RuleList } from '../model/rule-file.ts';
import type { FlatList } from './flatten-list.ts';
import { boxesOf, commonBox, type RuleBox } from './rule-box.ts';

/**
 * The rows of the talk's table that its search can find. It also finds rows by their replies; those are left to the default,
 * which is not known: the table names traffic and forbids none.
 */
export function flattenTalkTable(file: RuleFile, { stages }: RuleList, within: RuleBox): FlatList {
  const rules = stages
    .flatMap(({ chain }) => file.chains[chain] ?? [])
    .filter(({ source, destination }) => isSearched(source) && isSearched(destination));
  return {
    rules: rules.flatMap((rule) =>
      boxesOf(compileRule(rule, new Map()), null, null).flatMap((own) => {
        const box = commonBox(within, own);
        const searched =
          box && (!box.ports || box.protocols?.every(([protocol]) => protocol === TCP || protocol === UDP));
        return searched ? [{ effect: 'allow' as const, box, rule, line: rule.line }] : [];
      }),
    ),
    fallback: 'unknown',
    fallbackLine: null,
    cut: false,
  };
}

/** The search looks up texts: only an address, or a network of certain lengths in canonical form, is ever asked for. */
function isSearched({ terms }: AddressSet): boolean {
  const [term] = terms;
  const prefix = term?.kind === 'prefix' ? parsePrefix(term.prefix) : null;
  return prefix?.bytes.length === 4 && (prefix.length === 32 || TALK_LENGTHS.includes(prefix.length));
}
