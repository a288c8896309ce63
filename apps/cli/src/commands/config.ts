import { COLLECT_OPTIONS, COLLECT_OPTIONS_HELP, collectOptions, databaseOfEnvironment } from '../collect-options.ts';
import { type Command, UsageError } from '../command.ts';
import { checkCollector } from '../config/check-collector.ts';
import { reportFindings } from '../finding.ts';

export const command: Command = {
  summary: 'show the settings of a collector and look whether they would work',
  usage: `config [--check] [OPTION...]

Prints the settings that "scopemap collect" would run with, as JSON; the password of DATABASE_URL is left out. With
--check it also tries them: database, tables, ports, receive buffer, spool. Exit code 1 when one would not work.

${COLLECT_OPTIONS_HELP}`,
  options: { check: { type: 'boolean' }, ...COLLECT_OPTIONS },

  async run(values, positionals) {
    if (positionals.length > 0) throw new UsageError(`"config" takes no arguments, only options: "${positionals[0]}"`);
    const settings = collectOptions(values);
    const database = databaseOfEnvironment();
    const shown = new URL(database.connectionString);
    if (shown.password) shown.password = '***';
    if (!values.check) {
      console.log(JSON.stringify({ database: shown.href, ...settings }, null, 2));
      return 0;
    }
    return reportFindings(await checkCollector({ database, ...settings }));
  },
};
