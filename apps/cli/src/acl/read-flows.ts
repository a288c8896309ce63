import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { csvRows, type RuleFlow } from '@scopemap/acl-formats';
import { protocolNumber } from '@scopemap/net';

/** A relationship of a flows file, or why a line is none. */
export type FlowLine =
  | { readonly line: number; readonly flow: RuleFlow; readonly last: number | null }
  | { readonly line: number; readonly fault: string };

/**
 * Relationships as `scopemap relationships` prints them (NDJSON or CSV), or any CSV whose first line names the columns client,
 * server, protocol, port and perhaps clientPort, icmpType, last. Constant memory. Throws one sentence naming the file.
 */
export async function* readFlows(file: string): AsyncGenerator<FlowLine> {
  const stream = createReadStream(file);
  let number = 0;
  let columns: readonly string[] | null = null;
  try {
    for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (text.trim() === '') continue;
      if (text.startsWith('{')) yield fromJson(text, number);
      else if (columns === null) columns = columnsOf(cellsOf(text), file, number);
      else yield fromCells(cellsOf(text), columns, number);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Error(`there is no file ${file}`);
    throw code === undefined ? error : new Error(`cannot read ${file}: ${message}`);
  } finally {
    stream.destroy();
  }
}

function cellsOf(text: string): readonly string[] {
  const { value } = csvRows([text]).next();
  return value ? value.cells : [];
}

function columnsOf(cells: readonly string[], file: string, line: number): readonly string[] {
  const columns = cells.map((cell) => cell.toLowerCase().replaceAll('_', ''));
  for (const needed of ['client', 'server', 'protocol', 'port'])
    if (!columns.includes(needed)) throw new Error(`${file}: line ${line} names no column "${needed}"`);
  return columns;
}

function fromJson(text: string, line: number): FlowLine {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { line, fault: 'no valid JSON' };
  }
  const protocol = protocolOf(value.protocol);
  if (protocol === null) return { line, fault: `"${String(value.protocol)}" is no protocol` };
  const client = textOf(value.client);
  const server = textOf(value.server);
  const endpoints = endpointsOf(value.endpoints);
  if ((client === null || server === null) && !endpoints)
    return { line, fault: 'neither client and server nor endpoints' };
  const flow: RuleFlow = {
    client,
    server,
    endpoints,
    protocol,
    port: numberOf(value.port),
    clientPort: numberOf(value.clientPort),
    icmpType: numberOf(value.icmpType),
  };
  return { line, flow, last: numberOf(value.last) };
}

function endpointsOf(value: unknown): RuleFlow['endpoints'] {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [a, b] = (value as Record<string, unknown>[]).map((end) => ({
    address: textOf(end?.address) ?? '',
    port: numberOf(end?.port),
  }));
  return a && b ? [a, b] : null;
}

function fromCells(cells: readonly string[], columns: readonly string[], line: number): FlowLine {
  const cell = (name: string): string | null => cells[columns.indexOf(name)]?.trim() || null;
  const protocol = protocolOf(cell('protocol'));
  if (protocol === null) return { line, fault: `"${cell('protocol') ?? ''}" is no protocol` };
  const [client, server, a, b] = [cell('client'), cell('server'), cell('endpointa'), cell('endpointb')];
  if ((client === null || server === null) && (a === null || b === null))
    return { line, fault: 'a row without two addresses' };
  const number = (name: string): number | null => numberOf(cell(name));
  const flow: RuleFlow = {
    client,
    server,
    endpoints:
      a !== null && b !== null
        ? [
            { address: a, port: number('porta') },
            { address: b, port: number('portb') },
          ]
        : null,
    protocol,
    port: number('port'),
    clientPort: number('clientport'),
    icmpType: number('icmptype'),
  };
  return { line, flow, last: number('last') };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : null;
}

function protocolOf(value: unknown): number | null {
  return typeof value === 'number' || typeof value === 'string' ? protocolNumber(String(value)) : null;
}
