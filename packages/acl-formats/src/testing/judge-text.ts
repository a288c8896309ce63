import { hasPorts, protocolNumber } from '@scopemap/net';
import { createRuleMatcher, type RuleMatcherOptions } from '../evaluate/create-rule-matcher.ts';
import type { RuleFlow } from '../evaluate/rule-flow.ts';
import type { RuleVerdict } from '../evaluate/rule-verdict.ts';
import type { RuleFile, RuleFormat } from '../model/rule-file.ts';
import { parseRules } from '../parse-rules.ts';

/** `tcp 10.0.0.1:40000 > 10.0.0.2:443`, `icmp/8 A > B`; IPv6 addresses in brackets when a port follows. */
export function flow(text: string): RuleFlow {
  const [name = '', client = '', , server = ''] = text.split(' ');
  const [protocolName = '', icmp] = name.split('/');
  const protocol = protocolNumber(protocolName) ?? -1;
  const [a, b] = [endOf(client, protocol), endOf(server, protocol)];
  return {
    client: a.address,
    server: b.address,
    endpoints: null,
    protocol,
    port: b.port,
    clientPort: a.port,
    icmpType: icmp === undefined ? null : Number(icmp),
  };
}

function endOf(text: string, protocol: number): { address: string; port: number | null } {
  const match = hasPorts(protocol) ? /^(?:\[(.+)\]|([^:]+)):([0-9]+)$/.exec(text) : null;
  return match ? { address: (match[1] ?? match[2]) as string, port: Number(match[3]) } : { address: text, port: null };
}

/** `allowed 3`: answer and line; `-` where the default decided; `(reply)` behind a verdict that the reply decided. */
export function say({ answer, line, direction }: RuleVerdict): string {
  return `${answer} ${line ?? '-'}${direction === 'reply' ? ' (reply)' : ''}`;
}

/** What a list says of a flow, as {@link say} prints it. */
export function judge(file: RuleFile, options: RuleMatcherOptions, text: string): string {
  return say(createRuleMatcher(file, options).judge(flow(text)));
}

/** The lines that were not understood, `line: why`. */
export function unread(file: RuleFile): string[] {
  return file.unread.map(({ line, why }) => `${line}: ${why}`);
}

export function parse(format: RuleFormat, lines: readonly string[]): RuleFile {
  return parseRules(format, lines.join('\n'));
}
