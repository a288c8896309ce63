import { canonicalIp } from '@scopemap/net';
import { parseInstant } from './instant.ts';
import { type AddressFinding, assetName, canonicalMac } from './stated-address.ts';
import type { TextLine } from './text-lines.ts';

type Column = 'address' | 'mac' | 'name' | 'from' | 'to';

/** Heads of columns, lower case without blanks and signs. The second ones are of Windows' `Get-DhcpServerv4Lease`. */
const COLUMNS: Readonly<Record<string, Column>> = {
  address: 'address',
  ip: 'address',
  ipaddress: 'address',
  mac: 'mac',
  macaddress: 'mac',
  clientid: 'mac',
  name: 'name',
  hostname: 'name',
  asset: 'name',
  from: 'from',
  validfrom: 'from',
  start: 'from',
  until: 'to',
  to: 'to',
  validto: 'to',
  leaseexpirytime: 'to',
};

/** A field, quoted or not, up to its separator or the end of the line. */
const FIELDS: Readonly<Record<string, RegExp>> = {
  ',': /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y,
  ';': /(?:"((?:[^"]|"")*)"|([^";]*))(;|$)/y,
  '\t': /(?:"((?:[^"]|"")*)"|([^"\t]*))(\t|$)/y,
};

/** The fields of a CSV line (RFC 4180) with this separator; null when its quotes don't match. A field never spans lines. */
function fieldsOf(line: string, separator: string): string[] | null {
  const field = FIELDS[separator] as RegExp;
  field.lastIndex = 0;
  const fields: string[] = [];
  for (;;) {
    const match = field.exec(line);
    if (!match) return null;
    const [, quoted, plain = '', end] = match;
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '') return fields;
  }
}

interface Header {
  readonly separator: string;
  readonly columns: readonly (Column | undefined)[];
}

/** The columns that a head line names; null when it is not that of a list of addresses: it needs address, from and mac or name. */
export function addressCsvHeader(line: string): Header | null {
  for (const separator of [',', ';', '\t']) {
    const fields = fieldsOf(line, separator);
    const columns = fields?.map((field) => COLUMNS[field.toLowerCase().replace(/[^a-z]/g, '')]);
    if (columns?.includes('address') && columns.includes('from') && columns.some((c) => c === 'mac' || c === 'name'))
      return { separator, columns };
  }
  return null;
}

/** Reads one line of a list of addresses. */
export class CsvAddressReader {
  #header: Header | null = null;

  /** What the line says; nothing for the head line and for empty ones. */
  read({ number, text, isCut }: TextLine): AddressFinding[] {
    const problem = (message: string): AddressFinding => ({ problem: { line: number, message } });
    if (text.trim() === '' || text.startsWith('#')) return [];
    if (isCut) return [problem('the line is too long')];
    if (!this.#header) {
      this.#header = addressCsvHeader(text);
      return this.#header ? [] : [problem('the first line must name the columns address, from and mac or name')];
    }
    const fields = fieldsOf(text, this.#header.separator);
    return [fields ? statementOf(valuesOf(fields, this.#header.columns), problem) : problem('a quote is not closed')];
  }

  /** Nothing waits for the end of the file. */
  finish(): AddressFinding[] {
    return [];
  }
}

type Values = Readonly<Partial<Record<Column, string>>>;

function valuesOf(fields: readonly string[], columns: readonly (Column | undefined)[]): Values {
  const values: Partial<Record<Column, string>> = {};
  for (const [i, column] of columns.entries()) if (column) values[column] ??= fields[i]?.trim() ?? '';
  return values;
}

function statementOf(values: Values, problem: (message: string) => AddressFinding): AddressFinding {
  const {
    address: addressText = '',
    mac: macText = '',
    name: nameText = '',
    from: fromText = '',
    to: toText = '',
  } = values;
  const address = canonicalIp(addressText);
  if (address === null) return problem(`"${addressText}" is not an IP address`);
  const mac = macText === '' ? null : canonicalMac(macText);
  if (macText !== '' && mac === null) return problem(`"${macText}" is not a MAC address`);
  const name = nameText === '' ? null : assetName(nameText);
  if (nameText !== '' && name === null) return problem('the name is too long or holds control characters');
  if (mac === null && name === null) return problem('neither mac nor name says which machine it was');
  const from = parseInstant(fromText);
  if (!from) return problem(`from: ${notAnInstant(fromText)}`);
  const to = toText === '' ? null : parseInstant(toText);
  if (toText !== '' && !to) return problem(`until: ${notAnInstant(toText)}`);
  if (to && to < from) return problem('it ends before it begins');
  return { stated: { address, mac, name, from, to } };
}

function notAnInstant(text: string): string {
  return `"${text}" is not a day or a time with its zone, such as 2026-01-15 or 2026-01-15T10:00:00Z`;
}
