/** What a group holds once its groups are followed. */
export interface ResolvedGroup<Member> {
  readonly members: readonly Member[];
  /** Names of groups that the file does not define. */
  readonly missing: readonly string[];
}

interface Group<Member> {
  readonly members: Member[];
  readonly groups: string[];
}

const MAX_MEMBERS = 200_000;
const MAX_MEMBERS_OF_ALL = 4_000_000;

/** Named groups that hold members and other groups, in any order of definition. Circles are followed once. */
export class GroupTable<Member> {
  readonly #groups = new Map<string, Group<Member>>();
  readonly #resolved = new Map<string, ResolvedGroup<Member>>();
  #total = 0;

  define(name: string): void {
    if (!this.#groups.has(name)) this.#groups.set(name, { members: [], groups: [] });
  }

  has(name: string): boolean {
    return this.#groups.has(name);
  }

  add(name: string, member: Member): void {
    this.define(name);
    this.#groups.get(name)?.members.push(member);
  }

  addGroup(name: string, group: string): void {
    this.define(name);
    this.#groups.get(name)?.groups.push(group);
  }

  /** All members of a group, its groups' included; the same object each time. A group too large to follow counts as missing. */
  resolve(name: string): ResolvedGroup<Member> {
    let resolved = this.#resolved.get(name);
    if (!resolved) {
      resolved = this.#collect(name);
      this.#resolved.set(name, resolved);
    }
    return resolved;
  }

  #collect(name: string): ResolvedGroup<Member> {
    const members: Member[] = [];
    const missing: string[] = [];
    const seen = new Set([name]);
    for (const each of seen) {
      const group = this.#groups.get(each);
      if (!group) {
        missing.push(each);
        continue;
      }
      const size = members.length + group.members.length + seen.size;
      if (size > MAX_MEMBERS || this.#total + size > MAX_MEMBERS_OF_ALL)
        return { members, missing: [...missing, name] };
      for (const member of group.members) members.push(member);
      for (const inner of group.groups) seen.add(inner);
    }
    this.#total += members.length + seen.size;
    return { members, missing };
  }
}
