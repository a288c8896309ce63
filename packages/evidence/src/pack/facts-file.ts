import type { ScopeFacts } from '@scopemap/scope-model';

export const FACTS_PATH = 'facts.json';

/** The facts as JSON, one fact a line, so that two packs can be compared by line. */
export function* factsJson(facts: ScopeFacts): Generator<string> {
  let separator = '{\n';
  for (const [name, value] of Object.entries(facts)) {
    yield `${separator}${JSON.stringify(name)}:`;
    separator = ',\n';
    if (!Array.isArray(value)) {
      yield JSON.stringify(value);
      continue;
    }
    let comma = '[\n';
    for (const item of value as readonly unknown[]) {
      yield `${comma}${JSON.stringify(item)}`;
      comma = ',\n';
    }
    yield comma === '[\n' ? '[]' : '\n]';
  }
  yield '\n}\n';
}
