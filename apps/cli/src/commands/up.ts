import { join, resolve } from 'node:path';
import { type Command, integerOption, type OptionValues, textOption, UsageError } from '../command.ts';
import { SERVE_OPTIONS, SERVE_OPTIONS_HELP, serveOptions } from '../serve-options.ts';
import { nextSignal } from '../signals.ts';
import { type Stack, type StackOptions, startStack } from '../up/stack.ts';
import { ROOT, VERSION } from '../version.ts';

export const command: Command = {
  summary: 'run everything on this machine: database, collector, API and web page',
  usage: `up [--data DIR] [--port N] [--host ADDRESS] [--flow-port N]... [--flow-days N] [OPTION...]

Starts an embedded Postgres in the data folder (or uses the server of DATABASE_URL), the collector and the web page.
Ctrl-C stops all of it; the next start goes on with the same data.

  --data DIR       the data folder (default .data in the Scopemap folder)
  --port N         HTTP port of the page and API (default 8080)
  --host ADDRESS   address to serve them on (default 127.0.0.1: there are no accounts yet)
  --flow-port N    UDP port for NetFlow v5, v9 and IPFIX; may be repeated (default 2055 and 4739)
  --flow-days N    days that single flow records are kept; 0 keeps none (default 30). Relationships are always kept
${SERVE_OPTIONS_HELP}`,
  options: {
    data: { type: 'string' },
    port: { type: 'string' },
    host: { type: 'string' },
    'flow-port': { type: 'string', multiple: true },
    'flow-days': { type: 'string' },
    ...SERVE_OPTIONS,
  },

  async run(values, positionals) {
    if (positionals.length > 0) throw new UsageError(`"up" takes no arguments, only options: "${positionals[0]}"`);
    const startedAt = performance.now();
    // From the first moment on: a signal during the start must end what has been started.
    const signal = nextSignal();
    const starting = startStack(stackOptions(values));
    const early = await Promise.race([starting, signal]);
    if (typeof early === 'string') {
      await starting.then((stack) => stack.stop()).catch(() => {});
      return 0;
    }
    const stack = early;
    printWelcome(stack, performance.now() - startedAt);
    const end = await Promise.race([signal, stack.failed]);
    if (typeof end !== 'string') console.error(`scopemap: ${end.message}; stopping`);
    else console.log('\nStopping ...');
    await stack.stop();
    console.log('Stopped.');
    return typeof end === 'string' ? 0 : 1;
  },
};

function stackOptions(values: OptionValues): StackOptions {
  const ports = values['flow-port'];
  const flowPorts = Array.isArray(ports)
    ? ports.map((text) => integerOption({ 'flow-port': text }, 'flow-port', 1, 65535) as number)
    : [2055, 4739];
  return {
    dataFolder: resolve(textOption(values, 'data') ?? join(ROOT, '.data')),
    host: textOption(values, 'host') ?? '127.0.0.1',
    port: integerOption(values, 'port', 1, 65535) ?? 8080,
    flowPorts: [...new Set(flowPorts)],
    flowDays: integerOption(values, 'flow-days', 0, 3650) ?? 30,
    serve: serveOptions(values),
  };
}

function printWelcome(stack: Stack, milliseconds: number): void {
  const ports = stack.flowPorts.map((port) => `UDP ${port}`).join(' and ');
  console.log(`
Scopemap ${VERSION} is ready (${(milliseconds / 1000).toFixed(1)} s)

  Open        ${stack.url}
${certificateLine(stack)}  Exporters   send NetFlow v5, v9 or IPFIX to ${ports} of this machine
  Data        ${stack.database}

Next: open the page. It shows how to point an exporter here, imports a capture, and can load a sample network.
Ctrl-C stops everything; the data stays.`);
}

/** What a person compares with what the browser shows of a certificate that nobody vouches for. */
function certificateLine({ certificate }: Stack): string {
  if (!certificate?.selfSigned) return '';
  return `  Certificate made here; its SHA-256 fingerprint is\n              ${certificate.fingerprint}\n`;
}
