import { FlowPipeline } from '@scopemap/collector';
import { createEndpointKnowledge } from '@scopemap/scope-model';
import { WindowPace } from '../apps/collector/src/aggregate/window-pace.ts';
import { COLLECTOR_DEFAULTS } from '../apps/collector/src/collector-options.ts';
import { DecodeLoop } from '../apps/collector/src/receive/decode-loop.ts';
import type { ReceivePath } from '../apps/collector/src/receive/receive-options.ts';
import { ReceiveThread } from '../apps/collector/src/receive/receive-thread.ts';

// The collector without its database, as a process of its own: `node collect-worker.ts PORT PATH`. Windows are made and thrown
// away. It prints `ready`, answers each line on standard input with its counts, and ends on SIGTERM.
const [port, path] = process.argv.slice(2);

const { windowMs } = COLLECTOR_DEFAULTS;
const pace = new WindowPace(windowMs, COLLECTOR_DEFAULTS);
const pipeline = new FlowPipeline({
  knowledge: createEndpointKnowledge(),
  keepFlow: () => false,
  carryWindows: 300,
  maxCarried: 50_000,
});
let records = 0;
let window = 0;
const finish = () => {
  if (pipeline.isEmpty) return;
  const begun = performance.now();
  pipeline.finishWindow(`bench-${window++}`, Date.now());
  pace.noteEnd(begun, performance.now());
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
  if (pace.isFull(pipeline)) finish();
});
loop.wake();
const timer = setInterval(() => {
  if (pace.isOver(performance.now())) finish();
}, windowMs);
process.stdin.on('data', () => console.log(JSON.stringify({ records, ...receive.counts, waiting: receive.backlog })));
process.on('SIGTERM', () => {
  clearInterval(timer);
  process.stdin.destroy();
  void receive.stop().then(() => process.exit(0));
});
console.log('ready');
