import type { DatabaseServer } from '../connect.ts';

/** The same server, another database of it. */
export function withDatabase(server: DatabaseServer, database: string): DatabaseServer {
  if (!('connectionString' in server)) return { ...server, database };
  const url = new URL(server.connectionString);
  url.pathname = `/${database}`;
  return { connectionString: url.href };
}
