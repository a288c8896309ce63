import {
  controlVerdict,
  createRuleMatcher,
  type RuleFile,
  type RuleFlow,
  type RuleMatcher,
  type RuleVerdict,
} from '@scopemap/acl-formats';
import type { JudgedRelationship, RuleVerdictRow } from '@scopemap/database';
import { hasPorts } from '@scopemap/net';
import { type BoundList, type ControlBindings, replyListOf } from './control-rules.ts';
import type { PlaceIndex } from './place-index.ts';

/** The two ends of a relationship, as addresses. */
export interface JudgedEnds {
  readonly client: string;
  readonly server: string;
}

/** What a control does between two places in one direction: null where it does not stand between them. */
type PathJudge = ((flow: RuleFlow) => Judged) | null;

type Judged = Omit<RuleVerdictRow, 'relationshipId' | 'icmpType'>;

const MOST_REASONS = 8;
const NO_VERDICT: Judged = {
  verdict: 'no-list',
  list: null,
  line: null,
  position: null,
  reply: false,
  because: [],
  decided: [],
  possible: [],
};

/**
 * Judges relationships by the rules of one control. A relationship concerns it when a list is bound to its direction, or when
 * it crosses a boundary of the control; null for every other. Without a known direction both are judged, each by its own lists.
 */
export function createControlJudge(
  control: ControlBindings,
  file: RuleFile,
  places: PlaceIndex,
): (relationship: JudgedRelationship, ends: JudgedEnds) => RuleVerdictRow | null {
  const matchers = new Map<BoundList, RuleMatcher>();
  for (const bound of control.bindings) {
    if (!file.lists.some(({ name }) => name === bound.list)) continue;
    matchers.set(bound, createRuleMatcher(file, { list: bound.list, ...replyListOf(file, control, bound) }));
  }
  const paths = new Map<readonly string[], Map<readonly string[], PathJudge>>();
  const pathOf = (from: readonly string[], to: readonly string[]): PathJudge => {
    const known = paths.get(from) ?? new Map<readonly string[], PathJudge>();
    paths.set(from, known);
    let path = known.get(to);
    if (path === undefined) {
      path = createPathJudge(control, matchers, from, to);
      known.set(to, path);
    }
    return path;
  };
  return (relationship, { client, server }) => {
    const from = places.placesOf(client);
    const to = places.placesOf(server);
    const there = pathOf(from, to);
    const flow = flowOf(relationship, client, server);
    const judged = relationship.directed
      ? (there?.(flow) ?? null)
      : eitherWay(there?.(flow) ?? null, pathOf(to, from)?.(turned(flow)) ?? null);
    return judged && { relationshipId: relationship.id, icmpType: relationship.icmpType, ...judged };
  };
}

function createPathJudge(
  { boundaries, bindings, ruleSet }: ControlBindings,
  matchers: ReadonlyMap<BoundList, RuleMatcher>,
  from: readonly string[],
  to: readonly string[],
): PathJudge {
  const bound = bindings.filter(({ source, target }) => from.includes(source) && to.includes(target));
  const crosses = boundaries.some(
    ([one, other]) => (from.includes(one) && to.includes(other)) || (from.includes(other) && to.includes(one)),
  );
  if (bound.length === 0) return crosses ? () => NO_VERDICT : null;
  const gone = bound.find((each) => !matchers.has(each));
  if (gone) {
    const because = [`the list ${gone.list} is bound here, but version ${ruleSet.version} does not have it`];
    return () => ({ ...NO_VERDICT, verdict: 'undetermined', list: gone.list, because });
  }
  const lists = bound.flatMap((each) => matchers.get(each) ?? []);
  return (flow) => judgedBy(lists.map((matcher) => matcher.judge(flow)));
}

function judgedBy(verdicts: readonly RuleVerdict[]): Judged {
  const { verdict, by } = controlVerdict(verdicts);
  if (!by) return NO_VERDICT;
  const named = by.answer === 'no-match' ? ['the list only names traffic, and not this'] : by.because;
  return {
    verdict,
    list: by.list,
    line: by.line,
    position: by.rule,
    reply: by.direction === 'reply',
    because: named.slice(0, MOST_REASONS),
    decided: [...new Set(verdicts.flatMap(({ rule }) => (rule === null ? [] : [rule])))],
    possible: [...new Set(verdicts.flatMap(({ possible }) => possible))],
  };
}

/** A flow from client to server; of ports that are not known none is said. */
function flowOf(
  { protocol, port, clientPort, icmpType, directed }: JudgedRelationship,
  client: string,
  server: string,
) {
  const ported = hasPorts(protocol);
  const known = directed || clientPort !== null;
  return {
    client,
    server,
    endpoints: null,
    protocol,
    port: ported && known ? port : null,
    clientPort: ported ? clientPort : null,
    icmpType,
  };
}

function turned({ client, server, port, clientPort, ...flow }: ReturnType<typeof flowOf>): ReturnType<typeof flowOf> {
  return { ...flow, client: server, server: client, port: clientPort, clientPort: port };
}

/** Who called is not known: only what both ways say alike holds. */
function eitherWay(one: Judged | null, other: Judged | null): Judged | null {
  if (!one && !other) return null;
  const [there, back] = [one ?? NO_VERDICT, other ?? NO_VERDICT];
  const possible = [...new Set([...there.decided, ...back.decided, ...there.possible, ...back.possible])];
  if (there.verdict === back.verdict) return { ...there, decided: [], possible };
  const said = ({ verdict, line }: Judged) => `${WORDS[verdict]}${line === null ? '' : ` by line ${line}`}`;
  return {
    ...NO_VERDICT,
    verdict: 'undetermined',
    list: there.list ?? back.list,
    because: [`it is not known who called: one way ${said(there)}, the other ${said(back)}`],
    possible,
  };
}

const WORDS: Readonly<Record<Judged['verdict'], string>> = {
  allowed: 'allowed',
  denied: 'denied',
  undetermined: 'undetermined',
  'no-list': 'not bound to a list',
};
