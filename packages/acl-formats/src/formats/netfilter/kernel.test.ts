import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRuleMatcher } from '../../evaluate/create-rule-matcher.ts';
import { parseRules } from '../../parse-rules.ts';
import type { ProbeFlow, ProbeInput, ProbeOutput, ProbeRound } from '../../testing/kernel-probe.ts';

const PROBE = fileURLToPath(new URL('../../testing/kernel-probe.ts', import.meta.url));
const CLIENTS = ['10.1.0.1', '10.1.0.2', '10.1.7.9', '10.1.64.1'];
const SERVERS = ['10.2.0.1', '10.2.0.2', '10.2.7.9'];
const PORTS = [53, 80, 443, 8080];
const ROUNDS = 12;
const FLOWS = 40;
/** Where the tools of the system's keeper are, also for whoever has no path to them. */
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };

/** Why packets cannot be sent through the kernel here; null: they can. */
function hindrance(): string | null {
  if (process.platform !== 'linux') return 'netfilter is part of Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root here';
  const commands = ['mount -t tmpfs tmpfs /run', 'iptables-save', 'nft list ruleset', 'ip link set lo up'];
  const { status, stderr } = spawnSync('unshare', ['-n', '-m', 'sh', '-c', commands.join(' && ')], {
    timeout: 10_000,
    encoding: 'utf8',
    env,
  });
  return status === 0 ? null : `no network namespace with netfilter: ${stderr?.trim() || 'unshare failed'}`;
}

const impossible = hindrance();

const not = fc.constantFrom('', '', '', '! ');
const client = fc.constantFrom('10.1.0.0/24', '10.1.0.1/32', '10.1.0.0/18', '10.1.7.9/32', '10.0.0.0/8');
const server = fc.constantFrom('10.2.0.0/24', '10.2.0.1/32', '10.2.7.9/32', '10.2.0.0/16');
const portText = fc.constantFrom('53', '80', '443', '80:443', '1:1000', ':79', '444:');
const often = <Value>(arbitrary: fc.Arbitrary<Value>, otherwise: Value) =>
  fc.oneof({ weight: 2, arbitrary }, { weight: 3, arbitrary: fc.constant(otherwise) });

const protocolMatch = fc.oneof(
  fc
    .tuple(fc.constantFrom('tcp', 'udp'), not, portText)
    .map(([protocol, negation, ports]) => `-p ${protocol} -m ${protocol} ${negation}--dport ${ports}`),
  fc
    .tuple(fc.constantFrom('tcp', 'udp'), not)
    .map(([protocol, negation]) => `-p ${protocol} -m multiport ${negation}--dports 53,80:443`),
  fc.constantFrom(
    '-p tcp',
    '! -p udp',
    '-p tcp -m tcp --sport 1024:20500',
    '-p udp -m udp --sport 20700:',
    '-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN',
    '-p tcp -m tcp ! --tcp-flags SYN,RST,ACK SYN',
  ),
);
const state = fc.constantFrom(
  '-m conntrack --ctstate NEW',
  '-m conntrack --ctstate RELATED,ESTABLISHED',
  '-m state --state NEW,ESTABLISHED',
  '-m conntrack ! --ctstate INVALID',
  '-m conntrack --ctstate INVALID',
);
const place = fc.constantFrom('-i vc', '-o vs', '-i vs', '! -i vc', '-i v+', '-i lo');
const iptablesMatch = fc
  .tuple(
    often(
      fc.tuple(not, client).map(([negation, prefix]) => `${negation}-s ${prefix}`),
      '',
    ),
    often(
      fc.oneof(
        fc.tuple(not, server).map(([negation, prefix]) => `${negation}-d ${prefix}`),
        not.map((negation) => `-m iprange ${negation}--dst-range 10.2.0.2-10.2.7.9`),
      ),
      '',
    ),
    often(protocolMatch, ''),
    fc.oneof({ weight: 1, arbitrary: state }, { weight: 4, arbitrary: fc.constant('') }),
    fc.oneof({ weight: 1, arbitrary: place }, { weight: 4, arbitrary: fc.constant('') }),
  )
  .map((parts) => parts.filter(Boolean).join(' '));
