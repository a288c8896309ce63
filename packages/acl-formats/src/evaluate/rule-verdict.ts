/**
 * What a list says of a relationship. `allowed` and `denied` are certain; `no-match` is the answer of lists that name traffic
 * and forbid none; `no-list` that no list is bound, or none for this IP version; everything else is `undetermined`.
 */
export type RuleAnswer = 'allowed' | 'denied' | 'no-match' | 'undetermined' | 'no-list';

/** The rule verdict of a relationship on a control. Plain values: it can be stored and sent. */
export interface RuleVerdict {
  readonly answer: RuleAnswer;
  /** Name of the list that decided. */
  readonly list: string | null;
  /** The packet that decided: the client's, or the server's reply. Null when no list was asked. */
  readonly direction: 'forward' | 'reply' | null;
  /** Number of the deciding rule within its file, its line and its own name; null when the default decided. */
  readonly rule: number | null;
  readonly line: number | null;
  readonly label: string | null;
  /** `undetermined` only: what it depends on, one sentence each, with line numbers. */
  readonly because: readonly string[];
  /**
   * Other rules (numbers within the file) that have a part in it: they may match and come before the deciding one, or another
   * packet of the same relationship met them.
   */
  readonly possible: readonly number[];
}

export const NO_LIST: RuleVerdict = {
  answer: 'no-list',
  list: null,
  direction: null,
  rule: null,
  line: null,
  label: null,
  because: [],
  possible: [],
};
