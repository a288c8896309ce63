/** Where the audit trail is sent. */
export interface AuditTarget {
  readonly transport: 'tcp' | 'tls';
  readonly format: 'syslog' | 'json';
  readonly host: string;
  readonly port: number;
  /** As it was written; positions are kept under it. */
  readonly name: string;
}

/**
 * Reads `syslog+tls://HOST:6514`, `syslog+tcp://HOST:601`, `json+tls://HOST:PORT` or `json+tcp://HOST:PORT`. Throws one sentence that
 * says what is wrong with it.
 */
export function readAuditTarget(text: string): AuditTarget {
  const wrong = (why: string) =>
    new Error(`"${text}" is no place to send the audit to (${why}); one is syslog+tls://logs.example.org:6514`);
  const [, format, transport] = /^(syslog|json)\+(tcp|tls):\/\//.exec(text) ?? [];
  if (!format || !transport) throw wrong('it begins with syslog+tls, syslog+tcp, json+tls or json+tcp');
  // A scheme that URL knows, so that host and port are checked.
  const rest = `https://${text.slice(text.indexOf('://') + 3)}`;
  if (!URL.canParse(rest)) throw wrong('host or port are missing');
  const { hostname, port, pathname, search, username } = new URL(rest);
  if (!/:[0-9]+$/.test(text)) throw wrong('the port is missing');
  if (pathname !== '/' || search !== '' || username !== '') throw wrong('nothing follows the port');
  return {
    transport: transport as AuditTarget['transport'],
    format: format as AuditTarget['format'],
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 443),
    name: text,
  };
}
