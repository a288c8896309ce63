import { hasPorts, parseIp, parsePrefix, prefixContains } from '@scopemap/net';
import type { RuleFact, RuleSetFact } from '@scopemap/scope-model';
import type { RuleFlow } from '../evaluate/rule-flow.ts';

/**
 * What facts say of a directed flow: the plainest reader there can be. A fact that is uncertain may decide and may not; where
 * the ways differ nothing is known.
 */
export function judgeFacts(
  { rules, defaultAction }: RuleSetFact,
  flow: RuleFlow,
): 'allowed' | 'denied' | 'undetermined' {
  const ways = new Set<string>();
  let falls = true;
  for (const rule of rules) {
    if (!holds(rule, flow)) continue;
    ways.add(rule.action);
    if (rule.uncertain) continue;
    falls = false;
    break;
  }
  if (falls) ways.add(defaultAction);
  if (ways.size > 1 || ways.has('unknown')) return 'undetermined';
  return ways.has('allow') ? 'allowed' : 'denied';
}

function holds({ source, destination, protocol, ports }: RuleFact, flow: RuleFlow): boolean {
  if (protocol !== null && protocol !== flow.protocol) return false;
  if (!inside(source, flow.client) || !inside(destination, flow.server)) return false;
  if (ports === null) return true;
  const { port } = flow;
  return hasPorts(flow.protocol) && port !== null && ports.some(([from, to]) => port >= from && port <= to);
}

const parsed = new Map<string, ReturnType<typeof parsePrefix>>();

function inside(prefixes: readonly string[] | null, text: string | null): boolean {
  const address = parseIp(text ?? '');
  return (
    prefixes === null ||
    prefixes.some((each) => {
      const prefix = parsed.get(each) ?? parsePrefix(each);
      if (!prefix || !address) throw new TypeError(`"${each}" or "${text}" cannot be read`);
      parsed.set(each, prefix);
      return prefixContains(prefix, address);
    })
  );
}
