/** [enterprise, element, length]; length 65535 is variable. */
export type StoredField = readonly [enterprise: number, element: number, length: number];

/** A template in a form that survives JSON, so that a restarted collector decodes on. */
export interface StoredTemplate {
  readonly exporter: string;
  readonly port: number;
  readonly domain: number;
  readonly version: 9 | 10;
  readonly templateId: number;
  /** Number of leading scope fields of an options template; null for a template of flow records. */
  readonly scopeFields: number | null;
  readonly fields: readonly StoredField[];
  /** When it was last sent or used, milliseconds since 1970 UTC. */
  readonly seenAt: number;
}
