/** Every text of a report's document but those inside pictures, without the marks of where a word may break. */
export function reportTexts(node: unknown): string[] {
  if (typeof node === 'string') return [node.replaceAll('\u200b', '')];
  if (Array.isArray(node)) return node.flatMap(reportTexts);
  if (typeof node !== 'object' || node === null) return [];
  const { text, ul, table, columns } = node as Record<string, unknown>;
  const body = (table as { body?: unknown } | undefined)?.body;
  return [text, ul, body, columns].flatMap((part) => (part === undefined ? [] : reportTexts(part)));
}
