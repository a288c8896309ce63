/** Why nothing could be imported. */
export type ImportErrorCode =
  | 'empty-file'
  | 'not-a-capture'
  | 'no-export-packets'
  | 'unreadable-file'
  | 'cancelled'
  | 'database';

/** An import that came to nothing; the message is one sentence for people that names the file. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
  readonly code: ImportErrorCode;

  constructor(code: ImportErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
