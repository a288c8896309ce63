import type { Rule } from '../model/rule.ts';
import type { CompiledChain } from './compiled-chain.ts';
import { matchRule } from './compiled-rule.ts';
import { NO, YES } from './match.ts';
import type { Packet } from './packet.ts';

export type Effect = 'allow' | 'deny' | 'unknown';

/** One way in which a chain may decide. */
export interface Outcome {
  readonly effect: Effect;
  readonly rule: Rule;
  /** The rule matches for certain, so that nothing behind it is asked. */
  readonly certain: boolean;
}

/** All ways in which a chain may decide a packet, in the order of its rules. */
export interface ChainOutcomes {
  readonly outcomes: readonly Outcome[];
  /** The chain may end without a decision. */
  readonly falls: boolean;
}

/** Chains deeper than this are taken as not understood; netfilter itself allows no more than its jump stack. */
const MAX_DEPTH = 64;
/** How many undecided rules are remembered by effect; further ones change nothing in the verdict. */
const MAX_MAYBES = 32;

/** One packet on its way through the chains of a file. */
export class ChainWalk {
  readonly #chains: ReadonlyMap<string, CompiledChain>;
  readonly #packet: Packet;
  // A chain decides the same packet always in the same way, so that chains that call each other twice cost no more.
  readonly #known = new Map<string, ChainOutcomes>();
  readonly #open = new Set<string>();

  constructor(chains: ReadonlyMap<string, CompiledChain>, packet: Packet) {
    this.#chains = chains;
    this.#packet = packet;
  }

  walk(name: string): ChainOutcomes {
    const known = this.#known.get(name);
    if (known) return known;
    this.#open.add(name);
    const outcomes = this.#walkRules(name);
    this.#open.delete(name);
    this.#known.set(name, outcomes);
    return outcomes;
  }

  #walkRules(name: string): ChainOutcomes {
    const found = new OutcomeList();
    let falls = true;
    this.#chains.get(name)?.visit(this.#packet, (compiled) => {
      const match = matchRule(compiled, this.#packet);
      if (match === NO) return false;
      const { rule } = compiled;
      const certain = match === YES;
      const { action } = rule;
      if (action.kind === 'continue') return false;
      if (action.kind === 'allow' || action.kind === 'deny') {
        found.add({ effect: action.kind, rule, certain });
        if (certain) falls = false;
        return certain;
      }
      if (action.kind === 'unknown') {
        found.add({ effect: 'unknown', rule, certain: false });
        return false;
      }
      if (action.kind === 'return') {
        found.returned ||= !certain;
        return certain;
      }
      const sub = this.#jump(action.chain, rule);
      for (const outcome of sub.outcomes) found.add(certain ? outcome : { ...outcome, certain: false });
      if (action.goto) found.returned ||= sub.falls;
      const ends = certain && (action.goto || !sub.falls);
      if (ends) falls = false;
      return ends;
    });
    return { outcomes: found.outcomes, falls: falls || found.returned };
  }

  #jump(chain: string, rule: Rule): ChainOutcomes {
    const lost = !this.#chains.has(chain) || this.#open.has(chain) || this.#open.size >= MAX_DEPTH;
    if (lost) return { outcomes: [{ effect: 'unknown', rule, certain: false }], falls: true };
    return this.walk(chain);
  }
}

class OutcomeList {
  readonly outcomes: Outcome[] = [];
  returned = false;
  readonly #maybes: Record<Effect, number> = { allow: 0, deny: 0, unknown: 0 };

  add(outcome: Outcome): void {
    if (!outcome.certain && this.#maybes[outcome.effect]++ >= MAX_MAYBES) return;
    this.outcomes.push(outcome);
  }
}
