export { ByteWriter } from './byte-writer.ts';
export { encodeIpfix, type IpfixMessage } from './encode-ipfix.ts';
export { encodeList, type ListedRecords, type ListSemantic, type StructuredValue } from './encode-list.ts';
export { encodeV5, type V5Message, type V5Record } from './encode-v5.ts';
export { encodeV9, type V9Message } from './encode-v9.ts';
export { createExporter } from './exporter.ts';
export type { ExportedFlow, ExporterOptions, FlowExporter } from './exporter-options.ts';
export {
  type FieldSpecifier,
  type FieldValue,
  type MessageSet,
  type OptionsTemplate,
  type Template,
  VARIABLE_LENGTH,
} from './field-specifier.ts';
