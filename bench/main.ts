// Runs the benchmarks: `node bench/main.ts` all of them, `node bench/main.ts codec direction` some.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const BENCHMARKS = ['acl', 'aggregate', 'codec', 'corpus', 'direction', 'collect', 'store', 'scope', 'web'];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !BENCHMARKS.includes(name));
if (unknown.length > 0) {
  console.error(`bench: there is no benchmark ${unknown.join(', ')}; there are ${BENCHMARKS.join(', ')}`);
  process.exit(2);
}
let exitCode = 0;
for (const name of wanted.length > 0 ? wanted : BENCHMARKS) {
  const file = join(import.meta.dirname, `${name}.ts`);
  console.log(`\n# ${name}\n`);
  if (spawnSync(process.execPath, [file], { stdio: 'inherit' }).status !== 0) exitCode = 1;
}
process.exit(exitCode);
