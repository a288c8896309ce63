import type { Rule } from '../model/rule.ts';
import type { CompiledAddresses } from './compiled-addresses.ts';
import { type CompiledRule, compileRule } from './compiled-rule.ts';
import type { Packet } from './packet.ts';
import { boundariesOf, indexBlock, isSingle, type RuleBlock, visitBlock } from './rule-block.ts';

const BLOCK_RULES = 1024;
const BLOCK_BOUNDARIES = 8192;
/** Below this, asking every rule is faster than the index. */
const FEW_RULES = 16;

/**
 * The rules of a chain in the order in which they are asked. Long chains are indexed in blocks, so that memory grows with the
 * number of rules and not with its square.
 */
export class CompiledChain {
  readonly rules: readonly CompiledRule[];
  readonly #blocks: readonly RuleBlock[] | null;
  #positions: ReadonlyMap<CompiledRule, number> | null = null;

  /** With `indexed` false every rule is asked: the plain evaluator that the index is tested against. */
  constructor(rules: readonly Rule[], cache: Map<object, CompiledAddresses>, indexed: boolean) {
    this.rules = rules.map((rule) => compileRule(rule, cache));
    this.#blocks = indexed && rules.length > FEW_RULES ? indexBlocks(this.rules) : null;
  }

  /** Place of one of the rules in the order in which they are asked. */
  positionOf(rule: CompiledRule): number {
    this.#positions ??= new Map(this.rules.map((each, position) => [each, position]));
    return this.#positions.get(rule) ?? -1;
  }

  /** Calls `visit` with the rules that may match, in order, until it returns true. */
  visit(packet: Packet, visit: (rule: CompiledRule) => boolean): void {
    const { rules } = this;
    if (!this.#blocks || !isSingle(packet)) {
      for (const rule of rules) if (visit(rule)) return;
      return;
    }
    const byNumber = (number: number) => visit(rules[number] as CompiledRule);
    for (const block of this.#blocks) if (visitBlock(block, packet, byNumber)) return;
  }
}

function indexBlocks(rules: readonly CompiledRule[]): RuleBlock[] {
  const blocks: RuleBlock[] = [];
  let first = 0;
  let boundaries = 0;
  for (const [number, rule] of rules.entries()) {
    const added = boundariesOf(rule);
    if (number > first && (number - first >= BLOCK_RULES || boundaries + added > BLOCK_BOUNDARIES)) {
      blocks.push(indexBlock(rules.slice(first, number), first));
      first = number;
      boundaries = 0;
    }
    boundaries += added;
  }
  blocks.push(indexBlock(rules.slice(first), first));
  return blocks;
}
