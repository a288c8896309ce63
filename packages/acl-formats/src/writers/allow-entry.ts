import { compareIp, hasPorts, ICMP, ICMPV6 } from '@scopemap/net';
import type { RuleFlow } from '../evaluate/rule-flow.ts';
import type { RuleFormat } from '../model/rule-file.ts';

/** One permission of a draft: one client may call one service of one server. */
export interface AllowEntry {
  readonly client: string;
  readonly server: string;
  readonly protocol: number;
  /** Null for protocols without ports. */
  readonly port: number | null;
  /** Null: every message, or no ICMP. */
  readonly icmpType: number | null;
  /** Business need or approval, written as remark. */
  readonly comment: string | null;
}

/** A file of a draft. `list` is the list that clients pass; `replyList` the one for replies where the format needs it. */
export interface DraftFile {
  readonly format: RuleFormat;
  readonly name: string;
  readonly text: string;
}

/** Formats a draft can be written in. */
export const DRAFT_FORMATS = ['csv', 'ios', 'iptables', 'aws-sg'] as const satisfies readonly RuleFormat[];

export type DraftFormat = (typeof DRAFT_FORMATS)[number];

/**
 * The permissions that keep these relationships, each once, in order of server, protocol, port and client. Relationships whose
 * direction or port is not known cannot be permitted exactly: they come back in `left`.
 */
export function allowEntriesOf(flows: Iterable<RuleFlow & { readonly comment?: string | null }>): {
  entries: AllowEntry[];
  left: RuleFlow[];
} {
  const entries = new Map<string, AllowEntry>();
  const left: RuleFlow[] = [];
  for (const flow of flows) {
    const { client, server, protocol, comment = null } = flow;
    const port = hasPorts(protocol) ? flow.port : null;
    if (client === null || server === null || (hasPorts(protocol) && port === null)) {
      left.push(flow);
      continue;
    }
    const icmpType = protocol === ICMP || protocol === ICMPV6 ? (flow.icmpType ?? null) : null;
    const key = [client, server, protocol, port, icmpType].join(' ');
    if (!entries.has(key)) entries.set(key, { client, server, protocol, port, icmpType, comment });
  }
  return { entries: [...entries.values()].sort(compareEntries), left };
}

function compareEntries(a: AllowEntry, b: AllowEntry): number {
  return (
    compareIp(a.server, b.server) ||
    a.protocol - b.protocol ||
    (a.port ?? -1) - (b.port ?? -1) ||
    (a.icmpType ?? -1) - (b.icmpType ?? -1) ||
    compareIp(a.client, b.client)
  );
}

/** A comment on one line, without characters that end a text in any of the formats. */
export function oneLine(comment: string): string {
  return comment
    .replaceAll(/[\p{Cc}"\\]+/gu, ' ')
    .trim()
    .slice(0, 200);
}
