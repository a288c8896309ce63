import { TCP } from '@scopemap/net';
import { findList } from '../model/find-list.ts';
import type { RuleFile, RuleList } from '../model/rule-file.ts';
import type { NumberRange } from '../model/service-match.ts';
import { CompiledChain } from './compiled-chain.ts';
import { judgePacket } from './judge-packet.ts';
import {
  type Call,
  callsOf,
  DEFAULT_CLIENT_PORTS,
  type FlowPlace,
  firstPacket,
  laterPacket,
  type RuleFlow,
  replyPacket,
} from './rule-flow.ts';
import { NO_LIST, type RuleVerdict } from './rule-verdict.ts';
import { createTalkMatcher } from './talk-hash.ts';

export interface RuleMatcherOptions {
  /** The list that the client's packets pass; null: no list is bound there, everything is `no-list`. */
  readonly list: string | null;
  /** For stateless lists: the list that replies pass. Default: the one the file itself names; null: replies are not judged. */
  readonly replyList?: string | null;
  /** Interface or zone of client and server, as the rules name them. */
  readonly from?: string | null;
  readonly to?: string | null;
  /** The ports a client's unknown port may have (default 1024-65535). */
  readonly clientPorts?: NumberRange;
  /** False asks every rule instead of the index: the same verdicts, slowly. */
  readonly indexed?: boolean;
}

export interface RuleMatcher {
  /** Throws nothing: a flow whose addresses are no addresses is undetermined. */
  judge(flow: RuleFlow): RuleVerdict;
}

/**
 * Makes a file's list ready to judge relationships. A relationship without direction is judged both ways; where these differ
 * it is undetermined. Throws RangeError for a list the file does not have.
 */
export function createRuleMatcher(file: RuleFile, options: RuleMatcherOptions): RuleMatcher {
  if (options.list === null) return { judge: () => NO_LIST };
  const list = findList(file, options.list);
  const clientPorts = options.clientPorts ?? DEFAULT_CLIENT_PORTS;
  if (list.order === 'talk-hash') return createTalkMatcher(list.name, chainOf(file, list), clientPorts);
  const replyName = options.replyList === undefined ? list.replyList : options.replyList;
  const replyList = replyName === null ? null : findList(file, replyName);
  const place: FlowPlace = { from: options.from ?? null, to: options.to ?? null, clientPorts };
  const chains = compileChains(file, list, options.indexed ?? true);
  const replyChains =
    replyList && replyList.order !== list.order ? compileChains(file, replyList, options.indexed ?? true) : chains;
  const lists: BoundLists = { list, replyList, chains, replyChains, place };
  return {
    judge(flow) {
      const calls = callsOf(flow, clientPorts);
      if (!calls) return undetermined(list.name, 'the relationship names no two addresses');
      const [first, second] = calls.map((call) => judgeCall(lists, call));
      return second ? eitherWay(first as RuleVerdict, second) : (first as RuleVerdict);
    },
  };
}

interface BoundLists {
  readonly list: RuleList;
  readonly replyList: RuleList | null;
  readonly chains: ReadonlyMap<string, CompiledChain>;
  readonly replyChains: ReadonlyMap<string, CompiledChain>;
  readonly place: FlowPlace;
}

function chainOf(file: RuleFile, list: RuleList) {
  return list.stages.flatMap(({ chain }) => file.chains[chain] ?? []);
}

/** All chains of a file by name, ready for matching. */
export function compileChains(file: RuleFile, list: RuleList, indexed: boolean): ReadonlyMap<string, CompiledChain> {
  const cache = new Map();
  const last = list.order === 'last-match';
  return new Map(
    Object.entries(file.chains).map(([name, rules]) => [
      name,
      new CompiledChain(last ? rules.toReversed() : rules, cache, indexed),
    ]),
  );
}

/**
 * First packet, answer and what follows. Over TCP nothing is exchanged unless all three pass. Over other protocols the first
 * packet already carries something: once it passes, the relationship is not denied, whatever becomes of the answer.
 */
function judgeCall({ list, replyList, chains, replyChains, place }: BoundLists, call: Call): RuleVerdict {
  const first = judgePacket(list, chains, firstPacket(call, place), 'forward');
  if (first.answer !== 'allowed' || list.state === 'stateful' || list.state === 'labels') return first;
  const reply = replyList && replyPacket(call, place);
  if (!reply || !replyList) return first;
  const answered = judgePacket(replyList, replyChains, reply, 'reply');
  if (call.protocol !== TCP)
    return answered.answer === 'denied' ? oneWay(first, answered) : naming(weaker(first, answered), [first, answered]);
  if (list.state !== 'tracked') return naming(weaker(first, answered), [first, answered]);
  const later = judgePacket(list, chains, laterPacket(call, place), 'forward');
  return naming(weaker(weaker(first, answered), later), [first, answered, later]);
}

/** What the other packets met counts as a use of the rule, too: whoever removes it cuts the connection. */
function naming(verdict: RuleVerdict, packets: readonly RuleVerdict[]): RuleVerdict {
  const met = packets.flatMap(({ rule }) => (rule === null || rule === verdict.rule ? [] : [rule]));
  return met.length === 0 ? verdict : { ...verdict, possible: [...new Set([...verdict.possible, ...met])] };
}

function oneWay(first: RuleVerdict, answered: RuleVerdict): RuleVerdict {
  const by = ({ line }: RuleVerdict) => (line === null ? 'by default' : `by line ${line}`);
  return {
    ...answered,
    answer: 'undetermined',
    rule: null,
    label: null,
    because: [`the client's packets are allowed ${by(first)}, the answers are denied ${by(answered)}`],
    possible: [first, answered].flatMap(({ rule }) => (rule === null ? [] : [rule])),
  };
}

const STRENGTH: Readonly<Record<RuleVerdict['answer'], number>> = {
  denied: 0,
  undetermined: 1,
  'no-match': 2,
  allowed: 3,
  'no-list': 4,
};

/** The verdict that stops more; the first of equals. */
function weaker(a: RuleVerdict, b: RuleVerdict): RuleVerdict {
  return STRENGTH[b.answer] < STRENGTH[a.answer] ? b : a;
}

function eitherWay(a: RuleVerdict, b: RuleVerdict): RuleVerdict {
  if (a.answer === b.answer) return a;
  const said = ({ answer, line }: RuleVerdict) => `${answer}${line === null ? '' : ` by line ${line}`}`;
  return {
    ...undetermined(a.list, `it is not known who called: one way ${said(a)}, the other ${said(b)}`),
    possible: [...new Set([a, b].flatMap(({ rule, possible }) => (rule === null ? possible : [rule, ...possible])))],
  };
}

function undetermined(list: string | null, why: string): RuleVerdict {
  return { ...NO_LIST, answer: 'undetermined', list, direction: 'forward', because: [why] };
}
