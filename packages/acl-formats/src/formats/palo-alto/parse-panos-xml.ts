import { SaxesParser } from 'saxes';
import type { RuleFile } from '../../model/rule-file.ts';
import { RuleFileError } from '../../model/rule-file-error.ts';
import { checkText } from '../../text/split-lines.ts';
import type { PanosSetting } from './panos-config.ts';
import { panosFile } from './panos-rules.ts';

const MAX_DEPTH = 100;

/** PAN-OS running configuration in XML. Throws {@link RuleFileError} with the line for text that is no well-formed XML. */
export function parsePanosXml(text: string): RuleFile {
  checkText(text);
  return panosFile('panos-xml', leavesOf(text));
}

/** The path to every leaf, as the set format would write it: names of entries take the place of `entry`, members are values. */
function leavesOf(text: string): PanosSetting[] {
  const leaves: PanosSetting[] = [];
  const path: { words: readonly string[]; line: number; leaf: boolean; text: string }[] = [];
  const parser = new SaxesParser({ position: true, xmlns: false });
  parser.on('error', (error) => {
    throw new RuleFileError(`no well-formed XML: ${error.message.replace(/^\d+:\d+: /, '')}`, parser.line);
  });
  // Entities of a document type could blow the text up.
  parser.on('doctype', () => {
    throw new RuleFileError('a document type is not allowed', parser.line);
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (path.length >= MAX_DEPTH) throw new RuleFileError(`more than ${MAX_DEPTH} levels of XML`, parser.line);
    const parent = path.at(-1);
    if (parent) parent.leaf = false;
    const entry = name === 'entry' ? attributes.name : undefined;
    const words = typeof entry !== 'string' ? (name === 'member' ? [] : [name]) : [entry];
    path.push({ words, line: parser.line, leaf: true, text: '' });
  });
  parser.on('text', (part) => {
    const top = path.at(-1);
    if (top) top.text += part;
  });
  parser.on('cdata', (part) => {
    const top = path.at(-1);
    if (top) top.text += part;
  });
  parser.on('closetag', () => {
    const { leaf, text: content, line } = path.at(-1) ?? { leaf: false, text: '', line: 0 };
    const words = path.flatMap((each) => each.words);
    path.pop();
    if (!leaf) return;
    const value = content.trim();
    // Members of a security rule stand in the line of the rule.
    leaves.push({ line: ruleLine(path, words) ?? line, words: value === '' ? words : [...words, value] });
  });
  parser.write(text).close();
  return leaves;
}

function ruleLine(
  path: readonly { words: readonly string[]; line: number }[],
  words: readonly string[],
): number | null {
  const at = words.indexOf('rules');
  if (at < 0) return null;
  let before = 0;
  for (const { words: own, line } of path) {
    before += own.length;
    if (before === at + 2) return line;
  }
  return null;
}
