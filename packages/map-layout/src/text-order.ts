/** Order of UTF-16 code units: the same on every machine, unlike a locale's. */
export function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `web-2` before `web-10`: runs of digits compare as numbers. */
export function byNaturalText(left: string, right: string): number {
  const leftRuns = left.match(/\d+|\D+/g) ?? [];
  const rightRuns = right.match(/\d+|\D+/g) ?? [];
  for (let index = 0; index < Math.min(leftRuns.length, rightRuns.length); index += 1) {
    const a = leftRuns[index] as string;
    const b = rightRuns[index] as string;
    const numeric = Number(a) - Number(b);
    if (numeric !== 0 && !Number.isNaN(numeric)) return numeric;
    if (a !== b && Number.isNaN(numeric)) return byText(a, b);
  }
  return leftRuns.length - rightRuns.length || byText(left, right);
}
