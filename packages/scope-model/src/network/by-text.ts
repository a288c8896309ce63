/** Order of texts by their code units: the same on every machine and in every language. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The facts in the order of their ids. */
export function byId<T extends { readonly id: string }>(facts: readonly T[]): T[] {
  return [...facts].sort((a, b) => byText(a.id, b.id));
}
