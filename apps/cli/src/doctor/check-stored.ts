import {
  type Db,
  type ExporterRow,
  listExporters,
  migrationState,
  serverState,
  verifyAuditChain,
} from '@scopemap/database';
import { type Finding, failed, ok, warning } from '../finding.ts';

/** The oldest Postgres that the queries are written for. */
const LEAST_POSTGRES = 14;
/** Times of flows are judged by the server's clock and by this one. */
const MOST_CLOCK_DIFFERENCE_MS = 5_000;
const MOST_EXPORTER_SKEW_MS = 60_000;
/** An exporter that was there within that time is expected to be there still. */
const EXPECTED_FOR_MS = 7 * 86_400_000;

export interface StoredChecks {
  readonly silentAfterMs: number;
  readonly now: () => number;
}

/** Looks at what is stored: server, schema, audit chain, exporters. The first thing that fails may hide the rest. */
export async function checkStored(db: Db, { silentAfterMs, now }: StoredChecks): Promise<Finding[]> {
  const server = await checkServer(db, now).catch((error: unknown) => [failed('database', error)]);
  if (server.some(({ state, subject }) => state === 'failed' && subject === 'database')) return server;
  const schema = await checkSchema(db);
  if (schema.state === 'failed') return [...server, schema];
  const rest = [checkAudit(db), listExporters(db).then((exporters) => checkExporters(exporters, silentAfterMs, now()))];
  const found = await Promise.all(rest.map((check) => check.catch((error: unknown) => [failed('database', error)])));
  return [...server, schema, ...found.flat()];
}

async function checkServer(db: Db, now: () => number): Promise<Finding[]> {
  const asked = now();
  const { version, now: serverNow, octets } = await serverState(db);
  const answered = now();
  const size = `${Math.ceil(octets / 1024 ** 2)} MiB`;
  const difference = serverNow.getTime() - (asked + answered) / 2;
  const seconds = (difference / 1000).toFixed(1);
  return [
    Number.parseInt(version, 10) >= LEAST_POSTGRES
      ? ok('database', `Postgres ${version} is reached; ${size} are stored`)
      : failed('database', `Postgres ${version} is too old; ${LEAST_POSTGRES} or newer is needed`),
    Math.abs(difference) <= MOST_CLOCK_DIFFERENCE_MS
      ? ok('clock', `the database's differs by ${seconds} s`)
      : failed('clock', `the database's differs by ${seconds} s: set both by NTP, or times of flows are wrong`),
  ];
}

async function checkSchema(db: Db): Promise<Finding> {
  const { pending, unknown } = await migrationState(db);
  if (unknown.length > 0)
    return failed('tables', `made by a newer version (${unknown.join(', ')}): run that one, never an older one`);
  if (pending.length > 0)
    return failed('tables', `not up to date: ${pending.join(', ')} missing; "scopemap up" or "serve" adds them`);
  return ok('tables', 'up to date');
}

async function checkAudit(db: Db): Promise<Finding[]> {
  const { entries, head, broken } = await verifyAuditChain(db);
  if (broken) {
    return [
      failed(
        'audit',
        `entry ${broken.id} is not as it was written: ${broken.why}. The ${entries} entries before it are untouched`,
      ),
    ];
  }
  const detail =
    entries === 0 ? 'no entries yet' : `${entries} entries are as they were written; the last has hash ${head}`;
  return [ok('audit', detail)];
}

/** Who sends no more, and whose clock is off. */
export function checkExporters(exporters: readonly ExporterRow[], silentAfterMs: number, now: number): Finding[] {
  if (exporters.length === 0) return [warning('exporters', 'none has sent anything yet')];
  const nameOf = ({ name, address }: ExporterRow) => (name === null ? address : `${name} (${address})`);
  const silent = exporters.filter(({ lastSeen }) => now - lastSeen.getTime() > silentAfterMs);
  const findings = silent.map((exporter) => {
    const age = now - exporter.lastSeen.getTime();
    const detail = `${nameOf(exporter)} is silent since ${exporter.lastSeen.toISOString()}`;
    return age <= EXPECTED_FOR_MS && exporter.datagrams > 0
      ? failed('exporters', `${detail}: what it sees is missing`)
      : warning('exporters', detail);
  });
  const sending = exporters.length - silent.length;
  if (sending > 0) findings.unshift(ok('exporters', `${sending} of ${exporters.length} are sending`));
  for (const exporter of exporters) {
    const { skewMs } = exporter;
    if (skewMs !== null && Math.abs(skewMs) > MOST_EXPORTER_SKEW_MS)
      findings.push(warning('clock', `the one of ${nameOf(exporter)} differs by ${Math.round(skewMs / 1000)} s`));
  }
  return findings;
}
