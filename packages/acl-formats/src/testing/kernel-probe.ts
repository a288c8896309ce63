// A small network inside a network namespace: client host - router - server host. Run by `unshare -n -m node kernel-probe.ts`;
// reads one ProbeInput as JSON from stdin and prints one ProbeOutput. The same file is the program of both hosts.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

export interface ProbeFlow {
  readonly client: string;
  readonly server: string;
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  readonly clientPort: number;
  /** The probe waits longer for flows that should pass. */
  readonly expected: boolean;
}

export interface ProbeRound {
  readonly tool: 'iptables' | 'nft';
  readonly rules: string;
  readonly flows: readonly ProbeFlow[];
}

export interface ProbeInput {
  readonly clients: readonly string[];
  readonly servers: readonly string[];
  readonly ports: readonly number[];
  readonly rounds: readonly ProbeRound[];
}

/** Per round, whether each flow got through and its answer back. */
export type ProbeOutput = readonly (readonly boolean[])[];

const LONGEST_WAIT = 8000;
const QUIET = 250;
const UDP_AGAIN = 500;

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

function setUp({ clients, servers }: ProbeInput): void {
  run('mount', '-t', 'tmpfs', 'tmpfs', '/run');
  run('mkdir', '-p', '/run/netns');
  for (const [host, outer, inner, addresses, router, number] of [
    ['c', 'vc', 'c0', clients, '10.1.255.254', 1],
    ['s', 'vs', 's0', servers, '10.2.255.254', 2],
  ] as const) {
    const [near, far] = [`02:00:00:00:00:0${number}`, `02:00:00:00:01:0${number}`];
    run('ip', 'netns', 'add', host);
    run(
      'ip',
      'link',
      'add',
      outer,
      'address',
      near,
      'type',
      'veth',
      'peer',
      'name',
      inner,
      'address',
      far,
      'netns',
      host,
    );
    run('ip', 'addr', 'add', `${router}/16`, 'dev', outer);
    run('ip', 'link', 'set', outer, 'up');
    for (const address of addresses) run('ip', '-n', host, 'addr', 'add', `${address}/16`, 'dev', inner);
    run('ip', '-n', host, 'link', 'set', inner, 'up');
    run('ip', '-n', host, 'route', 'add', 'default', 'via', router);
    // Asking for addresses while many packets wait would lose some of them.
    run('ip', '-n', host, 'neigh', 'add', router, 'lladdr', near, 'dev', inner, 'nud', 'permanent');
    for (const address of addresses)
      run('ip', 'neigh', 'add', address, 'lladdr', far, 'dev', outer, 'nud', 'permanent');
  }
  writeFileSync('/proc/sys/net/ipv4/ip_forward', '1');
}

function loadRules({ tool, rules }: ProbeRound): void {
  execFileSync('nft', ['flush', 'ruleset']);
  execFileSync(tool === 'nft' ? 'nft' : 'iptables-restore', tool === 'nft' ? ['-f', '-'] : [], { input: rules });
}

function startHost(host: string, role: string, argument: string): ChildProcess {
  return spawn('ip', ['netns', 'exec', host, process.execPath, import.meta.filename, role, argument], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

async function router(): Promise<void> {
  const input = JSON.parse(await text(process.stdin)) as ProbeInput;
  setUp(input);
  const server = startHost('s', 'server', JSON.stringify(input));
  await once(server.stdout as NodeJS.ReadableStream, 'data');
  const client = startHost('c', 'client', '');
  const answers = createInterface({ input: client.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  const output: boolean[][] = [];
  for (const round of input.rounds) {
    loadRules(round);
    client.stdin?.write(`${JSON.stringify(round.flows)}\n`);
    const answer = await answers.next();
    output.push(JSON.parse(answer.value as string) as boolean[]);
  }
  client.kill();
  server.kill();
  process.stdout.write(JSON.stringify(output));
}

/** One socket for each address: a datagram is answered from where it was sent to. */
async function serve({ servers, ports }: ProbeInput): Promise<void> {
  for (const address of servers) {
    for (const port of ports) {
      const tcp = createServer((socket) => {
        socket.on('error', () => {});
        socket.write('x');
      });
      tcp.listen(port, address);
      await once(tcp, 'listening');
      const udp = createSocket('udp4', (message, { port: from, address: to }) => udp.send(message, from, to));
      udp.on('error', () => {});
      udp.bind(port, address);
      await once(udp, 'listening');
    }
  }
  process.stdout.write('ready\n');
}

async function call(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const flows = JSON.parse(line) as ProbeFlow[];
    process.stdout.write(`${JSON.stringify(await probe(flows))}\n`);
  }
}

/** Tries all flows at once; waits until the expected ones came back, and a little for those that should not. */
async function probe(flows: readonly ProbeFlow[]): Promise<boolean[]> {
  const passed = flows.map(() => false);
  const closers = flows.map((flow, index) => {
    const pass = () => {
      passed[index] = true;
    };
    return flow.protocol === 'tcp' ? tryTcp(flow, pass) : tryUdp(flow, pass);
  });
  const until = Date.now() + LONGEST_WAIT;
  while (Date.now() < until && flows.some(({ expected }, index) => expected && !passed[index])) await sleep(20);
  await sleep(QUIET);
  for (const close of closers) close();
  return passed;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

function tryTcp({ client, server, port, clientPort }: ProbeFlow, pass: () => void): () => void {
  const socket = connect({ host: server, port, localAddress: client, localPort: clientPort });
  socket.on('data', pass);
  socket.on('error', () => {});
  return () => {
    socket.destroy();
  };
}

/** Asks again now and then, as TCP does by itself: a busy machine may drop a datagram. */
function tryUdp({ client, server, port, clientPort }: ProbeFlow, pass: () => void): () => void {
  const socket = createSocket('udp4', pass);
  socket.on('error', () => {});
  let timer: NodeJS.Timeout | undefined;
  socket.bind(clientPort, client, () => {
    socket.send('x', port, server);
    timer = setInterval(() => socket.send('x', port, server), UDP_AGAIN);
  });
  return () => {
    clearInterval(timer);
    socket.close();
  };
}

const [role, argument = ''] = process.argv.slice(2);
if (import.meta.main) {
  if (role === 'server') await serve(JSON.parse(argument) as ProbeInput);
  else if (role === 'client') await call();
  else await router();
}
