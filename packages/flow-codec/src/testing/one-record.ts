import { createFlowDecoder } from '../flow-decoder.ts';
import type { FlowRecord } from '../flow-record.ts';
import type { InformationElement } from '../information-elements.ts';
import { datagram, hex, ipfix, set, v9 } from './wire-bytes.ts';

const UPTIME = 1_000_000;

/** [element, value in hex], the length is that of the value; [enterprise, element, value] for the others. */
export type Field =
  | readonly [element: number, value: string]
  | readonly [enterprise: number, element: number, value: string];

function specifier(field: Field): string {
  const [enterprise, element, value] = field.length === 2 ? [0, ...field] : field;
  const bit = enterprise === 0 ? 0 : 0x8000;
  const length = hex(value).length;
  const words = (element + bit).toString(16).padStart(4, '0') + length.toString(16).padStart(4, '0');
  return enterprise === 0 ? words : words + enterprise.toString(16).padStart(8, '0');
}

export const valueOfField = (field: Field) => (field.length === 2 ? field[1] : field[2]);
export const templateOf = (fields: readonly Field[]) =>
  `0100 ${fields.length.toString(16).padStart(4, '0')} ${fields.map(specifier).join('')}`;

export interface OneRecordOptions {
  readonly version?: 9 | 10;
  readonly codegen: boolean;
  /** Options data before it: fields and how many of them are scope. */
  readonly options?: readonly Field[];
  readonly scope?: number;
  readonly uptime?: number;
  readonly elements?: readonly InformationElement[];
}

/** The flow that one record of these fields becomes. */
export function flowOf(
  fields: readonly Field[],
  { version = 10, codegen, options, scope = 1, uptime = UPTIME, elements = [] }: OneRecordOptions,
): FlowRecord {
  const decoder = createFlowDecoder({ codegen, elements, limits: { compileAfter: 0 } });
  const bytes = (length: number) => length.toString(16).padStart(4, '0');
  const optionsHeader = (list: readonly Field[]) =>
    version === 9
      ? `0101 ${bytes(scope * 4)} ${bytes((list.length - scope) * 4)}`
      : `0101 ${bytes(list.length)} ${bytes(scope)}`;
  const sets = [
    ...(options
      ? [
          set(version === 9 ? 1 : 3, optionsHeader(options) + options.map(specifier).join('')),
          set(257, options.map(valueOfField).join('')),
        ]
      : []),
    set(version === 9 ? 0 : 2, templateOf(fields)),
    set(256, fields.map(valueOfField).join('')),
  ];
  const message = decoder.decode(datagram(version === 9 ? v9(sets, { uptime }) : ipfix(sets)));
  return message.records[0]?.flow as FlowRecord;
}
