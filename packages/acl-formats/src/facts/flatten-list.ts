import type { CompiledChain } from '../evaluate/compiled-chain.ts';
import type { CompiledRule } from '../evaluate/compiled-rule.ts';
import type { Rule } from '../model/rule.ts';
import type { ListDefault, RuleList, Stage } from '../model/rule-file.ts';
import { boxesOf, commonBox, EVERYTHING, type RuleBox } from './rule-box.ts';

/** One decision about first packets; the first one whose box holds a packet decides, when it is exact. */
export interface FlatRule {
  readonly effect: 'allow' | 'deny';
  readonly box: RuleBox;
  /** Null: the default of a stage. */
  readonly rule: Rule | null;
  /** Line of the rule or of the default; null where the format implies it. */
  readonly line: number | null;
}

export interface FlatList {
  readonly rules: readonly FlatRule[];
  /** What holds when no rule decided. */
  readonly fallback: 'allow' | 'deny' | 'unknown';
  /** Line that states it. */
  readonly fallbackLine: number | null;
  /** Chains lead to more rules than can be written out: the last ones of `rules` stand for everything left. */
  readonly cut: boolean;
}

/** Interfaces or zones that packets come from and go to, as the rules name them; null when not known. */
export interface FlatPlaces {
  readonly from: string | null;
  readonly to: string | null;
}

/** Chains that call each other can be written out in more rules than a machine holds. */
const MOST_STEPS = 1_000_000;
/** As in the evaluator: deeper chains are taken as not understood. */
const MAX_DEPTH = 64;
/** Against more rules than this a denial is not compared; it is taken as uncertain. */
const MOST_COMPARED = 1_000;

class TooManySteps extends Error {}

/** A list's decisions about first packets within `within`, without jumps: chains, stages and defaults written out in order. */
export function flattenList(
  list: RuleList,
  chains: ReadonlyMap<string, CompiledChain>,
  within: RuleBox,
  places: FlatPlaces,
): FlatList {
  const families = list.stages.every(({ family }) => family === null)
    ? [{ stages: list.stages, box: within }]
    : [familyOf(list, within, 4), familyOf(list, within, 6)];
  const flattening = new Flattening(chains, places);
  const parts = families.flatMap(({ stages, box }) =>
    box ? [{ box, ...flattening.stages(stages, box), stages }] : [],
  );
  const judged = parts.filter(({ stages }) => stages.length > 0);
  const [first] = judged;
  const alike = first !== undefined && judged.every(({ fallback }) => fallback === first.fallback);
  // A list for one IP version leaves the other open; so the default can still be the one of the list.
  const written = alike ? parts.filter(({ stages }) => stages.length === 0) : parts;
  for (const { box, fallback, fallbackLine } of written) flattening.addDefault(fallback, box, fallbackLine);
  return {
    rules: flattening.rules,
    fallback: alike ? first.fallback : 'unknown',
    fallbackLine: alike ? first.fallbackLine : null,
    cut: flattening.cut,
  };
}

function familyOf({ stages }: RuleList, within: RuleBox, family: 4 | 6): { stages: Stage[]; box: RuleBox | null } {
  const only = family === 4 ? { v4: EVERYTHING.source.v4, v6: [] } : { v4: [], v6: EVERYTHING.source.v6 };
  return {
    stages: stages.filter((stage) => stage.family === null || stage.family === family),
    box: commonBox(within, { ...EVERYTHING, source: only, destination: only }),
  };
}

class Flattening {
  readonly rules: FlatRule[] = [];
  cut = false;
  readonly #chains: ReadonlyMap<string, CompiledChain>;
  readonly #places: FlatPlaces;
  readonly #boxes = new Map<CompiledRule, RuleBox[]>();
  readonly #open = new Set<string>();
  #found: FlatRule[] = [];
  #steps = 0;

  constructor(chains: ReadonlyMap<string, CompiledChain>, places: FlatPlaces) {
    this.#chains = chains;
    this.#places = places;
  }

