import { ALLOW, CONTINUE, DENY, type RuleAction, type RuleParts, UNKNOWN_ACTION } from '../../model/rule.ts';
import { ANY_SERVICE } from '../../model/service-match.ts';
import { excerpt, field, items, textField } from '../../text/json-fields.ts';
import { NotUnderstood } from '../../text/not-understood.ts';
import type { JsonNode } from '../../text/parse-json-lines.ts';
import { type NftDraft, readNftMatch, restrict } from './nft-match.ts';
import { type NftSets, nftValues } from './nft-values.ts';

/** One rule of the model; a rule with a verdict map becomes several. */
export interface NftRule {
  readonly action: RuleAction;
  readonly parts: RuleParts;
}

interface NftReader {
  /** `family table`. */
  readonly table: string;
  readonly sets: NftSets;
  readonly unread: string[];
}

/** Statements that let a packet go on as it is. */
const CONTINUING: ReadonlySet<string> = new Set([
  'counter',
  'log',
  'comment',
  'notrack',
  'meter',
  'last',
  'mangle',
  'ct helper',
  'flow',
]);

/** Reads the expressions of a rule. `unread` collects what was not understood. */
export function readNftRule(rule: JsonNode, table: string, sets: NftSets, unread: string[]): NftRule[] {
  const reader: NftReader = { table, sets, unread };
  const draft: NftDraft = {};
  const conditions: string[] = [];
  let log = false;
  const remark = textField(rule, 'comment') ?? null;
  const finish = (action: RuleAction, more: NftDraft = {}, extra: readonly string[] = []): NftRule => ({
    action,
    parts: { ...partsOf({ ...draft, ...more }), conditions: [...conditions, ...extra], log, remark },
  });
  for (const expression of items(rule, 'expr')) {
    const name = nameOf(expression);
    const content = field(expression, name);
    if (name === 'match' && content) note(reader, conditions, () => readNftMatch(content, table, sets, draft));
    else if (name === 'vmap' && content) return readVerdictMap(content, reader, draft, finish);
    else if (name === 'log') log = true;
    else {
      const action = actionOf(expression, name, table);
      if (action) return [finish(action, {}, action === UNKNOWN_ACTION ? [`${name} changes where packets go`] : [])];
      if (!CONTINUING.has(name)) note(reader, conditions, () => fail(`"${name}"`));
    }
  }
  return [finish(CONTINUE)];
}

function fail(why: string): never {
  throw new NotUnderstood(why);
}

function note({ unread }: NftReader, conditions: string[], read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    unread.push(error.message);
    conditions.push(`not understood: ${error.message}`);
  }
}

function nameOf(expression: JsonNode): string {
  if (expression.kind !== 'object') return expression.kind === 'string' ? expression.value : '';
  return expression.fields.keys().next().value ?? '';
}

/** Effect of a verdict statement; null for a statement that is none. */
function actionOf(expression: JsonNode, name: string, table: string): RuleAction | null {
  switch (name) {
    case 'accept':
      return ALLOW;
    case 'drop':
    case 'reject':
      return DENY;
    case 'return':
      return { kind: 'return' };
    case 'continue':
      return CONTINUE;
    case 'jump':
    case 'goto':
      return { kind: 'jump', chain: `${table}/${textField(field(expression, name), 'target')}`, goto: name === 'goto' };
    case 'dnat':
    case 'snat':
    case 'redirect':
    case 'masquerade':
    case 'queue':
    case 'tproxy':
    case 'dup':
    case 'fwd':
    case 'synproxy':
      return UNKNOWN_ACTION;
    default:
      return null;
  }
}

/** `tcp dport vmap { 22 : accept, 23 : drop }`: one rule per element; no element, no verdict. */
function readVerdictMap(
  map: JsonNode,
  reader: NftReader,
  draft: NftDraft,
  finish: (action: RuleAction, more?: NftDraft, extra?: readonly string[]) => NftRule,
): NftRule[] {
  const { table, sets, unread } = reader;
  try {
    const key = field(map, 'key') ?? fail('a map without a key');
    const data = field(map, 'data') ?? fail('a map without data');
    return nftValues(data, table, sets).map((element) => {
      const [value, verdict] = element.kind === 'array' ? element.items : [];
      if (!value || !verdict) return fail('an element of a map that is no pair');
      const name = nameOf(verdict);
      const action = actionOf(verdict, name, table) ?? fail(`the verdict ${excerpt(verdict)}`);
      const restricted = { ...draft };
      restrict(restricted, key, '==', value, table, sets);
      return finish(action, restricted);
    });
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    unread.push(error.message);
    return [finish(UNKNOWN_ACTION, {}, [`not understood: ${error.message}`])];
  }
}

function partsOf(draft: NftDraft): RuleParts {
  const service = {
    ...ANY_SERVICE,
    protocols: draft.protocols ?? null,
    sourcePorts: draft.sourcePorts ?? null,
    destinationPorts: draft.destinationPorts ?? null,
    icmp: draft.icmp ?? null,
  };
  return {
    ...(draft.source ? { source: draft.source } : {}),
    ...(draft.destination ? { destination: draft.destination } : {}),
    services: [service],
    tcpFlags: draft.tcpFlags ?? null,
    states: draft.states ?? null,
    from: draft.from ?? null,
    to: draft.to ?? null,
  };
}
