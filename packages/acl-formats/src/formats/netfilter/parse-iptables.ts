import type { ListDefault, RuleFile } from '../../model/rule-file.ts';
import { RuleFileBuilder } from '../../model/rule-file-builder.ts';
import { splitLines } from '../../text/split-lines.ts';
import { readIptablesRule } from './iptables-rule.ts';
import { type ChainPolicy, HOOKS, REPLY_HOOK, stagesOf } from './netfilter-stages.ts';
import { splitShellWords } from './split-shell-words.ts';

interface Reader {
  readonly builder: RuleFileBuilder;
  readonly family: 4 | 6;
  readonly policies: Map<string, ChainPolicy>;
  table: string;
}

/**
 * `iptables-save` and `ip6tables-save`: lists FORWARD, INPUT and OUTPUT, each with the chains of all tables that packets pass.
 * Chains of tables other than `filter` are named `table/CHAIN`. Where addresses are rewritten (DNAT) the verdict is undetermined.
 */
export function parseIptables(text: string): RuleFile {
  const lines = splitLines(text);
  const builder = new RuleFileBuilder('iptables');
  const reader: Reader = { builder, family: familyOf(text), policies: new Map(), table: 'filter' };
  for (const [index, line] of lines.entries()) readLine(reader, line.trim(), index + 1);
  for (const hook of HOOKS) {
    const stages = stagesOf(hook, reader.policies, chainName, reader.family);
    if (!reader.policies.has(hook)) continue;
    const reply = REPLY_HOOK[hook] as string;
    const replyList = reader.policies.has(reply) ? reply : null;
    builder.addList({ name: hook, order: 'first-match', state: 'tracked', stages, replyList });
  }
  return builder.build();
}

/** The text names its tool; otherwise addresses tell. */
function familyOf(text: string): 4 | 6 {
  if (/^# (?:Generated|Completed) by ip6tables/m.test(text)) return 6;
  return /^-A .*-[sd] [0-9a-f]*:[0-9a-f:]+/m.test(text) ? 6 : 4;
}

function chainName(table: string, chain: string): string {
  return table === 'filter' ? chain : `${table}/${chain}`;
}

function readLine(reader: Reader, line: string, number: number): void {
  const { builder, table } = reader;
  if (line === '' || line === 'COMMIT' || line.startsWith('#')) return;
  const opened = /^\*(\S+)$/.exec(line);
  if (opened) {
    reader.table = opened[1] as string;
    return;
  }
  const declared = /^:(\S+) (\S+)/.exec(line);
  if (declared) {
    declareChain(reader, declared[1] as string, declared[2] as string, line, number);
    return;
  }
  const rule = /^(?:\[[0-9]+:[0-9]+\] )?-A (\S+)(?: (.*))?$/.exec(line);
  if (!rule) {
    builder.addUnread(number, line, 'no line of iptables-save');
    return;
  }
  const chain = chainName(table, rule[1] as string);
  const read = readIptablesRule(splitShellWords(rule[2] ?? ''), reader.family, (name) => chainName(table, name));
  for (const why of read.unread) builder.addUnread(number, line, why);
  builder.addRule(chain, number, line, read.action, read.parts);
}

function declareChain(reader: Reader, chain: string, policy: string, line: string, number: number): void {
  const name = chainName(reader.table, chain);
  reader.builder.chain(name);
  if (policy === '-') return;
  const fallback: ListDefault = policy === 'ACCEPT' ? 'allow' : policy === 'DROP' ? 'deny' : 'unknown';
  if (fallback === 'unknown') reader.builder.addUnread(number, line, `the policy "${policy}"`);
  reader.policies.set(name, { fallback, line: number });
}
