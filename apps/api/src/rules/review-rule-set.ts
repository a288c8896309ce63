import {
  createRuleReviewer,
  meetsFirstPackets,
  type Rule,
  type RuleFile,
  type UnreadLine,
} from '@scopemap/acl-formats';
import type { ReviewedRule } from '@scopemap/contract';
import type { RuleUse } from '@scopemap/database';
import { type ControlBindings, replyListOf } from './control-rules.ts';

/** What a rule file says of its own rules, without any traffic. */
export interface RuleReading {
  readonly rule: Rule;
  /** Lists whose packets may meet it. */
  readonly lists: readonly string[];
  readonly shadowedBy: number | null;
  readonly broad: readonly string[];
}

/** Rules in order of the file. */
export function readRules(file: RuleFile): RuleReading[] {
  const found = new Map<number, RuleReading & { lists: string[] }>();
  for (const list of file.lists) {
    for (const { rule, shadowedBy, broad } of createRuleReviewer(file, list).finish()) {
      const known = found.get(rule.id);
      if (known) known.lists.push(list.name);
      else found.set(rule.id, { rule, lists: [list.name], shadowedBy: shadowedBy?.line ?? null, broad });
    }
  }
  return [...found.values()].sort((a, b) => a.rule.id - b.rule.id);
}

/**
 * Names of lists whose every packet is judged: bound, and when they keep no state also for the replies that pass them. Only of
 * their rules it can be said that none was used.
 */
export function watchedLists(file: RuleFile, control: Pick<ControlBindings, 'bindings'>): ReadonlySet<string> {
  const replies = new Set(
    control.bindings.flatMap((bound) => {
      const named = file.lists.find(({ name }) => name === bound.list)?.replyList;
      return named ?? replyListOf(file, control, bound).replyList ?? [];
    }),
  );
  const bound = new Set(control.bindings.map(({ list }) => list));
  return new Set(
    file.lists
      .filter(({ name, state }) => bound.has(name) && (state !== 'stateless' || replies.has(name)))
      .map(({ name }) => name),
  );
}

/** A rule with what relationships say of it. */
export function reviewRule(
  { rule, lists, shadowedBy, broad }: RuleReading,
  use: RuleUse | undefined,
  watched: ReadonlySet<string>,
): ReviewedRule {
  const { matched = 0, possible = 0, lastMatch = null } = use ?? {};
  const decides = rule.action.kind === 'allow' || rule.action.kind === 'deny' || rule.action.kind === 'unknown';
  const known = rule.active && decides && lists.every((list) => watched.has(list)) && meetsFirstPackets(rule);
  return {
    position: rule.id,
    list: lists.join(', '),
    line: rule.line,
    text: rule.text,
    label: rule.label,
    matched,
    possible,
    lastMatch: lastMatch?.toISOString() ?? null,
    neverMatched: matched + possible > 0 ? false : known ? true : null,
    shadowedBy,
    broad: [...broad],
    unclear: unclearParts(rule),
  };
}

/** Lines that were not understood, and those with a part that nothing in the file tells, in order of lines. */
export function notUnderstood(file: RuleFile, readings: readonly RuleReading[]): UnreadLine[] {
  const listed = new Set(file.unread.map(({ line }) => line));
  const more = readings.flatMap(({ rule }) => {
    const why = listed.has(rule.line) ? [] : unclearParts(rule);
    return why.length === 0 ? [] : [{ line: rule.line, text: rule.text, why: why.join(', ') }];
  });
  return [...file.unread, ...more].sort((a, b) => a.line - b.line);
}

function unclearParts({ action, conditions, source, destination, services }: Rule): string[] {
  const names = [...source.terms, ...destination.terms].flatMap((term) => (term.kind === 'unknown' ? [term.name] : []));
  const unknown = [...names, ...services.flatMap((service) => service.unknown ?? [])];
  return [
    ...conditions,
    ...unknown.map((name) => `${name} is not known`),
    ...(action.kind === 'unknown' && conditions.length === 0 ? ['its effect was not understood'] : []),
  ];
}
