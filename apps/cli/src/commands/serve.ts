import { join, resolve } from 'node:path';
import {
  buildApi,
  createEvidenceQueue,
  createLiveEvents,
  startAuditForwarder,
  startClassifierThread,
  startPictureThread,
} from '@scopemap/api';
import { COLLECTOR_DEFAULTS } from '@scopemap/collector';
import { connect, migrate } from '@scopemap/database';
import { databaseOfEnvironment } from '../collect-options.ts';
import { type Command, integerOption, textOption, UsageError } from '../command.ts';
import { ImportQueue } from '../imports/import-queue.ts';
import { certificateFor, readAuthorities, SERVE_OPTIONS, SERVE_OPTIONS_HELP, serveOptions } from '../serve-options.ts';
import { nextSignal } from '../signals.ts';
import { buildWeb } from '../up/build-web.ts';
import { ROOT, VERSION } from '../version.ts';

const trouble = (message: string) => console.error(`scopemap: ${message}`);

export const command: Command = {
  summary: 'run API and web page alone, on the database of DATABASE_URL',
  usage: `serve [--port N] [--host ADDRESS] [--data DIR] [--flow-days N] [OPTION...]

Brings the tables of the Postgres server of DATABASE_URL up to date and serves the page. Collectors run elsewhere, with
"scopemap collect".

  --port N         HTTP port of the page and API (default 8080)
  --host ADDRESS   address to serve them on (default 127.0.0.1)
  --data DIR       folder for uploads and evidence (default .data in the Scopemap folder)
  --flow-days N    days that single flow records of imports are kept; 0 keeps none (default 30)
${SERVE_OPTIONS_HELP}`,
  options: {
    port: { type: 'string' },
    host: { type: 'string' },
    data: { type: 'string' },
    'flow-days': { type: 'string' },
    ...SERVE_OPTIONS,
  },

  async run(values, positionals) {
    if (positionals.length > 0) throw new UsageError(`"serve" takes no arguments, only options: "${positionals[0]}"`);
    const server = databaseOfEnvironment();
    const options = serveOptions(values);
    const host = textOption(values, 'host') ?? '127.0.0.1';
    const port = integerOption(values, 'port', 1, 65_535) ?? 8080;
    const flowDays = integerOption(values, 'flow-days', 0, 3_650) ?? COLLECTOR_DEFAULTS.flowDays;
    const dataFolder = resolve(textOption(values, 'data') ?? join(ROOT, '.data'));
    const uploads = { folder: join(dataFolder, 'uploads') };
    const certificate = await certificateFor(options, host, dataFolder);
    const authorities = await readAuthorities(options.audit?.caFile);
    const signal = nextSignal();
    const webRoot = await buildWeb();
    const db = connect(server, { onError: (error) => trouble(`database connection: ${error.message}`) });
    const imports = new ImportQueue({ db, server, flowDays });
    try {
      await migrate(db);
      const onAuditError = (error: Error) => trouble(`audit forwarding: ${error.message}`);
      const { audit } = options;
      const forwarder =
        audit && startAuditForwarder({ db, target: audit.target, ...authorities, onError: onAuditError });
      const events = createLiveEvents({ db, server, onError: (error) => trouble(`live events: ${error.message}`) });
      // The collectors are other processes: whether they run is theirs to say.
      const status = { version: VERSION, flowPorts: [], dataFolder: null, collector: () => 'unknown' as const };
      const classifier = startClassifierThread({
        server,
        version: VERSION,
        onError: (error) => trouble(`classification: ${error.message}`),
      });
      const evidence = createEvidenceQueue({
        db,
        server,
        version: VERSION,
        folder: join(dataFolder, 'evidence'),
        onError: (error) => trouble(`evidence: ${error.message}`),
      });
      const picture = startPictureThread({
        server,
        onError: (error) => trouble(`the map in memory: ${error.message}`),
      });
      const api = await buildApi({
        db,
        imports,
        events,
        classifier,
        picture,
        evidence,
        status,
        uploads,
        webRoot,
        ...(certificate ? { tls: certificate, https: true } : {}),
      });
      try {
        console.log(`Scopemap ${VERSION} serves ${await api.listen({ host, port })}`);
        if (certificate?.selfSigned)
          console.log(`Its certificate was made here; SHA-256 fingerprint ${certificate.fingerprint}`);
        await signal;
      } finally {
        await api.close();
        await forwarder?.close();
      }
    } finally {
      await imports.close();
      await db.destroy();
    }
    return 0;
  },
};
