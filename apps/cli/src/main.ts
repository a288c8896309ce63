import { enableCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { type Command, UsageError } from './command.ts';
import { VERSION } from './version.ts';

// A third of the start-up is compiling what has not changed since the last start.
enableCompileCache();

// Loaded on demand: `scopemap decode` must not pay for the web server.
const COMMANDS: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  up: () => import('./commands/up.ts'),
  collect: () => import('./commands/collect.ts'),
  serve: () => import('./commands/serve.ts'),
  config: () => import('./commands/config.ts'),
  doctor: () => import('./commands/doctor.ts'),
  decode: () => import('./commands/decode.ts'),
  relationships: () => import('./commands/relationships.ts'),
  classify: () => import('./commands/classify.ts'),
  plan: () => import('./commands/plan.ts'),
  acl: () => import('./commands/acl.ts'),
  import: () => import('./commands/import.ts'),
  replay: () => import('./commands/replay.ts'),
  sample: () => import('./commands/sample.ts'),
  scan: () => import('./commands/scan.ts'),
  export: () => import('./commands/export.ts'),
  verify: () => import('./commands/verify.ts'),
  backup: () => import('./commands/backup.ts'),
  restore: () => import('./commands/restore.ts'),
};

async function printOverview(): Promise<void> {
  const rows = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => `  ${name.padEnd(15)}${(await load()).command.summary}`),
  );
  console.log(`scopemap ${VERSION}: which systems are in PCI DSS scope, proven from what the network says

Usage: scopemap COMMAND [OPTION...]

${rows.join('\n')}

scopemap COMMAND --help explains one command. Exit codes: 0 done, 1 failed, 2 wrong arguments.`);
}

async function runCommand(name: string, args: string[]): Promise<number> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) throw new UsageError(`there is no command "${name}"`);
  const { command } = await load();
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({
      args,
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  if (parsed.values.help) {
    console.log(`Usage: scopemap ${command.usage}`);
    return 0;
  }
  return command.run(parsed.values, parsed.positionals);
}

async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    await printOverview();
    return 0;
  }
  if (name === '--version' || name === '-v') {
    console.log(`scopemap ${VERSION}`);
    return 0;
  }
  try {
    return await runCommand(name, rest);
  } catch (error) {
    const usage = error instanceof UsageError;
    const help = Object.hasOwn(COMMANDS, name) ? `scopemap ${name} --help` : 'scopemap --help';
    console.error(`scopemap: ${(error as Error).message}${usage ? ` (see "${help}")` : ''}`);
    return usage ? 2 : 1;
  }
}

// `scopemap decode FILE | head` closes the pipe early: that is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await main(process.argv.slice(2));
