/** Whether two JSON values say the same: the order of members does not count, and an absent member is as good as an undefined one. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [a, b].map((value) => Object.entries(value).filter(([, member]) => member !== undefined));
  if (one?.length !== other?.length) return false;
  const members = b as Readonly<Record<string, unknown>>;
  return one?.every(([key, value]) => sameJson(value, members[key])) ?? false;
}