const iptablesChain = (chain: string, targets: readonly string[]) =>
  fc.array(
    fc
      .tuple(iptablesMatch, fc.constantFrom(...targets))
      .map(([match, target]) => `-A ${chain} ${match} ${target}`.replaceAll('  ', ' ')),
    { minLength: 2, maxLength: 8 },
  );

const iptablesRules = fc
  .record({
    policy: fc.constantFrom('ACCEPT', 'DROP'),
    tracked: fc.constantFrom(true, true, true, false),
    forward: iptablesChain('FORWARD', [
      '-j ACCEPT',
      '-j ACCEPT',
      '-j DROP',
      '-j REJECT',
      '-j U1',
      '-g U1',
      '-j U2',
      '-j RETURN',
    ]),
    first: iptablesChain('U1', ['-j ACCEPT', '-j DROP', '-j RETURN', '-j U2', '-g U2']),
    second: iptablesChain('U2', ['-j ACCEPT', '-j DROP', '-j RETURN']),
    mangle: iptablesChain('PREROUTING', ['-j ACCEPT', '-j ACCEPT', '-j RETURN', '-j DROP']),
  })
  .map(({ policy, tracked, forward, first, second, mangle }) =>
    [
      '*mangle',
      ':PREROUTING ACCEPT [0:0]',
      ':INPUT ACCEPT [0:0]',
      ':FORWARD ACCEPT [0:0]',
      ':OUTPUT ACCEPT [0:0]',
      ':POSTROUTING ACCEPT [0:0]',
      ...mangle.filter((line) => !/ -[io] | RETURN/.test(line)).slice(0, 2),
      'COMMIT',
      '*filter',
      ':INPUT ACCEPT [0:0]',
      `:FORWARD ${policy} [0:0]`,
      ':OUTPUT ACCEPT [0:0]',
      ':U1 - [0:0]',
      ':U2 - [0:0]',
      ...(tracked ? ['-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'] : []),
      ...forward,
      ...first,
      ...second,
      'COMMIT',
      '',
    ].join('\n'),
  );

const nftMatch = fc
  .tuple(
    often(
      fc.tuple(fc.constantFrom('', '!= '), client).map(([op, prefix]) => `ip saddr ${op}${prefix}`),
      '',
    ),
    often(
      fc.constantFrom(
        'ip daddr 10.2.0.1',
        'ip daddr { 10.2.0.2, 10.2.7.0/24 }',
        'ip daddr @pci',
        'ip daddr != @pci',
        'ip daddr 10.2.0.1-10.2.0.2',
      ),
      '',
    ),
    often(
      fc.constantFrom(
        'tcp dport 80',
        'udp dport { 53, 443 }',
        'tcp dport != 443',
        'meta l4proto udp',
        'meta l4proto { tcp, udp } th dport 53',
        'tcp dport >= 443',
        'tcp sport < 20500',
        'ip protocol tcp',
        'tcp flags & (fin | syn | rst | ack) == syn',
      ),
      '',
    ),
    fc.oneof(
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          'ct state new',
          'ct state { established, related }',
          'ct state != invalid',
          'iifname "vc"',
          'oifname != "vs"',
          'iifname "v*"',
        ),
      },
      { weight: 4, arbitrary: fc.constant('') },
    ),
  )
  .map((parts) => parts.filter(Boolean).join(' '));
const nftChain = (verdicts: readonly string[]) =>
  fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.tuple(nftMatch, fc.constantFrom(...verdicts)).map(([match, verdict]) => `${match} ${verdict}`),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          'tcp dport vmap { 80 : accept, 443 : drop }',
          'udp dport vmap { 53 : return, 1024-65535 : drop }',
        ),
      },
    ),
    { minLength: 2, maxLength: 7 },
  );

