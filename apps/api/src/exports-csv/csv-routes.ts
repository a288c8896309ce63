import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { RelationshipFilter } from '@scopemap/contract';
import { exportHosts, exportRelationships } from '@scopemap/database';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ApiDependencies } from '../dependencies.ts';
import { presentHost } from '../hosts/present-host.ts';
import { presentRelationship } from '../relationships/present-relationship.ts';
import { toViewFilter } from '../view-filter.ts';
import { type CsvColumns, HOST_CSV, RELATIONSHIP_CSV } from './csv-columns.ts';
import { csvLine } from './csv-line.ts';

type Export<Row> = (take: (rows: readonly Row[]) => Promise<void>) => Promise<void>;

/**
 * Sends a file while it is read. What fails on the way breaks the transfer off, so that half a file is not taken for a whole
 * one; a reader who goes away ends the reading.
 */
function sendCsv<Row>(reply: FastifyReply, fileName: string, columns: CsvColumns<Row>, read: Export<Row>) {
  const file = new PassThrough();
  const take = async (rows: readonly Row[]) => {
    if (file.destroyed) throw new Error('the reader of the file went away');
    const lines = rows.map((row) => csvLine(columns.map(([, value]) => value(row))));
    if (!file.write(lines.join(''))) await once(file, 'drain');
  };
  file.write(csvLine(columns.map(([header]) => header)));
  read(take).then(
    () => file.end(),
    (error: Error) => file.destroy(error),
  );
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .send(file);
}

/** `GET /api/hosts.csv` and `GET /api/relationships.csv`: all rows under a filter as one file, however many there are. */
export function addCsvRoutes(app: FastifyInstance, { db, infrastructure }: ApiDependencies): void {
  const schema = (operationId: string) => ({ operationId, querystring: RelationshipFilter });

  app.get<{ Querystring: RelationshipFilter }>(
    '/api/hosts.csv',
    { schema: schema('hostsCsv') },
    async ({ query }, reply) => {
      const filter = toViewFilter(query, infrastructure);
      return sendCsv(reply, 'hosts.csv', HOST_CSV, (take) =>
        exportHosts(db, filter, (rows) => take(rows.map(presentHost))),
      );
    },
  );

  app.get<{ Querystring: RelationshipFilter }>(
    '/api/relationships.csv',
    { schema: schema('relationshipsCsv') },
    async ({ query }, reply) => {
      const filter = toViewFilter(query, infrastructure);
      return sendCsv(reply, 'relationships.csv', RELATIONSHIP_CSV, (take) =>
        exportRelationships(db, filter, (rows) => take(rows.map(presentRelationship))),
      );
    },
  );
}
