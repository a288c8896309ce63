import type { ParseArgsOptionsConfig } from 'node:util';

/** Parsed options by name. */
export type OptionValues = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** One command of `scopemap`. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** What follows `scopemap `, and an explanation of every option. */
  readonly usage: string;
  readonly options: ParseArgsOptionsConfig;
  /** Exit code: 0 done, 1 failed. Throws {@link UsageError} for wrong arguments and any Error with one sentence for a failure. */
  run(values: OptionValues, positionals: readonly string[]): Promise<number>;
}

/** Wrong arguments: exit code 2, with a pointer to the command's help. */
export class UsageError extends Error {}

/** A whole number option; undefined when it was not given. Throws {@link UsageError} naming option and range. */
export function integerOption(values: OptionValues, name: string, least: number, most: number): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const number = Number(text);
  if (typeof text !== 'string' || !/^[0-9]+$/.test(text) || number < least || number > most) {
    throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not "${text}"`);
  }
  return number;
}

/** An option that names one of a few values; `fallback` when it was not given. */
export function choiceOption<Choice extends string>(
  values: OptionValues,
  name: string,
  choices: readonly Choice[],
  fallback: Choice,
): Choice {
  const text = values[name] ?? fallback;
  const choice = choices.find((candidate) => candidate === text);
  if (!choice) throw new UsageError(`--${name} takes ${choices.join(' or ')}, not "${text}"`);
  return choice;
}

/** A text option; undefined when it was not given. */
export function textOption(values: OptionValues, name: string): string | undefined {
  const text = values[name];
  return typeof text === 'string' ? text : undefined;
}

/** At least one file argument. */
export function fileArguments(positionals: readonly string[]): readonly string[] {
  if (positionals.length === 0) throw new UsageError('name at least one file');
  return positionals;
}
