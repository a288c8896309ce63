import type { RuleFile, RuleList } from './rule-file.ts';

/** The list of a file with this name. Throws RangeError when there is none. */
export function findList({ lists }: RuleFile, name: string): RuleList {
  const list = lists.find((candidate) => candidate.name === name);
  if (!list)
    throw new RangeError(
      `the file has no list "${name}"; it has ${lists.map((each) => each.name).join(', ') || 'none'}`,
    );
  return list;
}
