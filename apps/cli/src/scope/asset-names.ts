import type { ScopeFacts } from '@scopemap/scope-model';

/** What people call a system: its name, and its id where that is another word. */
export function assetNames({ assets }: ScopeFacts): (id: string) => string {
  const names = new Map(assets.map(({ id, name }) => [id, name]));
  return (id) => {
    const name = names.get(id) ?? null;
    return name === null || name === id ? id : `${name} (${id})`;
  };
}
