import { REVIEW_STATUSES, type ReviewStatus } from '@scopemap/scope-model';

/** A bundle by what its relationships have in common. */
export interface BundleKey {
  /** Zone keys such as `zone-7`. */
  readonly source: string;
  readonly target: string;
  readonly directed: boolean;
  /** Service code as in relationship-view.ts, or the collected infrastructure services. */
  readonly service: number | 'infra';
  readonly status: ReviewStatus;
}

const KEY = /^([^>~|]+)([>~])([^>~|]+)\|(infra|undecided-([0-9]{1,3})|([0-9]{1,5})-([0-9]{1,3}))\|([a-z]+)$/;

function serviceText(service: number | 'infra'): string {
  if (service === 'infra') return service;
  return service < 0 ? `undecided-${-service}` : `${service & 0xffff}-${service >> 16}`;
}

/** `zone-1>zone-2|443-6|unreviewed`; `~` where no direction is known. Stable while zones keep their ids. */
export function formatBundleKey({ source, target, directed, service, status }: BundleKey): string {
  return `${source}${directed ? '>' : '~'}${target}|${serviceText(service)}|${status}`;
}

/** Reads a key back; null when it is none. */
export function parseBundleKey(text: string): BundleKey | null {
  const found = KEY.exec(text);
  if (!found) return null;
  const [, source = '', arrow, target = '', word, undecided, port, protocol, last] = found;
  const status = REVIEW_STATUSES.find((known) => known === last);
  if (!status) return null;
  const decided = undecided === undefined ? Number(protocol) * 65_536 + Number(port) : -Number(undecided);
  return { source, target, directed: arrow === '>', service: word === 'infra' ? 'infra' : decided, status };
}
