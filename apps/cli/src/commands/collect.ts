import { startCollectorThread } from '@scopemap/collector';
import { COLLECT_OPTIONS, COLLECT_OPTIONS_HELP, collectOptions, databaseOfEnvironment } from '../collect-options.ts';
import { type Command, UsageError } from '../command.ts';
import { nextSignal } from '../signals.ts';

export const command: Command = {
  summary: 'run the collector alone: flow exports in, relationships into the database of DATABASE_URL',
  usage: `collect [OPTION...]

Takes NetFlow v5, v9 and IPFIX and writes to the Postgres server of DATABASE_URL, whose tables "scopemap serve" or
"scopemap up" has made. Log lines go to standard error as JSON. SIGTERM ends it: what was received is decoded and
written (or spooled) first.

${COLLECT_OPTIONS_HELP}`,
  options: COLLECT_OPTIONS,

  async run(values, positionals) {
    if (positionals.length > 0) throw new UsageError(`"collect" takes no arguments, only options: "${positionals[0]}"`);
    const signal = nextSignal();
    const collector = await startCollectorThread({ database: databaseOfEnvironment(), ...collectOptions(values) });
    const end = await Promise.race([signal, collector.died]);
    if (typeof end !== 'string') throw end;
    await collector.stop();
    return 0;
  },
};
