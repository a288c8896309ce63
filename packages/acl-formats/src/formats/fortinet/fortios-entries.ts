import type { RuleFileBuilder } from '../../model/rule-file-builder.ts';
import { splitShellWords } from '../netfilter/split-shell-words.ts';

/** One `edit` of a configuration with its settings. */
export interface FortiosEntry {
  /** Words behind `config`, joined: `firewall policy`. */
  readonly section: string;
  /** Virtual domain; empty without. */
  readonly vdom: string;
  readonly name: string;
  readonly line: number;
  readonly settings: ReadonlyMap<string, readonly string[]>;
  readonly text: string;
}

interface Open {
  readonly kind: 'config' | 'edit';
  readonly name: string;
  readonly line: number;
  readonly settings: Map<string, readonly string[]>;
}

const MAX_QUOTED_LINES = 200;
const MAX_DEPTH = 32;

/** Reads `config` / `edit` / `set` / `next` / `end`. Lines of another form within a section of rules are listed in `builder`. */
export function fortiosEntries(lines: readonly string[], builder: RuleFileBuilder): FortiosEntry[] {
  const entries: FortiosEntry[] = [];
  const stack: Open[] = [];
  for (let index = 0; index < lines.length; index++) {
    const number = index + 1;
    let line = (lines[index] as string).trim();
    // Comments may run over several lines within their quotes.
    for (let more = 0; more < MAX_QUOTED_LINES && isOpen(line) && index + 1 < lines.length; more++)
      line = `${line}\n${lines[++index]}`;
    if (line === '' || line.startsWith('#')) continue;
    if (!readLine(line, number, stack, entries)) builder.addUnread(number, line, 'no line of a FortiOS configuration');
  }
  if (stack.length > 0)
    builder.addUnread(
      lines.length,
      '',
      `the file ends within "${stack.map(({ kind, name }) => `${kind} ${name}`).join(' / ')}"`,
    );
  while (stack.length > 0) close(stack, entries);
  return entries;
}

function isOpen(line: string): boolean {
  return (line.replaceAll(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1;
}

function readLine(line: string, number: number, stack: Open[], entries: FortiosEntry[]): boolean {
  const [word, ...rest] = splitShellWords(line);
  const top = stack.at(-1);
  switch (word) {
    case 'config':
    case 'edit':
      if (stack.length >= MAX_DEPTH) return false;
      stack.push({ kind: word, name: rest.join(' '), line: number, settings: new Map() });
      return true;
    case 'set':
    case 'append':
      if (rest[0] !== undefined)
        top?.settings.set(rest[0], [...(word === 'append' ? (top.settings.get(rest[0]) ?? []) : []), ...rest.slice(1)]);
      return top !== undefined;
    case 'unset':
    case 'unselect':
      return true;
    case 'next':
      if (top?.kind !== 'edit') return false;
      close(stack, entries);
      return true;
    case 'end':
      if (top?.kind === 'edit') close(stack, entries);
      return stack.pop() !== undefined;
    default:
      return false;
  }
}

function close(stack: Open[], entries: FortiosEntry[]): void {
  const entry = stack.pop();
  if (entry?.kind !== 'edit') return;
  const config = stack.at(-1)?.name ?? '';
  const vdom = stack.findLast((_open, index) => stack[index - 1]?.name === 'vdom')?.name ?? '';
  const text = [...entry.settings].map(([name, values]) => `${name} ${values.join(' ')}`).join('; ');
  entries.push({
    section: config,
    vdom,
    name: entry.name,
    line: entry.line,
    settings: entry.settings,
    text: `edit ${entry.name}: ${text}`,
  });
}
