/** A port that can't be listened on; the message is one sentence for people. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  readonly code: string;

  constructor(message: string, code: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program already uses it',
  EACCES: 'this account may not use it',
  EADDRNOTAVAIL: 'this machine does not have that address',
};

export interface ListenFailure {
  /** As of errno, e.g. `EADDRINUSE`. */
  readonly code: string;
  /** The system's own words. */
  readonly message: string;
  readonly address: string;
  readonly port: number;
  readonly cause?: unknown;
}

/** Says what could not be had, and why. */
export function listenError({ code, message, address, port, cause }: ListenFailure): ListenError {
  const where = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  return new ListenError(`cannot listen on UDP port ${port} (${where}): ${REASONS[code] ?? message}`, code, cause);
}
