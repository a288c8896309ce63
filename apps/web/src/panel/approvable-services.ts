import type { RelationshipRow } from '@scopemap/contract';

export interface ApprovableService {
  readonly protocol: string;
  readonly port: number;
  readonly label: string;
}

/** The distinct services of directed relationships, most used first: the ones an approval can name. */
export function approvableServices(rows: readonly RelationshipRow[]): readonly ApprovableService[] {
  const services = new Map<string, ApprovableService & { uses: number }>();
  for (const { directed, protocol, port, service } of rows) {
    if (!directed || port === null) continue;
    const key = `${protocol}/${port}`;
    const known = services.get(key);
    services.set(key, { protocol, port, label: service, uses: (known?.uses ?? 0) + 1 });
  }
  return [...services.values()]
    .sort((a, b) => b.uses - a.uses || a.port - b.port)
    .map(({ protocol, port, label }) => ({ protocol, port, label }));
}
