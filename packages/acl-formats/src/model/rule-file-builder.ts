import { createRule, type Rule, type RuleAction, type RuleParts, UNKNOWN_ACTION } from './rule.ts';
import type { ListBinding, RuleFile, RuleFormat, RuleList, UnreadLine } from './rule-file.ts';
import { RuleFileError } from './rule-file-error.ts';

const MAX_RULES = 1_000_000;
const MAX_TEXT = 500;

/** Collects what a parser finds; rules get their numbers here. */
export class RuleFileBuilder {
  readonly #format: RuleFormat;
  readonly #lists: RuleList[] = [];
  readonly #chains = new Map<string, Rule[]>();
  readonly #bindings: ListBinding[] = [];
  readonly #unread: UnreadLine[] = [];
  #rules = 0;
  otherLines = 0;

  constructor(format: RuleFormat) {
    this.#format = format;
  }

  /** The rules of a chain so far; the chain is made when it is new. */
  chain(name: string): Rule[] {
    let rules = this.#chains.get(name);
    if (!rules) {
      rules = [];
      this.#chains.set(name, rules);
    }
    return rules;
  }

  hasChain(name: string): boolean {
    return this.#chains.has(name);
  }

  addRule(chain: string, line: number, text: string, action: RuleAction, parts: RuleParts): Rule {
    if (this.#rules >= MAX_RULES) throw new RuleFileError(`more than ${MAX_RULES} rules`, line);
    const rule = createRule(this.#rules++, line, cut(text), action, parts);
    this.chain(chain).push(rule);
    return rule;
  }

  /** Replaces a rule by one with other parts, at its place. */
  changeRule(chain: string, rule: Rule, parts: RuleParts): void {
    const rules = this.chain(chain);
    rules[rules.lastIndexOf(rule)] = { ...rule, ...parts };
  }

  /** A line of a chain that was not understood: listed, and a rule of unknown effect that matches what `parts` leave open. */
  addUnreadRule(chain: string, line: number, text: string, why: string, parts: RuleParts = {}): void {
    this.addUnread(line, text, why);
    this.addRule(chain, line, text, UNKNOWN_ACTION, parts);
  }

  addUnread(line: number, text: string, why: string): void {
    this.#unread.push({ line, text: cut(text), why });
  }

  addList(list: RuleList): void {
    this.#lists.push(list);
  }

  hasList(name: string): boolean {
    return this.#lists.some((list) => list.name === name);
  }

  addBinding(binding: ListBinding): void {
    this.#bindings.push(binding);
  }

  build(): RuleFile {
    return {
      format: this.#format,
      lists: this.#lists,
      chains: Object.fromEntries(this.#chains),
      bindings: this.#bindings,
      unread: this.#unread.sort((a, b) => a.line - b.line),
      otherLines: this.otherLines,
    };
  }
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}...` : text;
}
