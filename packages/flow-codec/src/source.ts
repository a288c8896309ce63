import type { DecodeProblemCode } from './decode-problem.ts';
import type { Layout } from './layout-cache.ts';
import { OptionsMemory } from './options-memory.ts';
import { SequenceTracker } from './sequence-tracker.ts';
import type { SourceStatistics, UnknownElement } from './source-statistics.ts';
import type { StoredField } from './stored-template.ts';
import type { Template } from './template.ts';
import { VARIABLE_LENGTH } from './template.ts';
import type { WaitingSet } from './waiting-sets.ts';

/** A template of a source, with its reader and its use. */
export interface KnownTemplate extends Template {
  /** Null for options templates, whose records are read field by field. */
  readonly layout: Layout | null;
  /** Length of the shortest record; 0 when records would have no byte. */
  readonly minLength: number;
  records: number;
  /** When it was last sent or used, milliseconds since 1970 UTC. */
  seenAt: number;
}

/** Shortest record of a template: a variable-length field counts one byte, its length. */
export function minRecordLength({ fields }: Template): number {
  return fields.reduce((sum, [, , length]) => sum + (length === VARIABLE_LENGTH ? 1 : length), 0);
}

/** One stream of export messages: a sender's address and port, an observation domain and a version. */
export class Source {
  readonly exporter: string;
  readonly port: number;
  readonly domain: number;
  /** 0 stands for datagrams whose header could not be read. */
  readonly version: number;
  readonly templates = new Map<number, KnownTemplate>();
  options = new OptionsMemory();
  readonly sequence = new SequenceTracker();
  waiting: WaitingSet[] = [];
  waitingDropped = 0;
  waitingRecovered = 0;
  datagrams = 0;
  flows = 0;
  optionsRecords = 0;
  templateFields = 0;
  /** Set with each datagram, cleared by the search for a source to forget. */
  heard = true;
  readonly problems = new Map<DecodeProblemCode, number>();
  /** Counts of templates that are gone; those of the present ones are added when asked for. */
  readonly #unknownBefore = new Map<string, UnknownElement>();

  constructor(exporter: string, port: number, domain: number, version: number) {
    this.exporter = exporter;
    this.port = port;
    this.domain = domain;
    this.version = version;
  }

  addProblem(code: DecodeProblemCode): void {
    this.problems.set(code, (this.problems.get(code) ?? 0) + 1);
  }

  /** Counts an element of a basic list that has no entry in the registry or is not needed. */
  addUnknownElement([enterprise, id, length]: StoredField): void {
    addCount(this.#unknownBefore, enterprise, id, length, 1);
  }

  setTemplate(template: KnownTemplate): void {
    this.removeTemplate(template.templateId);
    this.templates.set(template.templateId, template);
    this.templateFields += template.fields.length;
  }

  removeTemplate(templateId: number): boolean {
    const template = this.templates.get(templateId);
    if (!template) return false;
    this.templates.delete(templateId);
    this.templateFields -= template.fields.length;
    addUnknown(this.#unknownBefore, template);
    return true;
  }

  statistics(): SourceStatistics {
    const unknown = new Map(this.#unknownBefore);
    for (const template of this.templates.values()) addUnknown(unknown, template);
    return {
      exporter: this.exporter,
      port: this.port,
      domain: this.domain,
      version: this.version,
      datagrams: this.datagrams,
      flows: this.flows,
      optionsRecords: this.optionsRecords,
      sequence: { ...this.sequence.statistics },
      waiting: {
        sets: this.waiting.length,
        bytes: this.waiting.reduce((sum, { datagram }) => sum + datagram.payload.length, 0),
        dropped: this.waitingDropped,
        recovered: this.waitingRecovered,
      },
      problems: Object.fromEntries(this.problems),
      templates: [...this.templates.values()].map(({ templateId, scopeFields, fields, records }) => ({
        templateId,
        options: scopeFields !== null,
        fields,
        records,
      })),
      unknownElements: [...unknown.values()],
    };
  }
}

/** Kinds of unknown elements counted apart per source; more than any exporter has. */
const MAX_UNKNOWN = 4096;

function addUnknown(counts: Map<string, UnknownElement>, { layout, records }: KnownTemplate): void {
  if (records === 0) return;
  for (const [enterprise, id, length] of layout?.unknown ?? []) addCount(counts, enterprise, id, length, records);
}

function addCount(
  counts: Map<string, UnknownElement>,
  enterprise: number,
  id: number,
  length: number,
  records: number,
): void {
  const key = `${enterprise}/${id}:${length}`;
  const before = counts.get(key);
  if (before || counts.size < MAX_UNKNOWN)
    counts.set(key, { enterprise, id, length, records: (before?.records ?? 0) + records });
}
