/** A rule file that cannot be read at all: no JSON, no XML, too large. `line` counts from 1; null when no line is to blame. */
export class RuleFileError extends Error {
  readonly line: number | null;

  constructor(what: string, line: number | null = null) {
    super(line === null ? what : `line ${line}: ${what}`);
    this.name = 'RuleFileError';
    this.line = line;
  }
}
