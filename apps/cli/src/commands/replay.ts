import { setTimeout as delay } from 'node:timers/promises';
import { type Command, fileArguments, integerOption, textOption, UsageError } from '../command.ts';
import { readExportDatagrams } from '../export-datagrams.ts';
import { connectTo, sendDatagram, targetOf } from '../udp-target.ts';

export const command: Command = {
  summary: 'send the export packets of a capture again over UDP',
  usage: `replay FILE... --to HOST:PORT [--rate N | --realtime] [--port N]

  --to HOST:PORT  where to send them, e.g. 127.0.0.1:2055 or [::1]:2055
  --rate N        packets per second (default 1000)
  --realtime      with the pauses of the capture
  --port N        send only datagrams that were sent to this UDP port

The packets arrive from this machine's address: the collector shows it as the exporter.`,
  options: {
    to: { type: 'string' },
    rate: { type: 'string' },
    realtime: { type: 'boolean' },
    port: { type: 'string' },
  },

  async run(values, positionals) {
    const files = fileArguments(positionals);
    const to = textOption(values, 'to') ?? '';
    const target = targetOf(to);
    const rate = integerOption(values, 'rate', 1, 10_000_000) ?? 1000;
    if (values.realtime && values.rate !== undefined) throw new UsageError('--rate and --realtime exclude each other');
    const onlyPort = integerOption(values, 'port', 1, 65535);
    const socket = await connectTo(target);
    let sent = 0;
    try {
      for (const file of files) {
        const startedAt = performance.now();
        const sentBefore = sent;
        let firstTime: number | undefined;
        const onProblem = (problem: { code: string; detail: string }) =>
          console.error(`scopemap: ${file}: ${problem.code}: ${problem.detail}`);
        for await (const { payload, time } of readExportDatagrams(file, onlyPort, onProblem)) {
          firstTime ??= time ?? 0;
          const due = values.realtime ? (time ?? 0) - firstTime : ((sent - sentBefore) * 1000) / rate;
          const wait = due - (performance.now() - startedAt);
          if (wait >= 1) await delay(wait);
          await sendDatagram(socket, payload, to);
          sent++;
        }
      }
    } finally {
      socket.close();
    }
    if (sent === 0) throw new Error(`${files.join(', ')}: no NetFlow or IPFIX packets to send`);
    console.log(`sent ${sent} packets to ${to}`);
    return 0;
  },
};
