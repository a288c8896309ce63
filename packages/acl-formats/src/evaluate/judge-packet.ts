import type { Rule } from '../model/rule.ts';
import type { ListDefault, RuleList, Stage } from '../model/rule-file.ts';
import type { CompiledChain } from './compiled-chain.ts';
import { explainMaybe } from './explain-maybe.ts';
import type { Packet } from './packet.ts';
import { NO_LIST, type RuleAnswer, type RuleVerdict } from './rule-verdict.ts';
import { type ChainOutcomes, ChainWalk, type Outcome } from './walk-chain.ts';

interface StageAnswer {
  readonly answer: Exclude<RuleAnswer, 'no-list'>;
  readonly rule: Rule | null;
  readonly line: number | null;
  readonly outcomes: readonly Outcome[];
  readonly because: readonly string[];
}

/** What a list does with a packet: every stage has to let it pass, a denial in one is final. */
export function judgePacket(
  list: RuleList,
  chains: ReadonlyMap<string, CompiledChain>,
  packet: Packet,
  direction: 'forward' | 'reply',
): RuleVerdict {
  const { family } = packet.source;
  const stages = list.stages.filter((stage) => stage.family === null || stage.family === family);
  if (stages.length === 0) return NO_LIST;
  const walk = new ChainWalk(chains, packet);
  let verdict: StageAnswer | null = null;
  for (const stage of stages) {
    const answer = answerOf(stage, walk.walk(stage.chain), packet);
    if (verdict === null || rank(answer) > rank(verdict)) verdict = answer;
    if (answer.answer === 'denied') break;
  }
  const { answer, rule, line, outcomes, because } = verdict as StageAnswer;
  const possible = outcomes.filter((outcome) => outcome.rule !== rule).map((outcome) => outcome.rule.id);
  return {
    answer,
    list: list.name,
    direction,
    rule: rule?.id ?? null,
    line,
    label: rule?.label ?? null,
    because,
    possible,
  };
}

/** Which of two stages speaks for the list: the one that stops the packet, else the one with a rule of its own. */
function rank({ answer, rule }: StageAnswer): number {
  if (answer === 'denied') return 4;
  if (answer === 'undetermined') return 3;
  if (answer === 'no-match') return 0;
  return rule ? 2 : 1;
}

function answerOf(stage: Stage, { outcomes, falls }: ChainOutcomes, packet: Packet): StageAnswer {
  const fallback = falls ? defaultAnswer(stage.fallback, packet) : null;
  const effects = new Set<string>(outcomes.map(({ effect }) => effect));
  if (fallback) effects.add(fallback);
  const last = outcomes.at(-1);
  if (effects.size === 1 && !effects.has('unknown')) {
    const rule = fallback ? null : (last?.rule ?? null);
    const answer = effects.has('allow') ? 'allowed' : effects.has('deny') ? 'denied' : 'no-match';
    return { answer, rule, line: rule ? rule.line : stage.line, outcomes, because: [] };
  }
  const maybes = outcomes.filter(({ certain }) => !certain);
  const because = maybes.slice(0, 8).map(explainMaybe);
  if (maybes.length > 8) because.push(`and ${maybes.length - 8} more lines`);
  if (fallback === 'unknown') because.push('what holds when no rule matches is not known');
  return { answer: 'undetermined', rule: null, line: maybes[0]?.rule.line ?? null, outcomes, because };
}

function defaultAnswer(fallback: ListDefault, { from, to }: Packet): 'allow' | 'deny' | 'no-match' | 'unknown' {
  if (fallback !== 'same-zone') return fallback;
  if (from === null || to === null) return 'unknown';
  return from === to ? 'allow' : 'deny';
}
