import { FlowPipeline } from '@scopemap/collector';
import { createEndpointKnowledge } from '@scopemap/scope-model';
import { DecodeLoop } from '../apps/collector/src/receive/decode-loop.ts';
import type { ReceivePath } from '../apps/collector/src/receive/receive-options.ts';
import { ReceiveThread } from '../apps/collector/src/receive/receive-thread.ts';

// The collector without its database, as a process of its own: `node collect-worker.ts PORT PATH`. Windows are made and thrown
// away. It prints `ready`, answers each line on standard input with its counts, and ends on SIGTERM.
const [port, path] = process.argv.slice(2);

const WINDOW_MS = 1_000;

const pipeline = new FlowPipeline({
  knowledge: createEndpointKnowledge(),
  keepFlow: () => false,
  carryWindows: 300,
  maxCarried: 50_000,
});
let records = 0;
let window = 0;
const finish = () => {
  if (!pipeline.isEmpty) pipeline.finishWindow(`bench-${window++}`, Date.now());
};
let loop: DecodeLoop | undefined;
const receive = await ReceiveThread.start(
  {
    path: path as ReceivePath,
    ports: [Number(port)],
    addresses: ['127.0.0.1'],
    receiveBuffer: 4_194_304,
    queueOctets: 134_217_728,
    exporters: [],
  },
  {
    onWake: () => loop?.wake(),
    onSocketFailed: (message) => console.error(message),
    onDied: (error) => console.error(error.message),
  },
);
loop = new DecodeLoop(receive, (datagram) => {
  records += pipeline.take(datagram).records;
  if (pipeline.conversations >= 100_000) finish();
});
loop.wake();
const timer = setInterval(finish, WINDOW_MS);
process.stdin.on('data', () => console.log(JSON.stringify({ records, ...receive.counts, waiting: receive.backlog })));
process.on('SIGTERM', () => {
  clearInterval(timer);
  process.stdin.destroy();
  void receive.stop().then(() => process.exit(0));
});
console.log('ready');
