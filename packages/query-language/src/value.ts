import type { IpPrefix, ServicePattern } from '@scopemap/net';

/** A service as written, in lower case, and what it stands for: any of `matches`. */
export interface ServiceValue {
  readonly text: string;
  readonly matches: readonly ServicePattern[];
}

/** What a term compares with, already read. The type goes with the field. */
export type Value =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'word'; readonly word: string }
  | { readonly type: 'prefix'; readonly prefix: IpPrefix }
  | { readonly type: 'number'; readonly number: number; readonly text: string }
  | { readonly type: 'range'; readonly from: number; readonly to: number }
  | { readonly type: 'service'; readonly service: ServiceValue }
  /** Start of a UTC day, milliseconds since 1970. */
  | { readonly type: 'day'; readonly day: number }
  /** A length of time in milliseconds. */
  | { readonly type: 'age'; readonly age: number; readonly text: string }
  | { readonly type: 'yes-no'; readonly yes: boolean };
