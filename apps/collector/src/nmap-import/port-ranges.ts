const LAST_PORT = 65_535;

/** Reads nmap's lists of ports, `1-79,81`. Null when the text is none. */
export function parsePortRanges(text: string): { readonly from: number; readonly to: number }[] | null {
  const ranges = [];
  for (const part of text.split(',')) {
    const match = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(part);
    if (!match) return null;
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    if (from > to || to > LAST_PORT) return null;
    ranges.push({ from, to });
  }
  return ranges;
}
