import type { AuditEntryRow } from '@scopemap/database';

/** Facility 13, "log audit", severity 5, "normal but significant" (RFC 5424 6.2.1). */
const PRIORITY = 13 * 8 + 5;
/** A number for documentation (RFC 5612): we have none of our own. */
const ENTERPRISE = 32_473;
const BYTE_ORDER_MARK = '\ufeff';

/** The entry as one line of JSON, without the line end: all of it, the hash of the chain included. */
export function jsonLine({ at, ...entry }: AuditEntryRow): string {
  return JSON.stringify({ ...entry, at: at.toISOString() });
}

/** Printable ASCII without spaces, as the fields of the header want it (RFC 5424 6.2); a dash for nothing. */
function headerField(text: string, most: number): string {
  return text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, most) || '-';
}

/** A value of structured data: three characters are escaped (RFC 5424 6.3.3), control characters are told as code points. */
function parameter(name: string, value: string): string {
  const text = value
    .replaceAll(/["\\\]]/g, '\\$&')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through
    .replaceAll(/[\u0000-\u001f\u007f]/g, (character) => `U+${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `${name}="${text}"`;
}

/**
 * The entry as a syslog message (RFC 5424): who, from where, what and the hash as structured data, values before and after and the
 * reason as JSON in the message. `host`: of this installation.
 */
export function syslogMessage(entry: AuditEntryRow, host: string): string {
  const { id, at, author, origin, action, subject, before, after, reason, hash } = entry;
  const data = [
    `scopemap@${ENTERPRISE}`,
    parameter('id', String(id)),
    parameter('author', author),
    parameter('origin', origin),
    parameter('subject', subject),
    parameter('hash', hash),
  ].join(' ');
  const header = `<${PRIORITY}>1 ${at.toISOString()} ${headerField(host, 255)} scopemap - ${headerField(action, 32)}`;
  return `${header} [${data}] ${BYTE_ORDER_MARK}${JSON.stringify({ before, after, reason })}`;
}

/** A message with its length in octets in front (RFC 5425 4.3, RFC 6587 3.4.1), so that line ends in it do no harm. */
export function framed(message: string): string {
  return `${Buffer.byteLength(message)} ${message}`;
}