const nftRules = fc
  .record({
    policy: fc.constantFrom('accept', 'drop'),
    forward: nftChain(['accept', 'accept', 'drop', 'counter reject', 'jump u1', 'goto u1', 'counter', 'return']),
    first: nftChain(['accept', 'drop', 'return', 'jump u2']),
    second: nftChain(['accept', 'drop', 'return']),
    late: nftChain(['accept', 'accept', 'drop']),
  })
  .map(({ policy, forward, first, second, late }) =>
    [
      'table inet filter {',
      'set pci { type ipv4_addr; flags interval; elements = { 10.2.0.0/30, 10.2.7.9 }; }',
      'chain u2 {',
      ...second,
      '}',
      'chain u1 {',
      ...first,
      '}',
      `chain forward { type filter hook forward priority 0; policy ${policy};`,
      'ct state established,related accept',
      ...forward,
      '}',
      'chain late { type filter hook forward priority 20; policy accept;',
      ...late.slice(0, 2),
      '}',
      '}',
    ].join('\n'),
  );

const flow = fc.record({
  client: fc.constantFrom(...CLIENTS),
  server: fc.constantFrom(...SERVERS),
  protocol: fc.constantFrom('tcp' as const, 'udp' as const),
  port: fc.constantFrom(...PORTS),
});

/** What `nft -j list ruleset` prints for a ruleset, from a namespace of its own. */
function asJson(rules: string): string {
  const { stdout, stderr, status } = spawnSync('unshare', ['-n', 'sh', '-c', 'nft -f - && nft -j list ruleset'], {
    input: rules,
    encoding: 'utf8',
    env,
  });
  expect(status, stderr + rules).toBe(0);
  return stdout;
}

function answers(tool: 'iptables' | 'nft', rules: string, flows: readonly Omit<ProbeFlow, 'expected'>[]): string[] {
  const file = tool === 'nft' ? parseRules('nftables-json', asJson(rules)) : parseRules('iptables', rules);
  expect(file.unread, rules).toEqual([]);
  const matcher = createRuleMatcher(file, { list: tool === 'nft' ? 'forward' : 'FORWARD', from: 'vc', to: 'vs' });
  return flows.map(
    (each) => matcher.judge({ ...each, endpoints: null, protocol: each.protocol === 'tcp' ? 6 : 17 }).answer,
  );
}

test.for([
  ['iptables', iptablesRules],
  ['nft', nftRules],
] as const)(
  '%s: verdicts are what the kernel does with packets',
  { timeout: 180_000 },
  ([tool, arbitrary], { skip }) => {
    if (impossible !== null) skip(impossible);
    const texts = fc.sample<string>(arbitrary, { seed: 20_261, numRuns: ROUNDS });
    const judged: string[][] = [];
    const rounds = texts.map((rules, round): ProbeRound => {
      const flows = fc
        .sample(flow, { seed: round, numRuns: FLOWS })
        // Ports of their own, so that no flow rides on the connection of another.
        .map((each, index) => ({ ...each, clientPort: 20_000 + round * FLOWS + index }));
      const said = answers(tool, rules, flows);
      judged.push(said);
      return { tool, rules, flows: flows.map((each, index) => ({ ...each, expected: said[index] === 'allowed' })) };
    });
    const input: ProbeInput = { clients: CLIENTS, servers: SERVERS, ports: PORTS, rounds };
    const { stdout, stderr, status } = spawnSync('unshare', ['-n', '-m', process.execPath, PROBE], {
      input: JSON.stringify(input),
      encoding: 'utf8',
      timeout: 120_000,
      env,
    });
    expect(status, stderr).toBe(0);
    const output = JSON.parse(stdout) as ProbeOutput;
    let compared = 0;
    for (const [round, { rules, flows }] of rounds.entries())
      for (const [index, each] of flows.entries()) {
        const said = judged[round]?.[index];
        if (said === 'undetermined') continue;
        compared++;
        expect(said, `${JSON.stringify(each)}\n${rules}`).toBe(output[round]?.[index] ? 'allowed' : 'denied');
      }
    expect(compared).toBeGreaterThan(ROUNDS * FLOWS * 0.9);
  },
);
