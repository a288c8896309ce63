import type { RelationshipFilter } from '@scopemap/contract';
import type { HostMatch, ViewFilter } from '@scopemap/database';
import { formatPrefix, parsePrefix, parseService } from '@scopemap/net';
import { parseQuery, type Query, QueryError } from '@scopemap/query-language';
import { type InfrastructureService, REVIEW_STATUSES, type ReviewStatus } from '@scopemap/scope-model';
import { invalidField } from './api-problem.ts';

function zoneOf(text: string): number | 'none' {
  if (text === 'none') return 'none';
  const id = Number(text);
  if (!/^[0-9]+$/.test(text) || id < 1 || id > 2_147_483_647) throw invalidField('zone', 'is a zone id or "none"');
  return id;
}

function hostOf(text: string): HostMatch | undefined {
  const word = text.trim();
  const prefix = parsePrefix(word);
  if (prefix) return { prefix: formatPrefix(prefix) };
  if (/\/[0-9]+$/.test(word)) {
    throw invalidField('host', `"${word}" is not a CIDR prefix (bits behind the length must be zero)`);
  }
  return word === '' ? undefined : { text: word };
}

function statusesOf(text: string): ReviewStatus[] {
  return text.split(',').map((word) => {
    const status = REVIEW_STATUSES.find((known) => known === word.trim());
    if (!status) throw invalidField('status', `"${word}" is none of ${REVIEW_STATUSES.join(', ')}`);
    return status;
  });
}

/** Postgres stores no NUL: nothing that is stored could match it, and a file that has begun could not say so any more. */
function refuseNul(field: 'host' | 'q', text: string | undefined): void {
  if (text?.includes('\0')) throw invalidField(field, 'holds a NUL character');
}

function queryOf(text: string): Query | undefined {
  if (text.trim() === '') return undefined;
  try {
    return parseQuery(text) ?? undefined;
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const { from, to } = error.span;
    const instead = error.expected.length > 0 ? `; did you mean ${error.expected.slice(0, 3).join(' or ')}?` : '';
    throw invalidField('q', `${error.message} (characters ${from + 1} to ${Math.max(to, from + 1)})${instead}`);
  }
}

/** Reads the filter of a request; empty texts filter nothing. Throws a problem that names the field which cannot be used. */
export function toViewFilter(
  query: RelationshipFilter,
  infrastructure: readonly InfrastructureService[] | undefined,
): ViewFilter {
  refuseNul('host', query.host);
  refuseNul('q', query.q);
  const services = query.service ? parseService(query.service) : undefined;
  if (services === null) {
    throw invalidField(
      'service',
      `"${query.service}" is no port, protocol or service name such as 443, 443/tcp or https`,
    );
  }
  if (query.from && query.to && query.from > query.to) throw invalidField('to', 'lies before the first day');
  return {
    from: query.from,
    to: query.to,
    zone: query.zone ? zoneOf(query.zone) : undefined,
    services,
    host: query.host ? hostOf(query.host) : undefined,
    statuses: query.status ? statusesOf(query.status) : undefined,
    query: query.q ? queryOf(query.q) : undefined,
    infrastructure,
  };
}
