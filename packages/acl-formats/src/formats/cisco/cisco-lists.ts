import type { Rule, RuleParts } from '../../model/rule.ts';
import { UNKNOWN_ACTION } from '../../model/rule.ts';
import type { ListState } from '../../model/rule-file.ts';
import type { RuleFileBuilder } from '../../model/rule-file-builder.ts';
import type { CiscoEntry } from './read-cisco-entry.ts';

interface CiscoList {
  readonly name: string;
  readonly family: 4 | 6 | null;
  readonly state: ListState;
  /** Entries with the number they are sorted by. */
  readonly order: { readonly sequence: number; readonly rule: Rule }[];
  remark: string | null;
}

const STEP = 10;

/** The access lists of a configuration while it is read. */
export class CiscoLists {
  readonly #builder: RuleFileBuilder;
  readonly #lists = new Map<string, CiscoList>();

  constructor(builder: RuleFileBuilder) {
    this.#builder = builder;
  }

  open(name: string, family: 4 | 6 | null, state: ListState): void {
    if (!this.#lists.has(name)) this.#lists.set(name, { name, family, state, order: [], remark: null });
  }

  has(name: string): boolean {
    return this.#lists.has(name);
  }

  isIpv6(name: string): boolean {
    return this.#lists.get(name)?.family === 6;
  }

  /** A remark belongs to the entry behind it. */
  remark(name: string, text: string): void {
    const list = this.#list(name);
    list.remark = list.remark === null ? text : `${list.remark} ${text}`;
  }

  add(name: string, line: number, text: string, sequence: number | null, entry: CiscoEntry): void {
    const list = this.#list(name);
    const parts: RuleParts = {
      ...entry.parts,
      remark: list.remark,
      label: sequence === null ? null : String(sequence),
    };
    list.remark = null;
    if (entry.why !== null) this.#builder.addUnread(line, text, entry.why);
    const rule = this.#builder.addRule(name, line, text, entry.action ?? UNKNOWN_ACTION, parts);
    list.order.push({ sequence: sequence ?? (list.order.at(-1)?.sequence ?? 0) + STEP, rule });
  }

  /** Puts the entries in the order of their sequence numbers, as the device does, and declares the lists. */
  finish(emptyAllows: boolean): void {
    for (const { name, family, state, order } of this.#lists.values()) {
      const rules = this.#builder.chain(name);
      order.sort((a, b) => a.sequence - b.sequence);
      rules.splice(0, rules.length, ...order.map(({ rule }) => rule));
      const fallback = rules.length > 0 ? 'deny' : emptyAllows ? 'allow' : 'unknown';
      this.#builder.addList({
        name,
        order: 'first-match',
        state,
        stages: [{ chain: name, fallback, line: null, family }],
        replyList: null,
      });
    }
  }

  #list(name: string): CiscoList {
    this.open(name, null, 'stateless');
    return this.#lists.get(name) as CiscoList;
  }
}
