import type { AuditEntry } from '@scopemap/contract';

type Json = AuditEntry['before'];

export interface ChangedValue {
  /** Empty for a value without a name of its own. */
  readonly name: string;
  /** Null: there was none, or there is none now. */
  readonly before: string | null;
  readonly after: string | null;
}

/** `zone.create` is `Zone: create`. */
export function actionWords(action: string): string {
  const [kind = '', done = ''] = action.split('.');
  const words = kind.replaceAll(/[-_]/g, ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}: ${done.replaceAll(/[-_]/g, ' ')}`;
}

const isRecord = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: Json | undefined): string | null => {
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** What differs between two states of a thing, field by field; all fields where it is new or gone. */
export function changedValues(before: Json, after: Json): ChangedValue[] {
  if (!isRecord(before) && !isRecord(after)) {
    const change = { name: '', before: text(before), after: text(after) };
    return change.before === change.after ? [] : [change];
  }
  const one = isRecord(before) ? before : {};
  const other = isRecord(after) ? after : {};
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .map((name) => ({ name, before: text(one[name]), after: text(other[name]) }))
    .filter((change) => change.before !== change.after);
}
