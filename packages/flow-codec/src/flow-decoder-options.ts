import type { OptionsRecord } from './decoded-message.ts';
import type { FlowColumns } from './flow-columns.ts';
import type { InformationElement } from './information-elements.ts';

export interface FlowDecoderOptions {
  /** Compile templates with `new Function` (default true); false uses the interpreter, with equal results. */
  readonly codegen?: boolean;
  /** Elements added to the registry or renamed in it. */
  readonly elements?: readonly InformationElement[];
  readonly limits?: Partial<DecoderLimits>;
}

/** Bounds of the decoder's memory. */
export interface DecoderLimits {
  /** Sources (exporter, port, domain, version) remembered. */
  readonly sources: number;
  /** Of one exporter: ports and domains cost a sender nothing, and must not push out what others said. */
  readonly sourcesPerExporter: number;
  /** Fields of all templates of one exporter, and of all exporters. */
  readonly templateFieldsPerExporter: number;
  readonly templateFields: number;
  /** Bytes of sets that wait for their template. */
  readonly waitingBytesPerExporter: number;
  readonly waitingBytes: number;
  /** A set waits this long for its template. */
  readonly waitingMs: number;
  /** A template that was neither sent again nor used for so long is forgotten. */
  readonly templateMs: number;
  /** Compiled readers kept; further layouts are read by the interpreter. */
  readonly compiledReaders: number;
  /** Sets that the interpreter reads before a layout is compiled. */
  readonly compileAfter: number;
}

export const DEFAULT_LIMITS: DecoderLimits = {
  sources: 65_536,
  sourcesPerExporter: 4_096,
  templateFieldsPerExporter: 500_000,
  templateFields: 2_000_000,
  waitingBytesPerExporter: 4 * 1024 * 1024,
  waitingBytes: 64 * 1024 * 1024,
  waitingMs: 3_600_000,
  templateMs: 86_400_000,
  compiledReaders: 1024,
  compileAfter: 8,
};

/** Receives what a datagram holds, set by set. */
export interface FlowSink {
  /** The columns are reused: they are valid until this call returns. */
  flows(columns: FlowColumns): void;
  options?(record: OptionsRecord): void;
}
