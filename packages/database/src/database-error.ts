/** Connection states and shutdowns of Postgres (Appendix A of its manual: classes 08, 57P) and of the socket below. */
const UNAVAILABLE = /^(08...|57P0.|53300)$/;
const NETWORK = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;
const LOST = /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error/i;

/** True when a query failed because the server cannot be reached or is going away: worth another try later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseUnavailable);
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  // A Unix socket that is gone is ENOENT, and only then a sign of the server.
  if (syscall === 'connect' || NETWORK.test(String(code))) return true;
  return (typeof code === 'string' && UNAVAILABLE.test(code)) || LOST.test(error.message);
}

/** True when a value of a query cannot be held by its column (class 22), e.g. a character U+0000 in a text. */
export function isUnstorableValue(error: unknown): boolean {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' && /^22...$/.test(code);
}
