import { formatPrefix, type IpPrefix, parseIp, parsePrefix, prefixContains } from '@scopemap/net';

/** A prefix with more addresses than this (a /16, or a /112 of IPv6) is more likely a slip than a wish. */
const MOST_HOST_BITS = 16;

/** What may be scanned. Only literal addresses ever pass it: a name could lead anywhere. */
export interface AllowList {
  /** Canonical texts, the order as given. */
  readonly prefixes: readonly string[];
  /** True when the address lies in one of the prefixes. */
  allows(address: string): boolean;
  /**
   * The targets as canonical prefixes, all of what is allowed when none is given. Throws RangeError, naming it, for a target that
   * is no prefix or does not lie wholly inside an allowed one.
   */
  targets(texts: readonly string[]): readonly string[];
}

function scanPrefix(text: string): IpPrefix {
  const prefix = parsePrefix(text);
  if (!prefix) throw new RangeError(`"${text}" is not a network such as 10.20.0.0/24`);
  if (prefix.bytes.length * 8 - prefix.length > MOST_HOST_BITS)
    throw new RangeError(`${text} holds more than ${2 ** MOST_HOST_BITS} addresses`);
  return prefix;
}

/** Throws RangeError, naming it, for a text that is no prefix or one too large. */
export function createAllowList(texts: readonly string[]): AllowList {
  const allowed = texts.map(scanPrefix);
  const prefixes = allowed.map(formatPrefix);
  const holds = (inner: IpPrefix) =>
    allowed.some((outer) => outer.length <= inner.length && prefixContains(outer, inner.bytes));
  return {
    prefixes,
    allows(address) {
      const bytes = parseIp(address);
      return bytes !== null && allowed.some((prefix) => prefixContains(prefix, bytes));
    },
    targets(wanted) {
      if (wanted.length === 0) return prefixes;
      return wanted.map((text) => {
        const prefix = scanPrefix(text);
        if (!holds(prefix)) throw new RangeError(`${text} lies outside of what --allow names`);
        return formatPrefix(prefix);
      });
    },
  };
}
