// Rule files: seconds to read one, to judge a million relationships by it, to review its rules and to write it as facts.
// `node bench/acl.ts [LINES...]`, 10,000 lines without arguments; exit code 1 when those take longer than the target.
import { createRuleMatcher, createRuleReviewer, parseRules, type RuleFlow, ruleSetFact } from '@scopemap/acl-formats';
import { createRandom, type Random } from './random.ts';

const RELATIONSHIPS = 1_000_000;
/** Of processor time, for 10,000 lines and all relationships. */
const TARGET_SECONDS = 10;
const TARGET_LINES = 10_000;
const PORTS = [22, 53, 80, 88, 123, 135, 389, 443, 445, 514, 636, 1433, 1521, 3306, 3389, 5432, 5985, 8080, 8443, 9100];

const sites = (random: Random) => `10.${random.below(200)}.${random.below(256)}`;

/** An extended IOS list as a store network grows it: hosts and subnets of sites to servers, some denials, some wide rules. */
function listOf(lines: number, random: Random): string {
  const rules = Array.from({ length: lines - 1 }, () => {
    const protocol = random.below(4) === 0 ? 'udp' : 'tcp';
    const source =
      random.below(3) === 0 ? `host ${sites(random)}.${random.below(256)}` : `${sites(random)}.0 0.0.0.255`;
    const target =
      random.below(10) === 0 ? `${sites(random)}.0 0.0.0.255` : `host ${sites(random)}.${random.below(64)}`;
    const port = PORTS[random.below(PORTS.length)] as number;
    const service = random.below(12) === 0 ? `range ${port} ${port + 20}` : `eq ${port}`;
    return ` ${random.below(8) === 0 ? 'deny' : 'permit'} ${protocol} ${source} ${target} ${service}`;
  });
  return ['ip access-list extended STORES', ...rules, ' deny ip any any'].join('\n');
}

function flowsOf(random: Random): RuleFlow[] {
  return Array.from({ length: RELATIONSHIPS }, () => ({
    client: `${sites(random)}.${random.below(256)}`,
    server: `${sites(random)}.${random.below(64)}`,
    endpoints: null,
    protocol: random.below(4) === 0 ? 17 : 6,
    port: PORTS[random.below(PORTS.length)] as number,
  }));
}

/** Seconds of processor time, of all threads. */
function measure<Result>(work: () => Result): { seconds: number; result: Result } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (user + system) / 1e6, result };
}

const wanted = process.argv.slice(2).map(Number);
const flows = flowsOf(createRandom(1));
let slow = false;
console.log('| lines | read | index | judge | review | facts | MiB |\n|---|---|---|---|---|---|---|');
for (const lines of wanted.length > 0 ? wanted : [TARGET_LINES]) {
  const text = listOf(lines, createRandom(lines));
  const read = measure(() => parseRules('ios', text));
  const file = read.result;
  const [list] = file.lists;
  if (!list) throw new Error('the list was not read');
  const index = measure(() => createRuleMatcher(file, { list: list.name }));
  const reviewer = createRuleReviewer(file, list);
  const judge = measure(() => {
    for (const flow of flows) reviewer.add(index.result.judge(flow), null);
  });
  const review = measure(() => reviewer.finish());
  const facts = measure(() =>
    ruleSetFact(file, [{ list: list.name, sources: null, targets: null }], { id: 'bench', version: '1', pulledAt: 0 }),
  );
  const parts = [read, index, judge, review, facts].map(({ seconds }) => seconds);
  const used = Math.round(process.memoryUsage().rss / 1024 ** 2);
  console.log(`| ${lines} | ${parts.map((part) => part.toFixed(2)).join(' | ')} | ${used} |`);
  const whole = parts.reduce((sum, part) => sum + part, 0);
  if (lines <= TARGET_LINES && whole > TARGET_SECONDS) {
    slow = true;
    console.error(`acl: ${whole.toFixed(1)} s for ${lines} lines, more than ${TARGET_SECONDS} s`);
  }
}
process.exitCode = slow ? 1 : 0;
