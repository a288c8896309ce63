import { DECODE_PROBLEMS, type DecodeProblem } from '../decode-problem.ts';
import type { DecodedMessage } from '../decoded-message.ts';
import type { ExportDatagram } from '../export-datagram.ts';
import { createFlowDecoder, type FlowDecoder } from '../flow-decoder.ts';
import type { DecoderLimits } from '../flow-decoder-options.ts';

/** Tight bounds, so that short sessions reach them. */
export const SESSION_LIMITS = {
  sources: 4,
  sourcesPerExporter: 3,
  templateFieldsPerExporter: 150,
  templateFields: 200,
  waitingBytesPerExporter: 3000,
  waitingBytes: 4000,
  waitingMs: 5,
  templateMs: 20,
  compiledReaders: 64,
  compileAfter: 0,
} as const satisfies DecoderLimits;

/** Something between two datagrams of a session: what a collector does besides decoding. */
export type SessionStep = ExportDatagram | 'expire' | 'restart';

/**
 * Decodes the steps with the generated reader and with the interpreter, to which every datagram is given at an offset in
 * a bigger buffer. Returns what is wrong, or null: something thrown, more records than bytes, values out of their range,
 * memory beyond its bounds, or two different results.
 */
export function checkSession(steps: readonly SessionStep[], offset = 5): string | null {
  let generated = createFlowDecoder({ limits: SESSION_LIMITS });
  let interpreted = createFlowDecoder({ codegen: false, limits: SESSION_LIMITS });
  for (const [i, step] of steps.entries()) {
    try {
      if (step === 'restart') [generated, interpreted] = [restarted(generated, true), restarted(interpreted, false)];
      else if (step === 'expire') for (const decoder of [generated, interpreted]) decoder.expire(i);
      else {
        const message = generated.decode(step);
        const fault =
          messageFault(message, step) ??
          difference(comparable(message), comparable(interpreted.decode(embedded(step, offset))), 'message') ??
          memoryFault(generated);
        if (fault) return `step ${i}: ${fault}`;
      }
    } catch (error) {
      return `step ${i}: threw ${error instanceof Error ? error.stack : String(error)}`;
    }
  }
  const fault = difference(generated.statistics(), interpreted.statistics(), 'statistics');
  return fault ?? difference(generated.templates(), interpreted.templates(), 'templates');
}

/** A new decoder with the templates of the old one, as after a restart of the collector. */
function restarted(decoder: FlowDecoder, codegen: boolean): FlowDecoder {
  const next = createFlowDecoder({ codegen, limits: SESSION_LIMITS });
  next.restoreTemplates(decoder.templates());
  return next;
}

function embedded(datagram: ExportDatagram, offset: number): ExportDatagram {
  const { payload } = datagram;
  const buffer = new Uint8Array(payload.length + offset * 2).fill(0xa5);
  buffer.set(payload, offset);
  return { ...datagram, payload: buffer.subarray(offset, offset + payload.length) };
}

/** Several values of one set that are too large are named in the order of reading, which is by row or by column. */
function comparable(message: DecodedMessage): DecodedMessage {
  const key = ({ code, offset, element }: DecodeProblem) => `${code} ${offset} ${element?.enterprise}/${element?.id}`;
  return { ...message, problems: [...message.problems].sort((a, b) => (key(a) < key(b) ? -1 : 1)) };
}

function messageFault(message: DecodedMessage, { payload }: ExportDatagram): string | null {
  const own = [...message.records, ...message.options].filter(({ late }) => !late).length;
  const late = message.records.length + message.options.length - own;
  if (own > payload.length) return `${own} records in ${payload.length} bytes`;
  if (late > SESSION_LIMITS.waitingBytes) return `${late} late records`;
  const unknown = message.problems.find(({ code }) => !(code in DECODE_PROBLEMS));
  if (unknown) return `unknown problem ${unknown.code}`;
  const outside = message.problems.find(({ offset }) => !(offset >= 0 && offset <= 65_535));
  if (outside) return `${outside.code} at offset ${outside.offset}`;
  for (const { flow } of message.records) {
    const fault = valueFault(flow, 'flow');
    if (fault) return fault;
    if (flow.sampling !== null && flow.sampling < 0) return `sampling ${flow.sampling}`;
    for (const port of [flow.srcPort, flow.dstPort])
      if (port !== null && !(port >= 0 && port <= 0xffff_ffff)) return `port ${port}`;
    for (const count of [flow.octets, flow.packets]) if (count !== null && count < 0) return `counter ${count}`;
    if (flow.ipVersion === null && (flow.srcAddr ?? flow.dstAddr) !== null) return 'an address without IP version';
  }
  return null;
}

/** Numbers are exact integers or rates; nothing is NaN or undefined. */
function valueFault(value: unknown, path: string): string | null {
  if (value === undefined || Number.isNaN(value)) return `${path} is ${String(value)}`;
  if (typeof value === 'number' && !Number.isFinite(value)) return `${path} is ${value}`;
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) return `${path} is not exact: ${value}`;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const fault = valueFault(inner, `${path}.${key}`);
    if (fault) return fault;
  }
  return null;
}

function memoryFault(decoder: FlowDecoder): string | null {
  const sources = decoder.statistics();
  if (sources.length > SESSION_LIMITS.sources) return `${sources.length} sources`;
  const waiting = sources.reduce((sum, source) => sum + source.waiting.bytes, 0);
  if (waiting > SESSION_LIMITS.waitingBytes) return `${waiting} bytes wait for templates`;
  const fields = decoder.templates().reduce((sum, template) => sum + template.fields.length, 0);
  return fields > SESSION_LIMITS.templateFields ? `${fields} template fields` : null;
}

/** The first difference of two values, or null. */
function difference(a: unknown, b: unknown, path: string): string | null {
  if (Object.is(a, b)) return null;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return `${path}: ${String(a)} by the generated reader, ${String(b)} by the interpreter`;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  for (const key of keys) {
    const fault = difference(Reflect.get(a, key), Reflect.get(b, key), `${path}.${key}`);
    if (fault) return fault;
  }
  return null;
}
