import type { AddressTerm } from '../../model/address-set.ts';
import type { NumberRange } from '../../model/service-match.ts';
import { field, items, numberField, textField } from '../../text/json-fields.ts';
import { NotUnderstood } from '../../text/not-understood.ts';
import type { JsonNode } from '../../text/parse-json-lines.ts';
import { hostTerm, rangeTerm, readAddressTerm } from '../../text/read-address.ts';

/** Named sets and maps by `family table name`; null for those whose members come and go. */
export type NftSets = ReadonlyMap<string, readonly JsonNode[] | null>;

/**
 * The single values of a right-hand side: itself, the members of an anonymous set or list, or those of a named set. Throws
 * {@link NotUnderstood} for sets that the file does not hold or that change by themselves.
 */
export function nftValues(node: JsonNode, table: string, sets: NftSets): readonly JsonNode[] {
  if (node.kind === 'array') return node.items;
  const inner = field(node, 'set');
  if (inner?.kind === 'array') return inner.items.map(elementOf);
  if (node.kind !== 'string' || !node.value.startsWith('@')) return [node];
  const members = sets.get(`${table} ${node.value.slice(1)}`);
  if (!members)
    throw new NotUnderstood(`the set ${node.value} ${members === null ? 'changes by itself' : 'is not in the file'}`);
  return members.map(elementOf);
}

/** Elements may carry a comment or counter around their value. */
function elementOf(node: JsonNode): JsonNode {
  return field(field(node, 'elem'), 'val') ?? node;
}

export function nftAddress(node: JsonNode): AddressTerm {
  const prefix = field(node, 'prefix');
  const range = items(node, 'range');
  const [from, to] = range;
  const term = prefix
    ? readAddressTerm(`${textField(prefix, 'addr')}/${numberField(prefix, 'len')}`)
    : from?.kind === 'string' && to?.kind === 'string'
      ? rangeTerm(from.value, to.value)
      : node.kind === 'string'
        ? hostTerm(node.value)
        : null;
  if (!term) throw new NotUnderstood('an address that is neither host, prefix nor range');
  return term;
}

/** Numbers or names that `read` turns into numbers. */
export function nftNumbers(node: JsonNode, read: (text: string) => number | null): NumberRange {
  const [from, to] = items(node, 'range');
  if (from && to) return [nftNumber(from, read), nftNumber(to, read)];
  const number = nftNumber(node, read);
  return [number, number];
}

function nftNumber(node: JsonNode, read: (text: string) => number | null): number {
  const number = node.kind === 'number' ? node.value : node.kind === 'string' ? read(node.value) : null;
  if (number === null || number < 0) throw new NotUnderstood(`the value ${node.kind === 'string' ? node.value : ''}`);
  return number;
}
