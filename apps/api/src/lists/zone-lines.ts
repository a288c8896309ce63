import { Claim, type ListProblem, Prefix } from '@scopemap/contract';
import type { ListValues } from '@scopemap/database';
import { type Complain, type LineReader, type ReadLine, readCell, textCells } from './list-lines.ts';

const MOST_NETWORKS = 1000;

function networksOf(text: string, complain: Complain): string {
  const words = text.split(/[\s,;|]+/).filter((word) => word !== '');
  if (words.length > MOST_NETWORKS) complain('networks', `names more than ${MOST_NETWORKS} networks`);
  const networks = words.flatMap((word) => {
    const parsed = Prefix.safeParse(word);
    if (parsed.success) return parsed.data;
    complain('networks', parsed.error.issues[0]?.message ?? '');
    return [];
  });
  return [...new Set(networks)].sort().join(' ');
}

/** A network belongs to one zone, also after all lines were taken over. */
function checkNetworks(outcome: ReadonlyMap<string, ListValues>, lines: readonly ReadLine[]): ListProblem[] {
  const owners = new Map<string, string[]>();
  for (const [key, { networks = '' }] of outcome)
    for (const network of networks.split(' ').filter((word) => word !== ''))
      owners.set(network, [...(owners.get(network) ?? []), key]);
  return lines.flatMap(({ line, key, given }) =>
    (given.networks ?? '').split(' ').flatMap((network) => {
      const other = owners.get(network)?.find((owner) => owner !== key);
      if (other === undefined) return [];
      const message = `${network} belongs to the zone "${outcome.get(other)?.name ?? other}"`;
      return [{ line, column: 'networks', value: given.networks ?? '', message }];
    }),
  );
}

/** `name, claim, description, networks`. */
export const zoneLines: LineReader = {
  columns: ['name', 'claim', 'description', 'networks'],
  defaults: { claim: 'undetermined', description: '', networks: '' },
  read(cells, complain) {
    const { name, ...texts } = textCells(cells, { name: 80, description: 2000 }, complain);
    const claim = readCell(cells, 'claim', Claim, complain);
    const networks = cells.networks ? networksOf(cells.networks, complain) : '';
    if (name === undefined) {
      if (!cells.name) complain('name', 'a zone needs a name');
      return null;
    }
    const given = { name, ...texts, ...(claim && { claim }), ...(networks && { networks }) };
    return { key: name.toLowerCase(), subject: name, given };
  },
  check: checkNetworks,
};
