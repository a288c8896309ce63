import type { Zone } from '@scopemap/contract';
import { ZoneDraft } from '@scopemap/contract';
import type { ScopeClaim } from '@scopemap/scope-model';

/** The zone form as typed. `prefixes`: one per line, or separated by commas or spaces. */
export interface ZoneFields {
  readonly name: string;
  readonly claim: ScopeClaim;
  readonly prefixes: string;
  readonly description: string;
}

export const EMPTY_ZONE: ZoneFields = { name: '', claim: 'undetermined', prefixes: '', description: '' };

export function toFields(zone: Zone): ZoneFields {
  return { ...zone, prefixes: zone.prefixes.join('\n') };
}

/** Message per field of {@link ZoneFields}. */
export type FieldErrors = Readonly<Partial<Record<keyof ZoneFields, string>>>;

export type ReadZone =
  | { readonly draft: ZoneDraft; readonly errors: null }
  | { readonly draft: null; readonly errors: FieldErrors };

/** The draft that the fields say, or what is wrong with which field, by the contract's own schema. */
export function readZoneFields(fields: ZoneFields): ReadZone {
  const prefixes = fields.prefixes.split(/[\s,;]+/).filter(Boolean);
  const parsed = ZoneDraft.safeParse({ ...fields, prefixes });
  if (parsed.success) return { draft: parsed.data, errors: null };
  const issues: Record<string, string> = {};
  for (const issue of parsed.error.issues) issues[issue.path.join('.')] ??= issue.message;
  return { draft: null, errors: gatherFieldErrors(issues) };
}

/** Server or schema paths such as `prefixes.2` or `/body/name` under the field they belong to; several messages are joined. */
export function gatherFieldErrors(fields: Readonly<Record<string, string>>): FieldErrors {
  const errors: Partial<Record<keyof ZoneFields, string>> = {};
  for (const [path, message] of Object.entries(fields)) {
    const field = path.split(/[./[\]]+/).find((part): part is keyof ZoneFields => part in EMPTY_ZONE);
    if (field) errors[field] = errors[field] ? `${errors[field]}; ${message}` : message;
  }
  return errors;
}
