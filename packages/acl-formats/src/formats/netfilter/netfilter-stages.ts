import type { ListDefault, Stage } from '../../model/rule-file.ts';

/** Base chains that packets of each hook pass before they leave it, in netfilter's order of priority. */
const PATHS: Readonly<Record<string, readonly (readonly [table: string, chain: string])[]>> = {
  FORWARD: [
    ['raw', 'PREROUTING'],
    ['mangle', 'PREROUTING'],
    ['nat', 'PREROUTING'],
    ['mangle', 'FORWARD'],
    ['filter', 'FORWARD'],
    ['security', 'FORWARD'],
    ['mangle', 'POSTROUTING'],
  ],
  INPUT: [
    ['raw', 'PREROUTING'],
    ['mangle', 'PREROUTING'],
    ['nat', 'PREROUTING'],
    ['mangle', 'INPUT'],
    ['filter', 'INPUT'],
    ['security', 'INPUT'],
  ],
  OUTPUT: [
    ['raw', 'OUTPUT'],
    ['mangle', 'OUTPUT'],
    ['nat', 'OUTPUT'],
    ['filter', 'OUTPUT'],
    ['security', 'OUTPUT'],
    ['mangle', 'POSTROUTING'],
  ],
};

/** The hook that replies to packets of a hook pass. */
export const REPLY_HOOK: Readonly<Record<string, string>> = { FORWARD: 'FORWARD', INPUT: 'OUTPUT', OUTPUT: 'INPUT' };

export const HOOKS: readonly string[] = Object.keys(PATHS);

/** Policy of a base chain with the line that states it. */
export interface ChainPolicy {
  readonly fallback: ListDefault;
  readonly line: number;
}

/** The stages of a hook, of the base chains that a file has; `chainName` names a chain of a table in the model. */
export function stagesOf(
  hook: string,
  policies: ReadonlyMap<string, ChainPolicy>,
  chainName: (table: string, chain: string) => string,
  family: 4 | 6,
): Stage[] {
  return (PATHS[hook] ?? []).flatMap(([table, chain]) => {
    const name = chainName(table, chain);
    const policy = policies.get(name);
    return policy ? [{ chain: name, fallback: policy.fallback, line: policy.line, family }] : [];
  });
}
