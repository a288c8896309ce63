import type { DecodeProblemCode } from './decode-problem.ts';
import type { SequenceStatistics } from './sequence-tracker.ts';
import type { StoredField } from './stored-template.ts';

/** An element that occurred in decoded records and has no entry in the registry, or in a basic list and is not needed. */
export interface UnknownElement {
  readonly enterprise: number;
  readonly id: number;
  /** 65535 for variable length. */
  readonly length: number;
  readonly records: number;
}

export interface TemplateStatistics {
  readonly templateId: number;
  readonly options: boolean;
  readonly fields: readonly StoredField[];
  readonly records: number;
}

/** What one source (exporter, port, observation domain, version) has sent so far. */
export interface SourceStatistics {
  readonly exporter: string;
  readonly port: number;
  readonly domain: number;
  /** 0: datagrams whose header could not be read. */
  readonly version: number;
  readonly datagrams: number;
  readonly flows: number;
  readonly optionsRecords: number;
  readonly sequence: SequenceStatistics;
  readonly waiting: {
    /** Sets that wait now. */
    readonly sets: number;
    readonly bytes: number;
    /** Sets given up, because of the bounds or of their age. */
    readonly dropped: number;
    /** Sets decoded when their template came. */
    readonly recovered: number;
  };
  readonly problems: Partial<Record<DecodeProblemCode, number>>;
  readonly templates: readonly TemplateStatistics[];
  readonly unknownElements: readonly UnknownElement[];
}
