export { biflowHalves } from './biflow-halves.ts';
export { DECODE_PROBLEMS, type DecodeProblem, type DecodeProblemCode } from './decode-problem.ts';
export type {
  DecodedMessage,
  DecodedRecord,
  MessageSummary,
  OptionsField,
  OptionsRecord,
} from './decoded-message.ts';
export type { ExportDatagram } from './export-datagram.ts';
export { COLUMN_TYPES, type ColumnName, FlowColumns } from './flow-columns.ts';
export { createFlowDecoder, type FlowDecoder } from './flow-decoder.ts';
export { DEFAULT_LIMITS, type DecoderLimits, type FlowDecoderOptions, type FlowSink } from './flow-decoder-options.ts';
export type { FlowExtra, FlowRecord, FrameHeader, InnerHeader } from './flow-record.ts';
export {
  ELEMENT_TYPES,
  type ElementRole,
  type ElementType,
  INFORMATION_ELEMENTS,
  type InformationElement,
} from './information-elements.ts';
export { type OptionsFact, optionsFacts } from './options-facts.ts';
export type { SequenceOutcome, SequenceStatistics } from './sequence-tracker.ts';
export type { SourceStatistics, TemplateStatistics, UnknownElement } from './source-statistics.ts';
export type { StoredSequence } from './stored-sequence.ts';
export type { StoredField, StoredTemplate } from './stored-template.ts';
