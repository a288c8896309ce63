import { join, resolve } from 'node:path';
import { COLLECTOR_DEFAULTS } from '@scopemap/collector';
import { connect } from '@scopemap/database';
import { type Command, integerOption, textOption, UsageError } from '../command.ts';
import { checkDisk, checkSpool } from '../doctor/check-folders.ts';
import { checkStored } from '../doctor/check-stored.ts';
import { type Finding, failed, ok, reportFindings } from '../finding.ts';
import { findDatabaseUrl } from '../scan/database-url.ts';
import { ROOT, VERSION } from '../version.ts';

const MINUTE_MS = 60_000;

export const command: Command = {
  summary: 'look whether an installation is sound: audit chain, exporters, spool, disk, clocks',
  usage: `doctor [--data DIR] [--spool DIR] [--silent-after N] [--json]

Looks at a running installation and changes nothing: whether the database is reached and its tables are up to date, whether
every entry of the audit is as it was written, which exporters are silent, what waits in the spool, how much room is left,
and whether the clocks agree. Exit code 1 when something is wrong.

  --data DIR         folder of "scopemap up", whose database is looked at; without it the database is the one of
                     DATABASE_URL, else the one of .data in the Scopemap folder
  --spool DIR        folder in which windows wait for the database (default spool in the data folder)
  --silent-after N   minutes after which an exporter that sends nothing is reported (default 10)
  --json             print the findings as JSON`,
  options: {
    data: { type: 'string' },
    spool: { type: 'string' },
    'silent-after': { type: 'string' },
    json: { type: 'boolean' },
  },

  async run(values, positionals) {
    if (positionals.length > 0) throw new UsageError(`"doctor" takes no arguments, only options: "${positionals[0]}"`);
    const minutes = integerOption(values, 'silent-after', 1, 100_000);
    const silentAfterMs = minutes === undefined ? COLLECTOR_DEFAULTS.silentAfterMs : minutes * MINUTE_MS;
    const folder = resolve(textOption(values, 'data') ?? join(ROOT, '.data'));
    const spool = resolve(textOption(values, 'spool') ?? join(folder, 'spool'));
    const findings = [
      ok('version', `Scopemap ${VERSION} on Node ${process.versions.node}`),
      ...(await checkDatabase(textOption(values, 'data'), silentAfterMs)),
      await checkSpool(spool, Date.now()),
      await checkDisk(folder),
    ];
    return reportFindings(findings, values.json === true);
  },
};

async function checkDatabase(dataFolder: string | undefined, silentAfterMs: number): Promise<Finding[]> {
  let url: string;
  try {
    url = await findDatabaseUrl(dataFolder);
  } catch (error) {
    return [failed('database', error)];
  }
  const db = connect({ connectionString: url }, { max: 2 });
  try {
    return await checkStored(db, { silentAfterMs, now: Date.now });
  } finally {
    await db.destroy();
  }
}
