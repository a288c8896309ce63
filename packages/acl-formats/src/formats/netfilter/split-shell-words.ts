/** Words of an `iptables-save` line: white space parts them, double or single quotes hold them together. */
export function splitShellWords(line: string): string[] {
  const words: string[] = [];
  for (const [, double, single, plain] of line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g))
    words.push(double?.replaceAll(/\\(.)/g, '$1') ?? single ?? plain ?? '');
  return words;
}
