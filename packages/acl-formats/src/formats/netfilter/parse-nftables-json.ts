import type { RuleFile, Stage } from '../../model/rule-file.ts';
import { RuleFileBuilder } from '../../model/rule-file-builder.ts';
import { excerpt, field, items, mainItems, numberField, textField } from '../../text/json-fields.ts';
import { type JsonNode, parseJsonLines } from '../../text/parse-json-lines.ts';
import { readNftRule } from './nft-rule.ts';
import type { NftSets } from './nft-values.ts';

interface BaseChain {
  readonly hook: string;
  readonly priority: number;
  readonly stage: Stage;
}

/** Hooks that packets of a list pass, in order, and the list that their replies pass. */
const LISTS: readonly (readonly [list: string, hooks: readonly string[], reply: string])[] = [
  ['forward', ['prerouting', 'forward', 'postrouting'], 'forward'],
  ['input', ['prerouting', 'input'], 'output'],
  ['output', ['output', 'postrouting'], 'input'],
];

const FAMILIES: Readonly<Record<string, 4 | 6 | null>> = { ip: 4, ip6: 6, inet: null };

/**
 * `nft -j list ruleset`: lists `forward`, `input` and `output`, each with every base chain that packets pass by hook and
 * priority. Chains are named `family table/chain`. `accept` ends one base chain, a later one may still drop; `drop` is final.
 * Throws {@link RuleFileError} for text that is no such JSON.
 */
export function parseNftablesJson(text: string): RuleFile {
  const builder = new RuleFileBuilder('nftables-json');
  const entries = mainItems(parseJsonLines(text), ['nftables'], 'nftables ruleset');
  const sets = readSets(entries);
  const bases = readChains(entries, builder);
  for (const entry of entries) readRule(entry, builder, sets);
  for (const [list, hooks, reply] of LISTS) {
    if (!bases.some(({ hook }) => hook === list)) continue;
    const stages = hooks.flatMap((hook) => stagesOf(bases, hook));
    const replyList = bases.some(({ hook }) => hook === reply) ? reply : null;
    builder.addList({ name: list, order: 'first-match', state: 'tracked', stages, replyList });
  }
  return builder.build();
}

/** Base chains of a hook by priority. Source translation comes behind all that filters and decides nothing. */
function stagesOf(bases: readonly BaseChain[], hook: string): Stage[] {
  return bases
    .filter((base) => base.hook === hook)
    .sort((a, b) => a.priority - b.priority)
    .map(({ stage }) => stage);
}

function tableOf(content: JsonNode): string {
  return `${textField(content, 'family')} ${textField(content, 'table')}`;
}

function readSets(entries: readonly JsonNode[]): NftSets {
  const sets = new Map<string, readonly JsonNode[] | null>();
  for (const entry of entries) {
    const set = field(entry, 'set') ?? field(entry, 'map');
    if (!set) continue;
    const flags = items(set, 'flags').map((flag) => (flag.kind === 'string' ? flag.value : ''));
    const changes = flags.includes('dynamic') || flags.includes('timeout') || field(set, 'timeout') !== undefined;
    sets.set(`${tableOf(set)} ${textField(set, 'name')}`, changes ? null : items(set, 'elem'));
  }
  return sets;
}

function readChains(entries: readonly JsonNode[], builder: RuleFileBuilder): BaseChain[] {
  const bases: BaseChain[] = [];
  for (const entry of entries) {
    const chain = field(entry, 'chain');
    if (!chain) continue;
    const family = textField(chain, 'family') ?? '';
    const name = `${tableOf(chain)}/${textField(chain, 'name')}`;
    const hook = textField(chain, 'hook');
    if (!Object.hasOwn(FAMILIES, family)) {
      if (hook !== undefined)
        builder.addUnread(chain.line, excerpt(chain), `chains of the family "${family}" are not modelled`);
      continue;
    }
    builder.chain(name);
    // Source translation changes what leaves, not whether it does.
    const translation = textField(chain, 'type') === 'nat' && (hook === 'postrouting' || hook === 'input');
    if (hook === undefined || translation) continue;
    const policy = textField(chain, 'policy') ?? 'accept';
    const fallback = policy === 'accept' ? 'allow' : policy === 'drop' ? 'deny' : 'unknown';
    const stage = { chain: name, fallback, line: chain.line, family: FAMILIES[family] ?? null } as const;
    const priority = numberField(chain, 'prio');
    if (priority === undefined)
      builder.addUnread(chain.line, excerpt(chain), 'a base chain without a numeric priority');
    bases.push({ hook, priority: priority ?? 0, stage });
  }
  return bases;
}

function readRule(entry: JsonNode, builder: RuleFileBuilder, sets: NftSets): void {
  const rule = field(entry, 'rule');
  if (!rule) return;
  const table = tableOf(rule);
  const unread: string[] = [];
  const label = textField(rule, 'handle') ?? null;
  const rules = readNftRule(rule, table, sets, unread);
  for (const why of unread) builder.addUnread(rule.line, excerpt(rule), why);
  for (const { action, parts } of rules)
    builder.addRule(`${table}/${textField(rule, 'chain')}`, rule.line, excerpt(rule), action, { ...parts, label });
}
