import { canonicalIp, formatPrefix, parsePrefix } from '@scopemap/net';
import { z } from 'zod';

/** An IPv4 or IPv6 address; other spellings become the canonical one. */
export const Address = z.string().transform((text, context) => {
  const canonical = canonicalIp(text.trim());
  if (canonical) return canonical;
  context.addIssue({ code: 'custom', message: `"${text}" is not an IP address` });
  return z.NEVER;
});

/** A CIDR prefix such as 10.10.1.0/26; a single address counts as /32 or /128. Host bits behind the length are an error. */
export const Prefix = z.string().transform((text, context) => {
  const prefix = parsePrefix(text.trim());
  if (prefix) return formatPrefix(prefix);
  context.addIssue({
    code: 'custom',
    message: `"${text}" is not a CIDR prefix such as 10.10.1.0/26 (bits behind the length must be zero)`,
  });
  return z.NEVER;
});