  /** Every stage has to let a packet pass. What a stage allows goes on to the next; what it denies is final. */
  stages(stages: readonly Stage[], box: RuleBox): Pick<FlatList, 'fallback' | 'fallbackLine'> {
    let last: Pick<FlatList, 'fallback' | 'fallbackLine'> = { fallback: 'unknown', fallbackLine: null };
    for (const [at, stage] of stages.entries()) {
      this.#found = [];
      try {
        this.#walk(stage.chain, box, stage);
      } catch (error) {
        if (!(error instanceof TooManySteps)) throw error;
        this.cut = true;
        this.#open.clear();
        this.#add('unknown', box, null, null);
      }
      last = { fallback: this.#defaultOf(stage), fallbackLine: stage.line };
      if (at === stages.length - 1) this.rules.push(...this.#found);
      else {
        this.#passOn();
        if (last.fallback !== 'allow') this.addDefault('unknown', box, stage.line);
      }
    }
    return last;
  }

  /** Of a stage that is not the last, only denials are left; one behind a permission for the same packets is not certain. */
  #passOn(): void {
    const allowed: RuleBox[] = [];
    for (const found of this.#found) {
      const { effect, box } = found;
      if (effect === 'allow') allowed.push(box);
      else this.rules.push({ ...found, box: unlessMet(box, allowed) });
      // An effect that is not known is a permission and a denial: the permission stays, so that both are seen.
      if (effect === 'allow' && !box.exact) this.rules.push(found);
    }
  }

  addDefault(effect: 'allow' | 'deny' | 'unknown', box: RuleBox, line: number | null): void {
    this.#found = [];
    this.#add(effect, box, null, line);
    this.rules.push(...this.#found);
  }

  #defaultOf({ fallback }: Stage): 'allow' | 'deny' | 'unknown' {
    return defaultEffect(fallback, this.#places);
  }

  #walk(name: string, context: RuleBox, base: Stage | null): void {
    this.#open.add(name);
    const returned: RuleBox[] = [];
    for (const compiled of this.#chains.get(name)?.rules ?? []) {
      if (++this.#steps > MOST_STEPS) throw new TooManySteps();
      const { rule } = compiled;
      const { action } = rule;
      if (action.kind === 'continue') continue;
      for (const own of this.#boxesOf(compiled)) {
        const both = commonBox(context, own);
        if (!both) continue;
        const box = unlessMet(both, returned);
        if (action.kind === 'allow' || action.kind === 'deny' || action.kind === 'unknown')
          this.#add(action.kind, box, rule, rule.line);
        if (action.kind === 'jump') this.#jump(action.chain, box, rule);
        if (action.kind === 'return' || (action.kind === 'jump' && action.goto)) {
          if (base) this.#add(this.#defaultOf(base), box, rule, rule.line);
          else returned.push(box);
        }
      }
    }
    this.#open.delete(name);
  }

  #jump(chain: string, box: RuleBox, rule: Rule): void {
    const lost = !this.#chains.has(chain) || this.#open.has(chain) || this.#open.size >= MAX_DEPTH;
    if (lost) this.#add('unknown', box, rule, rule.line);
    else this.#walk(chain, box, null);
  }

  #boxesOf(compiled: CompiledRule): RuleBox[] {
    let boxes = this.#boxes.get(compiled);
    if (!boxes) {
      boxes = boxesOf(compiled, this.#places.from, this.#places.to);
      this.#boxes.set(compiled, boxes);
    }
    return boxes;
  }

  /** An effect that is not known is written as both: whoever reads only one of them still finds the other. */
  #add(effect: 'allow' | 'deny' | 'unknown', box: RuleBox, rule: Rule | null, line: number | null): void {
    if (++this.#steps > MOST_STEPS && !this.cut) throw new TooManySteps();
    if (effect !== 'unknown') this.#found.push({ effect, box, rule, line });
    else {
      const unsure = { ...box, exact: false };
      this.#found.push({ effect: 'allow', box: unsure, rule, line }, { effect: 'deny', box: unsure, rule, line });
    }
  }
}

function unlessMet(box: RuleBox, others: readonly RuleBox[]): RuleBox {
  if (!box.exact) return box;
  const met = others.length > MOST_COMPARED || others.some((other) => commonBox(other, box) !== null);
  return met ? { ...box, exact: false } : box;
}

function defaultEffect(fallback: ListDefault, { from, to }: FlatPlaces): 'allow' | 'deny' | 'unknown' {
  if (fallback === 'allow' || fallback === 'deny') return fallback;
  if (fallback !== 'same-zone' || from === null || to === null) return 'unknown';
  return from === to ? 'allow' : 'deny';
}
