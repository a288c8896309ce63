import type { createSocket } from 'node:dgram';
import { type Command, integerOption, textOption, UsageError } from '../command.ts';
import { summariseImport } from '../import-summary.ts';
import { callEndpoint, DEFAULT_URL, followImport } from '../installation.ts';
import { sampleDatagrams } from '../sample/sample-datagrams.ts';
import { writeSample } from '../sample/write-sample.ts';
import { connectTo, sendDatagram, targetOf } from '../udp-target.ts';

const DAY_MS = 86_400_000;

export const command: Command = {
  summary: 'load the sample network, or emit it as export packets',
  usage: `sample [--url URL] | --to HOST:PORT [--days N] | --out FILE [--days N]

An invented retailer of about 300 systems with a month of traffic. Without --to and --out it is loaded into a running
installation, with its zones, names and approvals.

  --url URL       address of the installation (default ${DEFAULT_URL})
  --to HOST:PORT  send its NetFlow v5, v9 and IPFIX packets there
  --out FILE      write them to a pcap file
  --days N        days of traffic for --to and --out (default 30)`,
  options: { url: { type: 'string' }, to: { type: 'string' }, out: { type: 'string' }, days: { type: 'string' } },

  async run(values) {
    const days = integerOption(values, 'days', 1, 48) ?? 30;
    const period = { end: Math.floor(Date.now() / DAY_MS) * DAY_MS, days };
    const to = textOption(values, 'to');
    const out = textOption(values, 'out');
    if ([to, out, values.url].filter((value) => value !== undefined).length > 1)
      throw new UsageError('--url, --to and --out exclude each other');
    if (out) {
      console.log(`wrote ${await writeSample(out, period)} packets to ${out}`);
      return 0;
    }
    if (to) {
      console.log(`sent ${await sendSample(to, period)} packets to ${to}`);
      return 0;
    }
    const url = textOption(values, 'url') ?? DEFAULT_URL;
    const job = await followImport(url, await callEndpoint(url, 'loadSample', '/api/sample'), () => {});
    console.log(summariseImport(job));
    return 0;
  },
};

async function sendSample(to: string, period: { end: number; days: number }): Promise<number> {
  const target = targetOf(to);
  // Exporters are told apart by their source address; from one machine by the source port and domain at least.
  const sockets = new Map<string, ReturnType<typeof createSocket>>();
  let sent = 0;
  try {
    for (const { source, payload } of sampleDatagrams(period)) {
      let socket = sockets.get(source);
      if (!socket) {
        socket = await connectTo(target);
        sockets.set(source, socket);
      }
      await sendDatagram(socket, payload, to);
      sent++;
    }
  } finally {
    for (const socket of sockets.values()) socket.close();
  }
  return sent;
}
