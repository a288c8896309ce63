import { RuleFileError } from '../model/rule-file-error.ts';
import type { JsonNode } from './parse-json-lines.ts';

/** A field of an object; undefined when it is absent or null, or `node` is no object. Names differ in case between tools. */
export function field(node: JsonNode | undefined, name: string): JsonNode | undefined {
  if (node?.kind !== 'object') return undefined;
  const found = node.fields.get(name) ?? node.fields.get(name[0]?.toLowerCase() + name.slice(1));
  return found?.kind === 'literal' && found.value === null ? undefined : found;
}

/** Items of an array field; none when it is absent or no array. */
export function items(node: JsonNode | undefined, name: string): readonly JsonNode[] {
  const found = field(node, name);
  return found?.kind === 'array' ? found.items : [];
}

/** Text of a text or number field; undefined for anything else. */
export function textField(node: JsonNode | undefined, name: string): string | undefined {
  const found = field(node, name);
  if (found?.kind === 'string') return found.value;
  return found?.kind === 'number' ? String(found.value) : undefined;
}

export function numberField(node: JsonNode | undefined, name: string): number | undefined {
  const text = textField(node, name);
  return text !== undefined && /^-?[0-9]+$/.test(text) ? Number(text) : undefined;
}

export function booleanField(node: JsonNode | undefined, name: string): boolean | undefined {
  const found = field(node, name);
  return found?.kind === 'literal' && typeof found.value === 'boolean' ? found.value : undefined;
}

/** The file's text of a value, shortened: what a person recognises it by. */
export function excerpt(node: JsonNode): string {
  return node.kind === 'object' || node.kind === 'array' ? node.text : String(node.value);
}

/** The items of the file's main array. Throws {@link RuleFileError} when it has none under any of the names. */
export function mainItems(node: JsonNode, names: readonly string[], what: string): readonly JsonNode[] {
  if (node.kind === 'array') return node.items;
  for (const name of names) {
    const found = field(node, name);
    if (found?.kind === 'array') return found.items;
  }
  throw new RuleFileError(
    `no ${what}: an object with ${names.map((name) => `"${name}"`).join(' or ')} is due`,
    node.line,
  );
}
