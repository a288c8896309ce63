import type { RuleFile } from '../../model/rule-file.ts';
import { RuleFileBuilder } from '../../model/rule-file-builder.ts';
import { splitLines } from '../../text/split-lines.ts';
import { splitShellWords } from '../netfilter/split-shell-words.ts';
import type { PanosSetting } from './panos-config.ts';
import { panosFile } from './panos-rules.ts';

/** PAN-OS in set format (`set cli config-output-format set`, then `show`). */
export function parsePanosSet(text: string): RuleFile {
  const builder = new RuleFileBuilder('panos-set');
  const settings: PanosSetting[] = [];
  for (const [index, line] of splitLines(text).entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const [first, ...words] = splitShellWords(trimmed);
    if (first === 'set') settings.push({ line: index + 1, words });
    else builder.addUnread(index + 1, trimmed, 'no line of the set format');
  }
  return panosFile('panos-set', settings, builder);
}
