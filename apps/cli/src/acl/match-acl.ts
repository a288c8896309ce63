import {
  createRuleMatcher,
  createRuleReviewer,
  type RuleFile,
  type RuleFlow,
  type RuleList,
  type RuleReview,
  type RuleVerdict,
} from '@scopemap/acl-formats';
import { protocolName } from '@scopemap/net';
import { UsageError } from '../command.ts';
import { LineWriter } from '../output.ts';
import { readFlows } from './read-flows.ts';

export interface MatchOptions {
  readonly flows: string;
  readonly list: string | undefined;
  readonly replyList: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Print the review of the rules instead of a verdict per relationship. */
  readonly review: boolean;
  readonly json: boolean;
}

const MOST_FAULTS = 20;

/** Judges every relationship of a file. False when lines of it were no relationships: then something is missing. */
export async function matchAcl(file: RuleFile, options: MatchOptions): Promise<boolean> {
  const list = listOf(file, options.list);
  if (options.replyList !== undefined) listOf(file, options.replyList);
  const matcher = createRuleMatcher(file, {
    list: list.name,
    from: options.from ?? null,
    to: options.to ?? null,
    ...(options.replyList === undefined ? {} : { replyList: options.replyList }),
  });
  const reviewer = createRuleReviewer(file, list);
  const out = new LineWriter(process.stdout);
  let faults = 0;
  for await (const row of readFlows(options.flows)) {
    if ('fault' in row) {
      if (++faults <= MOST_FAULTS) console.error(`scopemap: ${options.flows}: line ${row.line}: ${row.fault}`);
      continue;
    }
    const verdict = matcher.judge(row.flow);
    if (options.review) reviewer.add(verdict, row.last);
    else await out.write(options.json ? JSON.stringify(verdictRow(row.flow, verdict)) : describe(row.flow, verdict));
  }
  if (options.review)
    for (const review of reviewer.finish())
      await out.write(options.json ? JSON.stringify(reviewRow(review)) : describeReview(review));
  await out.flush();
  if (faults > 0) console.error(`scopemap: ${options.flows}: ${faults} lines are no relationships and were not judged`);
  return faults === 0;
}

function listOf({ lists }: RuleFile, name: string | undefined): RuleList {
  const names = lists.map((list) => list.name);
  const [only] = lists;
  if (!only) throw new Error('the rule file has no list');
  if (name === undefined) {
    if (lists.length > 1) throw new UsageError(`the file has several lists, name one with --list: ${names.join(', ')}`);
    return only;
  }
  const list = lists.find((each) => each.name === name);
  if (!list) throw new UsageError(`the file has no list "${name}", only ${names.join(', ')}`);
  return list;
}

function verdictRow(flow: RuleFlow, verdict: RuleVerdict) {
  const { client, server, endpoints, protocol, port } = flow;
  return { client, server, ...(endpoints ? { endpoints } : {}), protocol, port, ...verdict };
}

function describe(flow: RuleFlow, { answer, line, label, direction, because }: RuleVerdict): string {
  const by = line === null ? '' : ` by line ${line}${label === null ? '' : ` (${label})`}`;
  const reply = direction === 'reply' ? ', the reply' : '';
  return `${answer}${by}${reply}\t${describeFlow(flow)}${because.length > 0 ? `\t${because.join('; ')}` : ''}`;
}

function describeFlow({ client, server, endpoints, protocol, port }: RuleFlow): string {
  const end = (address: string, number: number | null) => (number === null ? address : `${address} port ${number}`);
  const [a, b] = endpoints ?? [];
  const pair =
    client !== null && server !== null
      ? `${client} -> ${end(server, port)}`
      : `${end(a?.address ?? '', a?.port ?? null)} <-> ${end(b?.address ?? '', b?.port ?? null)}`;
  return `${protocolName(protocol)} ${pair}`;
}

function reviewRow({ rule, chain, matched, lastMatch, possible, shadowedBy, broad }: RuleReview) {
  const { id, line, text, label, active, remark } = rule;
  return {
    rule: id,
    chain,
    line,
    label,
    text,
    active,
    remark,
    matched,
    lastMatch,
    possible,
    shadowedBy: shadowedBy?.line ?? null,
    broad,
  };
}

function describeReview({ rule, matched, lastMatch, possible, shadowedBy, broad }: RuleReview): string {
  const parts = [
    matched === 0 ? 'never matched' : `matched ${matched}`,
    lastMatch === null ? null : `last ${new Date(lastMatch).toISOString()}`,
    possible === 0 ? null : `may have matched ${possible}`,
    shadowedBy ? `shadowed by line ${shadowedBy.line}` : null,
    broad.length === 0 ? null : `too broad: ${broad.join(', ')}`,
  ];
  return `line ${rule.line}\t${parts.filter((part) => part !== null).join('; ')}\t${rule.text}`;
}
