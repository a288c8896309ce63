const MOST = 3;

/** Number of letters to insert, remove or change to get from one word to the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** At most three of `words` that a person may have meant by `typed`, nearest first. */
export function nearest(typed: string, words: Iterable<string>): string[] {
  const wanted = typed.toLowerCase().slice(0, 40);
  const bound = Math.max(1, Math.floor(wanted.length / 3));
  return Array.from(words, (word) => ({
    word,
    far: word.startsWith(wanted) ? 0 : distance(wanted, word.toLowerCase().slice(0, 40)),
  }))
    .filter(({ far }) => far <= bound)
    .sort((a, b) => a.far - b.far || (a.word < b.word ? -1 : 1))
    .slice(0, MOST)
    .map(({ word }) => word);
}
