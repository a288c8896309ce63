import { canonicalIp, formatPrefix, parsePrefix } from '@scopemap/net';
import { z } from 'zod';

type Canonical = (text: string) => string | null;

/** Text that is stored in one spelling. It is read in any, and written as it stands: answers carry it, too. */
const canonicalText = (canonical: Canonical, wrong: (text: string) => string) =>
  z.codec(z.string(), z.string(), {
    decode: (text, context) => {
      const result = canonical(text.trim());
      if (result !== null) return result;
      context.issues.push({ code: 'custom', message: wrong(text), input: text });
      return z.NEVER;
    },
    encode: (text) => text,
  });

/** An IPv4 or IPv6 address; other spellings become the canonical one. */
export const Address = canonicalText(canonicalIp, (text) => `"${text}" is not an IP address`);

function canonicalPrefix(text: string): string | null {
  const prefix = parsePrefix(text);
  return prefix && formatPrefix(prefix);
}

/** A CIDR prefix such as 10.10.1.0/26; a single address counts as /32 or /128. Host bits behind the length are an error. */
export const Prefix = canonicalText(
  canonicalPrefix,
  (text) => `"${text}" is not a CIDR prefix such as 10.10.1.0/26 (bits behind the length must be zero)`,
);
